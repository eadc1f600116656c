/**
 * Calls that wait for the same demand, best first: higher standing (priority with its growth), then whoever has waited
 * longest, then who came first.
 */
import { DenseHeap, type Tally } from '../ready/dense-heap.js'
import type { Entry } from './entry.js'

/** Told whenever another call is the head. */
export interface Shown {
  show(head: Entry | null): void
}

/** No two calls have the same turn. */
const never = (): boolean => false

export class Waiting {
  readonly #heap: DenseHeap<Entry>
  readonly #shown: Shown

  constructor(tally: Tally, shown: Shown) {
    this.#heap = new DenseHeap(3, 1, never, tally)
    this.#shown = shown
  }

  get size(): number {
    return this.#heap.size
  }

  head(): Entry | null {
    return this.#heap.first()
  }

  /** The best that `passes` lets through: looks at those that are refused on the way, and their children. */
  headWhere(passes: (entry: Entry) => boolean): Entry | null {
    return this.#heap.firstWhere(passes)
  }

  /** How many are served before that one, which may wait elsewhere: looks at them and their children. */
  countBefore({ standing, virtualStartMs, turn }: Entry): number {
    return this.#heap.countBefore(-standing, virtualStartMs, turn)
  }

  insert(entry: Entry): void {
    this.#heap.insert(entry, 0, -entry.standing, entry.virtualStartMs, entry.turn)
    if (this.#heap.first() === entry) this.#shown.show(entry)
  }

  remove(entry: Entry): void {
    const wasHead = this.#heap.first() === entry
    this.#heap.remove(entry)
    if (wasHead) this.#shown.show(this.#heap.first())
  }

  holds(entry: Entry): boolean {
    return this.#heap.holds(entry)
  }

  entries(): Iterable<Entry> {
    return this.#heap.items()
  }
}
