/**
 * The waiting calls of all mixed demands of a queue, by kind: one row for each kind of which a call waits, with what its head
 * is compared by and what it wants, side by side. An agent who becomes ready runs over the rows and looks at no heap, no call
 * and no name of a skill but of kinds that win: however many calls wait, the rows are no more than the kinds.
 */
import type { Columns } from '../ready/columns.js'
import type { Tally } from '../ready/dense-heap.js'
import type { Entry } from './entry.js'
import type { Member } from './member.js'
import type { MixedDemand } from './mixed-demand.js'
import type { Queue } from './queue.js'

/** lead, virtualStartMs, turn: see `Heads`; the growth is the queue's. */
const width = 3

export class MixedCalls {
  readonly #queue: Queue
  readonly #columns: Columns
  readonly #tally: Tally
  readonly #kinds: MixedDemand[] = []
  #rows = new Float64Array(8 * width)
  /** Of each row so many pairs of a skill's number and the least level; what is left over wants level 0. */
  #wants = new Int32Array(8 * 2)
  #pairs = 1

  constructor(queue: Queue) {
    this.#queue = queue
    this.#columns = queue.indexing.columns
    this.#tally = queue.indexing
  }

  /** Kinds of which a call waits. */
  get size(): number {
    return this.#kinds.length
  }

  /** Those kinds. */
  kinds(): readonly MixedDemand[] {
    return this.#kinds
  }

  /** Another call is the head of that kind. */
  show(kind: MixedDemand, head: Entry | null): void {
    if (head === null) {
      this.#takeOut(kind)
      return
    }
    if (kind.row < 0) this.#putIn(kind)
    const at = kind.row * width
    this.#rows[at] = this.#queue.leadOf(head.priority)
    this.#rows[at + 1] = head.virtualStartMs
    this.#rows[at + 2] = head.turn
  }

  /** The best call that the member can take and that comes before the one found elsewhere. */
  bestFor(member: Member, nowMs: number, than: Entry | null): Entry | null {
    const rows = this.#rows
    const { growth } = this.#queue
    let best: MixedDemand | null = null
    let isFound = than !== null
    let priority = than === null ? 0 : than.queue.priorityAt(than.priority, than.virtualStartMs, nowMs)
    let startMs = than === null ? 0 : than.virtualStartMs
    let turn = than === null ? 0 : than.turn
    for (let row = 0, at = 0; row < this.#kinds.length; row += 1, at += width) {
      const itsStartMs = rows[at + 1] as number
      const itsPriority = (rows[at] as number) + growth * (nowMs - itsStartMs)
      const itsTurn = rows[at + 2] as number
      if (isFound) {
        if (itsPriority < priority) continue
        if (itsPriority === priority && (itsStartMs > startMs || (itsStartMs === startMs && itsTurn > turn))) continue
      }
      if (!this.#isWithin(row, member.agent.number)) continue
      const kind = this.#kinds[row] as MixedDemand
      if (!kind.admits(member)) continue
      best = kind
      isFound = true
      priority = itsPriority
      startMs = itsStartMs
      turn = itsTurn
    }
    this.#tally.comparisons += this.#kinds.length
    return best === null ? null : best.waiting.head()
  }

  /** Whether the agent has the levels that the row wants: what the kind admits has them, and what has them it may refuse yet. */
  #isWithin(row: number, agent: number): boolean {
    const wants = this.#wants
    const { levels, skills } = this.#columns
    const from = agent * skills
    const end = (row + 1) * this.#pairs * 2
    for (let at = row * this.#pairs * 2; at < end; at += 2) {
      if ((levels[from + (wants[at] as number)] as number) < (wants[at + 1] as number)) return false
    }
    return true
  }

  #putIn(kind: MixedDemand): void {
    const row = this.#kinds.length
    if (kind.wants.length > this.#pairs) this.#widen(kind.wants.length)
    if ((row + 1) * width > this.#rows.length) this.#lengthen()
    kind.row = row
    this.#kinds.push(kind)
    const begin = row * this.#pairs * 2
    this.#wants.fill(0, begin, begin + this.#pairs * 2)
    this.#wants.set(kind.pairs, begin)
  }

  #takeOut(kind: MixedDemand): void {
    const { row } = kind
    if (row < 0) return
    kind.row = -1
    const last = this.#kinds.pop() as MixedDemand
    if (last === kind) return
    const from = last.row
    this.#kinds[row] = last
    last.row = row
    this.#rows.copyWithin(row * width, from * width, (from + 1) * width)
    const pairs = this.#pairs * 2
    this.#wants.copyWithin(row * pairs, from * pairs, (from + 1) * pairs)
  }

  #widen(pairs: number): void {
    const wants = new Int32Array((this.#rows.length / width) * pairs * 2)
    this.#kinds.forEach((kind, row) => {
      wants.set(kind.pairs, row * pairs * 2)
    })
    this.#wants = wants
    this.#pairs = pairs
  }

  #lengthen(): void {
    const rows = new Float64Array(this.#rows.length * 2)
    const wants = new Int32Array(this.#wants.length * 2)
    rows.set(this.#rows)
    wants.set(this.#wants)
    this.#rows = rows
    this.#wants = wants
  }
}
