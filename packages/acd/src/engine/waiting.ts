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

  /** The best that `passes` lets through; looks no further than it must. */
  headWhere(passes: (entry: Entry) => boolean): Entry | null {
    const heap = this.#heap
    const open: number[] = [0]
    while (open.length > 0) {
      let bestAt = -1
      let best: Entry | undefined
      for (let i = 0; i < open.length; i += 1) {
        const entry = heap[open[i] as number]
        if (entry !== undefined && (best === undefined || servedBefore(entry, best))) {
          best = entry
          bestAt = i
        }
      }
      if (best === undefined) return null
      if (passes(best)) return best
      const slot = best.slot
      open[bestAt] = slot * 2 + 1
      open.push(slot * 2 + 2)
    }
    return null
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
