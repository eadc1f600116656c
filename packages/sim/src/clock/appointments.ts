/**
 * What is to be run, by slot. A timer counts on and never comes again; its low bits are its slot, and numbers whose slot
 * is taken are left out. So the number of one that has run finds nobody else, and says which of two was made first.
 */
import type { TimerId } from '@callweave/core'

export type What = (of: never) => void

export class Appointments {
  /** By slot, four places: what to run, with what, its timer (0: free), nothing. */
  #cells: unknown[]
  #mask = 0
  /** The last timer that was given out. */
  last: TimerId = 0
  size = 0

  /** `capacity`: a power of 2. */
  constructor(capacity: number) {
    this.#cells = emptyCells(capacity)
    this.#mask = capacity - 1
  }

  get capacity(): number {
    return this.#mask + 1
  }

  /** More than half of the slots are taken: finding a free one would begin to take long. */
  get isFull(): boolean {
    return this.size << 1 > this.#mask
  }

  add(what: What, of: unknown): TimerId {
    const cells = this.#cells
    const mask = this.#mask
    let timer = this.last + 1
    let at = (timer & mask) << 2
    while (cells[at | 2] !== 0) {
      timer += 1
      at = (timer & mask) << 2
    }
    this.last = timer
    cells[at] = what
    cells[at | 1] = of
    cells[at | 2] = timer
    this.size += 1
    return timer
  }

  slotOf(timer: TimerId): number {
    return timer & this.#mask
  }

  /** 0: the slot is free. */
  timerOf(slot: number): TimerId {
    return this.#cells[(slot << 2) | 2] as TimerId
  }

  remove(slot: number): void {
    const cells = this.#cells
    const at = slot << 2
    cells[at] = null
    cells[at | 1] = null
    cells[at | 2] = 0
    this.size -= 1
  }

  /** Takes it out and runs it. */
  run(slot: number): void {
    const what = this.#cells[slot << 2] as What
    const of = this.#cells[(slot << 2) | 1]
    this.remove(slot)
    what(of as never)
  }

  /** Doubles the slots. Returns, by slot that was taken, the one it is now. */
  enlarge(): Int32Array {
    const old = this.#cells
    const length = this.capacity
    if (length > mostAtOnce) throw new TypeError(`more than ${mostAtOnce} appointments at once`)
    const moved = new Int32Array(length)
    this.#cells = emptyCells(2 * length)
    this.#mask = 2 * length - 1
    for (let slot = 0; slot < length; slot += 1) {
      const timer = old[(slot << 2) | 2] as TimerId
      if (timer === 0) continue
      const to = timer & this.#mask
      moved[slot] = to
      for (let i = 0; i < 3; i += 1) this.#cells[(to << 2) | i] = old[(slot << 2) | i]
    }
    return moved
  }
}

const mostAtOnce = 1 << 22

const emptyCells = (capacity: number): unknown[] => {
  const cells = new Array<unknown>(4 * capacity).fill(null)
  for (let at = 2; at < cells.length; at += 4) cells[at] = 0
  return cells
}
