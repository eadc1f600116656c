/** What runs at this instant, after all that was made for it before: first in, first out. */
import type { What } from './appointments.js'

export class SoonRing {
  /** Four places each: what to run, with what, the last timer before it, nothing. A power of 2; one stays free. */
  #cells: unknown[] = new Array<unknown>(256).fill(null)
  #head = 0
  #tail = 0

  get isEmpty(): boolean {
    return this.#head === this.#tail
  }

  get size(): number {
    return ((this.#tail - this.#head) & (this.#cells.length - 1)) >> 2
  }

  /** The last timer that was given out before the first of these was added. */
  get after(): number {
    return this.#cells[this.#head | 2] as number
  }

  add(what: What, of: unknown, after: number): void {
    const cells = this.#cells
    const at = this.#tail
    cells[at] = what
    cells[at | 1] = of
    cells[at | 2] = after
    this.#tail = (at + 4) & (cells.length - 1)
    if (this.#tail === this.#head) this.#enlarge()
  }

  /** Takes the first out and runs it. */
  run(): void {
    const cells = this.#cells
    const at = this.#head
    const what = cells[at] as What
    const of = cells[at | 1]
    cells[at] = null
    cells[at | 1] = null
    this.#head = (at + 4) & (cells.length - 1)
    what(of as never)
  }

  #enlarge(): void {
    const { length } = this.#cells
    const rest = this.#cells.slice(this.#head)
    this.#cells = [...rest, ...this.#cells.slice(0, this.#head), ...new Array<unknown>(length).fill(null)]
    this.#head = 0
    this.#tail = length
  }
}
