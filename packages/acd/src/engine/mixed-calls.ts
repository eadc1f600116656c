/**
 * The waiting calls of all mixed demands of a queue, by kind: one row for each kind of which a call waits, with what its head
 * is compared by and what it wants, and the rows in the order in which their heads are served. An agent who becomes ready goes
 * down that order as far as the first whom it admits, and looks at no heap, no call and no name of a skill before that:
 * however many calls wait, the rows are no more than the kinds.
 */
import type { Columns } from '../ready/columns.js'
import type { Tally } from '../ready/dense-heap.js'
import type { Entry } from './entry.js'
import type { Member } from './member.js'
import type { MixedDemand } from './mixed-demand.js'
import type { Queue } from './queue.js'
import { comesBefore, type PassedOver } from './serve.js'

/** standing, virtualStartMs, turn, and the lead of `Heads`; the growth is the queue's. */
const width = 4

export class MixedCalls {
  readonly #queue: Queue
  readonly #columns: Columns
  readonly #tally: Tally
  /** By row. */
  readonly #kinds: MixedDemand[] = []
  #rows = new Float64Array(8 * width)
  /** Of each row so many pairs of a skill's number and the least level; what is left over wants level 0. */
  #wants = new Int32Array(8 * 2)
  #pairs = 1
  /** Rows, best first; past the last those that are free. */
  #order = Int32Array.from({ length: 8 }, (_, row) => row)
  /** Kinds of which a call waits. */
  size = 0

  constructor(queue: Queue) {
    this.#queue = queue
    this.#columns = queue.indexing.columns
    this.#tally = queue.indexing
  }

  /** Those kinds, best first. */
  kinds(): readonly MixedDemand[] {
    return Array.from(this.#order.subarray(0, this.size), (row) => this.#kinds[row] as MixedDemand)
  }

  /** Another call is the head of that kind. */
  show(kind: MixedDemand, head: Entry | null): void {
    this.#tally.touches += 1
    if (kind.row >= 0) this.#takeOut(kind)
    if (head !== null) this.#putIn(kind, head)
  }

  /** The best call that the member can take; `null` too when it does not come before the one found elsewhere. */
  bestFor(member: Member, nowMs: number, than: Entry | null, passedOver: PassedOver | null): Entry | null {
    const end = than === null ? this.size : this.#firstAfter(than, nowMs)
    let best: Entry | null = null
    const order = this.#order
    const wants = this.#wants
    const pairs = this.#pairs * 2
    const { levels, skills } = this.#columns
    const agent = member.agent.number * skills
    let at = 0
    for (; at < end; at += 1) {
      const row = order[at] as number
      const stop = (row + 1) * pairs
      let want = row * pairs
      while (want < stop && (levels[agent + (wants[want] as number)] as number) >= (wants[want + 1] as number))
        want += 2
      if (want < stop) continue
      // Whom a kind admits has what its row wants; it may refuse others yet.
      const kind = this.#kinds[row] as MixedDemand
      if (!kind.admits(member)) continue
      const head = kind.waiting.head() as Entry
      if (best !== null && !comesBefore(head, best, nowMs)) break
      if (passedOver === null || !passedOver.has(head.turn)) {
        best = head
        break
      }
      const next = kind.waiting.headWhere(({ turn }) => !passedOver.has(turn))
      if (next !== null && (best === null || comesBefore(next, best, nowMs))) best = next
    }
    this.#tally.comparisons += at
    return best === null || (than !== null && !comesBefore(best, than, nowMs)) ? null : best
  }

  /** How many rows come before that call, which waits elsewhere. */
  #firstAfter({ queue, priority, virtualStartMs, turn }: Entry, nowMs: number): number {
    const rows = this.#rows
    const { growth } = this.#queue
    const than = queue.priorityAt(priority, virtualStartMs, nowMs)
    let from = 0
    let to = this.size
    while (from < to) {
      const middle = (from + to) >> 1
      const at = (this.#order[middle] as number) * width
      const startMs = rows[at + 1] as number
      const difference =
        than - ((rows[at + 3] as number) + growth * (nowMs - startMs)) ||
        startMs - virtualStartMs ||
        (rows[at + 2] as number) - turn
      if (difference < 0) from = middle + 1
      else to = middle
    }
    return from
  }

  #putIn(kind: MixedDemand, { standing, virtualStartMs, turn, priority }: Entry): void {
    if (kind.pairs.length > this.#pairs * 2) this.#widen(kind.pairs.length / 2)
    if (this.size === this.#order.length) this.#lengthen()
    const row = this.#order[this.size] as number
    const begin = row * this.#pairs * 2
    this.#kinds[row] = kind
    kind.row = row
    this.#wants.fill(0, begin, begin + this.#pairs * 2)
    this.#wants.set(kind.pairs, begin)
    const rows = this.#rows
    rows[row * width] = standing
    rows[row * width + 1] = virtualStartMs
    rows[row * width + 2] = turn
    rows[row * width + 3] = this.#queue.leadOf(priority)
    const at = this.#placeOf(row)
    this.#order.copyWithin(at + 1, at, this.size)
    this.#order[at] = row
    this.size += 1
  }

  #takeOut(kind: MixedDemand): void {
    const { row } = kind
    const at = this.#placeOf(row)
    this.#order.copyWithin(at, at + 1, this.size)
    this.size -= 1
    this.#order[this.size] = row
    kind.row = -1
  }

  /** How many rows come before that one. */
  #placeOf(row: number): number {
    let from = 0
    let to = this.size
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#isBefore(this.#order[middle] as number, row)) from = middle + 1
      else to = middle
    }
    return from
  }

  #isBefore(a: number, b: number): boolean {
    const rows = this.#rows
    const difference =
      (rows[b * width] as number) - (rows[a * width] as number) ||
      (rows[a * width + 1] as number) - (rows[b * width + 1] as number) ||
      (rows[a * width + 2] as number) - (rows[b * width + 2] as number)
    return difference < 0
  }

  #widen(pairs: number): void {
    const wants = new Int32Array(this.#order.length * pairs * 2)
    for (const { row, pairs: its } of this.kinds()) wants.set(its, row * pairs * 2)
    this.#wants = wants
    this.#pairs = pairs
  }

  #lengthen(): void {
    const held = this.#order.length
    const order = Int32Array.from({ length: held * 2 }, (_, row) => row)
    order.set(this.#order)
    const rows = new Float64Array(held * 2 * width)
    rows.set(this.#rows)
    const wants = new Int32Array(held * 2 * this.#pairs * 2)
    wants.set(this.#wants)
    this.#order = order
    this.#rows = rows
    this.#wants = wants
  }
}
