/** Who waits in a queue, in the order in which they would be served by priority and age. */

export interface Place {
  readonly call: number
  priority: number
  virtualStartMs: number
  /** The position at which the call entered: 1 is next. */
  readonly original: number
}

export class Places {
  readonly #waiting: Place[] = []

  enter(call: number, priority: number, virtualStartMs: number): Place {
    const ahead = this.#ahead(priority, virtualStartMs)
    const place: Place = { call, priority, virtualStartMs, original: ahead + 1 }
    this.#waiting.splice(ahead, 0, place)
    return place
  }

  move(place: Place, priority: number, virtualStartMs: number): void {
    this.leave(place)
    place.priority = priority
    place.virtualStartMs = virtualStartMs
    this.#waiting.splice(this.#ahead(priority, virtualStartMs), 0, place)
  }

  /** Returns the position that the call leaves from. */
  leave(place: Place): number {
    const at = this.#waiting.indexOf(place)
    if (at >= 0) this.#waiting.splice(at, 1)
    return at + 1
  }

  /** Found from the end, where new calls go. */
  #ahead(priority: number, virtualStartMs: number): number {
    let at = this.#waiting.length
    while (at > 0) {
      const before = this.#waiting[at - 1] as Place
      if (before.priority > priority || (before.priority === priority && before.virtualStartMs <= virtualStartMs)) break
      at -= 1
    }
    return at
  }
}
