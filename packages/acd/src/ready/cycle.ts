/**
 * Ready agents in a circle: the head is the first ready member after the one that was offered a call last (round-robin
 * with memory).
 */
import type { Queue } from '../engine/queue.js'
import { putOut } from './indexing.js'
import { isReady, type Place, type ReadyIndex } from './place.js'
import { PositionSet } from './position-set.js'

export class CycleReady implements ReadyIndex {
  readonly isPrompt = false
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
    this.#queue.indexing.touches += 1
    this.#places[position] = place
    this.#ready.add(position)
    place.slot = position
  }

  remove(place: Place): void {
    this.#queue.indexing.touches += 1
    this.#ready.delete(place.slot)
    this.#places[place.slot] = undefined
    place.slot = -1
  }

  head(passes?: (place: Place) => boolean): Place | null {
    let refused = -1
    let position = this.#after(this.#queue.cyclePosition)
    while (position >= 0 && position !== refused) {
      const place = this.#places[position] as Place
      if (!isReady(place)) {
        this.remove(place)
        putOut(place)
      } else if (passes === undefined || passes(place)) return place
      else if (refused < 0) refused = position
      position = this.#after(position + 1)
    }
    return null
  }

  *places(): Iterable<Place> {
    for (let at = this.#ready.next(0); at >= 0; at = this.#ready.next(at + 1)) {
      const place = this.#places[at] as Place
      if (isReady(place)) yield place
    }
  }

  /** The next position where somebody stands, on round the circle; -1 when nobody does. */
  #after(position: number): number {
    const found = this.#ready.next(position)
    return found >= 0 ? found : this.#ready.next(0)
  }
}
