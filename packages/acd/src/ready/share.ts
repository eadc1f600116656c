/**
 * Ready agents by whose part of the calls is due: the order of percent allocation.
 *
 * With `clock` the calls answered for each unit of the weight that is logged in, the next call of a member who has had
 * `share` calls may begin when the clock, one call on, has passed share / weight, and is due at (share + 1) / weight.
 * Of those that may begin, the one due first is next; when none may, the one that may soonest.
 */
import { PlaceHeap } from './heap.js'
import type { Place, ReadyIndex } from './place.js'

/** Far below the distance of two instants that differ, far above what a sum of ten million fractions is off by. */
const rounding = 1e-9

export class ShareReady implements ReadyIndex {
  readonly #later = new PlaceHeap()
  readonly #due = new PlaceHeap()

  get size(): number {
    return this.#later.size + this.#due.size
  }

  insert(place: Place): void {
    const { share, weight } = place.member
    place.key0 = share / weight
    place.key1 = 0
    this.#later.insert(place)
  }

  remove(place: Place): void {
    this.#heapOf(place).remove(place)
  }

  head(passes?: (place: Place) => boolean): Place | null {
    this.#sort()
    if (passes === undefined) return this.#due.first() ?? this.#later.first()
    return this.#due.firstWhere((place) => mayBegin(place) && passes(place)) ?? this.#later.firstWhere(passes)
  }

  *places(): Iterable<Place> {
    yield* this.#due.places()
    yield* this.#later.places()
  }

  /** Moves those whose next call may begin by now, and back those who came first but may not since somebody came in. */
  #sort(): void {
    for (let place = this.#later.first(); place !== null && mayBegin(place); place = this.#later.first()) {
      this.#later.remove(place)
      place.key0 = (place.member.share + 1) / place.member.weight
      place.key1 = 1
      this.#due.insert(place)
    }
    for (let place = this.#due.first(); place !== null && !mayBegin(place); place = this.#due.first()) {
      this.#due.remove(place)
      this.insert(place)
    }
  }

  #heapOf(place: Place): PlaceHeap {
    return place.key1 === 0 ? this.#later : this.#due
  }
}

/** Whether the member's next call may begin with the next call of the queue. */
export const mayBegin = ({ member, demand }: Place): boolean => {
  const { shareClock, presentWeight } = demand.queue
  return member.share / member.weight + rounding < shareClock + 1 / presentWeight
}
