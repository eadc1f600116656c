/**
 * Places by their keys and, in a tie, by the agent's rank: a binary heap in which each place knows its slot, so that
 * leaving from the middle costs log n. Inserting whoever comes last in the order costs one comparison.
 */
import type { Place } from './place.js'

const before = (a: Place, b: Place): boolean => {
  if (a.key0 !== b.key0) return a.key0 < b.key0
  if (a.key1 !== b.key1) return a.key1 < b.key1
  if (a.key2 !== b.key2) return a.key2 < b.key2
  return a.member.agent.rank < b.member.agent.rank
}

export class PlaceHeap {
  readonly #heap: Place[] = []

  get size(): number {
    return this.#heap.length
  }

  /** The keys stay as they are while the place is in the heap. */
  insert(place: Place): void {
    place.slot = this.#heap.length
    this.#heap.push(place)
    this.#up(place)
  }

  remove(place: Place): void {
    const heap = this.#heap
    const slot = place.slot
    const last = heap.pop() as Place
    place.slot = -1
    if (last === place) return
    heap[slot] = last
    last.slot = slot
    this.#up(last)
    this.#down(last)
  }

  first(): Place | null {
    return this.#heap[0] ?? null
  }

  /** The best that `passes` lets through: looks at those that are refused on the way, and their children. */
  firstWhere(passes: (place: Place) => boolean): Place | null {
    return this.#bestUnder(0, passes, null)
  }

  places(): readonly Place[] {
    return this.#heap
  }

  #bestUnder(slot: number, passes: (place: Place) => boolean, best: Place | null): Place | null {
    const place = this.#heap[slot]
    if (place === undefined || (best !== null && !before(place, best))) return best
    if (passes(place)) return place
    return this.#bestUnder(slot * 2 + 2, passes, this.#bestUnder(slot * 2 + 1, passes, best))
  }

  #up(place: Place): void {
    const heap = this.#heap
    let slot = place.slot
    while (slot > 0) {
      const parentSlot = (slot - 1) >> 1
      const parent = heap[parentSlot] as Place
      if (!before(place, parent)) break
      heap[slot] = parent
      parent.slot = slot
      slot = parentSlot
    }
    heap[slot] = place
    place.slot = slot
  }

  #down(place: Place): void {
    const heap = this.#heap
    const size = heap.length
    let slot = place.slot
    for (;;) {
      let childSlot = slot * 2 + 1
      if (childSlot >= size) break
      let child = heap[childSlot] as Place
      if (childSlot + 1 < size) {
        const right = heap[childSlot + 1] as Place
        if (before(right, child)) {
          child = right
          childSlot += 1
        }
      }
      if (!before(child, place)) break
      heap[slot] = child
      child.slot = slot
      slot = childSlot
    }
    heap[slot] = place
    place.slot = slot
  }
}
