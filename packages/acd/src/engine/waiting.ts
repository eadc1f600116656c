/**
 * Calls that wait for the same demand, best first: higher standing (priority with its growth), then whoever has waited
 * longest, then who came first. A binary heap that knows each call's slot, so leaving from the middle costs log n.
 */
import type { Entry } from './entry.js'

/** Whether `a` is served before `b` within one queue. */
export const servedBefore = (a: Entry, b: Entry): boolean => {
  if (a.standing !== b.standing) return a.standing > b.standing
  if (a.virtualStartMs !== b.virtualStartMs) return a.virtualStartMs < b.virtualStartMs
  return a.turn < b.turn
}

export class Waiting {
  readonly #heap: Entry[] = []

  get size(): number {
    return this.#heap.length
  }

  head(): Entry | null {
    return this.#heap[0] ?? null
  }

  /**
   * The best that `passes` lets through: looks at those that are refused on the way, and their children. `isWorth` says
   * whether a call is better than one found elsewhere; no call behind one that is not is looked at.
   */
  headWhere(passes: (entry: Entry) => boolean, isWorth?: (entry: Entry) => boolean): Entry | null {
    return this.#bestUnder(0, passes, isWorth, null)
  }

  /** How many are served before that one, which may wait elsewhere: looks at them and their children. */
  countBefore(entry: Entry, slot = 0): number {
    const here = this.#heap[slot]
    if (here === undefined || !servedBefore(here, entry)) return 0
    return 1 + this.countBefore(entry, slot * 2 + 1) + this.countBefore(entry, slot * 2 + 2)
  }

  insert(entry: Entry): void {
    entry.slot = this.#heap.length
    this.#heap.push(entry)
    this.#up(entry)
  }

  remove(entry: Entry): void {
    const slot = entry.slot
    const last = this.#heap.pop() as Entry
    entry.slot = -1
    if (last === entry) return
    this.#heap[slot] = last
    last.slot = slot
    this.#up(last)
    this.#down(last)
  }

  entries(): readonly Entry[] {
    return this.#heap
  }

  #bestUnder(
    slot: number,
    passes: (entry: Entry) => boolean,
    isWorth: ((entry: Entry) => boolean) | undefined,
    best: Entry | null,
  ): Entry | null {
    const entry = this.#heap[slot]
    if (entry === undefined || (best !== null && !servedBefore(entry, best))) return best
    if (isWorth !== undefined && !isWorth(entry)) return best
    if (passes(entry)) return entry
    const left = this.#bestUnder(slot * 2 + 1, passes, isWorth, best)
    return this.#bestUnder(slot * 2 + 2, passes, isWorth, left)
  }

  #up(entry: Entry): void {
    const heap = this.#heap
    let slot = entry.slot
    while (slot > 0) {
      const above = (slot - 1) >> 1
      const parent = heap[above] as Entry
      if (!servedBefore(entry, parent)) break
      heap[slot] = parent
      parent.slot = slot
      slot = above
    }
    heap[slot] = entry
    entry.slot = slot
  }

  #down(entry: Entry): void {
    const heap = this.#heap
    const size = heap.length
    let slot = entry.slot
    for (;;) {
      let below = slot * 2 + 1
      if (below >= size) break
      let child = heap[below] as Entry
      if (below + 1 < size && servedBefore(heap[below + 1] as Entry, child)) {
        below += 1
        child = heap[below] as Entry
      }
      if (!servedBefore(child, entry)) break
      heap[slot] = child
      child.slot = slot
      slot = below
    }
    heap[slot] = entry
    entry.slot = slot
  }
}
