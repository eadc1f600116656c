/**
 * Ready agents in a circle: the head is the first ready member after the one that was offered a call last (round-robin
 * with memory).
 */
import type { Queue } from '../engine/queue.js'
import type { Place, ReadyIndex } from './place.js'
import { PositionSet } from './position-set.js'

export class CycleReady implements ReadyIndex {
  readonly #queue: Queue
  readonly #ready = new PositionSet()
  readonly #places: (Place | undefined)[] = []

  constructor(queue: Queue) {
    this.#queue = queue
  }

  get size(): number {
    return this.#ready.size
  }

  insert(place: Place): void {
    const { position } = place.member
    this.#places[position] = place
    this.#ready.add(position)
    place.slot = position
  }

  remove(place: Place): void {
    this.#ready.delete(place.slot)
    this.#places[place.slot] = undefined
    place.slot = -1
  }

  head(passes?: (place: Place) => boolean): Place | null {
    const first = this.#after(this.#queue.cyclePosition)
    if (first < 0) return null
    let position = first
    do {
      const place = this.#places[position] as Place
      if (passes === undefined || passes(place)) return place
      position = this.#after(position + 1)
    } while (position !== first)
    return null
  }

  *places(): Iterable<Place> {
    for (let at = this.#ready.next(0); at >= 0; at = this.#ready.next(at + 1)) yield this.#places[at] as Place
  }

  /** The next ready position, on round the circle; -1 when nobody is ready. */
  #after(position: number): number {
    const found = this.#ready.next(position)
    return found >= 0 ? found : this.#ready.next(0)
  }
}
