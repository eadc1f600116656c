/**
 * The head call of every heap of waiting calls, side by side, as far as heads of different heaps are compared by it: an agent
 * who becomes ready looks at one row for each place, and at no heap and no call but the one that is taken.
 *
 *   rows, four numbers for each heap:  lead  growth  virtualStartMs  turn
 *
 * A call's priority is lead + growth * (now - virtualStartMs); see `Queue.priorityAt`. No call has turn 0: no head is there.
 */
import type { Entry } from './entry.js'
import type { Shown, Waiting } from './waiting.js'

const width = 4

export class Heads {
  rows = new Float64Array(16 * width)
  readonly #waitings: (Waiting | null)[] = []
  readonly #free: number[] = []

  /** Gives a heap a row. */
  add(): number {
    const number = this.#free.pop() ?? this.#waitings.length
    this.#waitings[number] = null
    if ((number + 1) * width > this.rows.length) {
      const rows = new Float64Array(this.rows.length * 2)
      rows.set(this.rows)
      this.rows = rows
    }
    return number
  }

  drop(number: number): void {
    this.#waitings[number] = null
    this.rows[number * width + 3] = 0
    this.#free.push(number)
  }

  use(number: number, waiting: Waiting): void {
    this.#waitings[number] = waiting
  }

  /** The heap of a row. */
  of(number: number): Waiting {
    return this.#waitings[number] as Waiting
  }

  /** 0 where no call waits. */
  turnOf(number: number): number {
    return this.rows[number * width + 3] as number
  }

  show(number: number, head: Entry | null): void {
    const at = number * width
    const { rows } = this
    if (head === null) {
      rows[at + 3] = 0
      return
    }
    const { queue } = head
    rows[at] = queue.leadOf(head.priority)
    rows[at + 1] = queue.growth
    rows[at + 2] = head.virtualStartMs
    rows[at + 3] = head.turn
  }
}

/** One heap's row. */
export class HeadRow implements Shown {
  readonly number: number
  readonly #heads: Heads
  #isHeld = true

  constructor(heads: Heads) {
    this.#heads = heads
    this.number = heads.add()
  }

  show(head: Entry | null): void {
    if (this.#isHeld) this.#heads.show(this.number, head)
  }

  /** The heap is forgotten, and the row is another's. */
  drop(): void {
    if (this.#isHeld) this.#heads.drop(this.number)
    this.#isHeld = false
  }
}
