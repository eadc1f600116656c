/**
 * One tick for all legs, at `t0 + n * tickMs`: a late tick is made up for, and the next one is on time again. Time that was
 * slept through is skipped and told, for a burst of old packets helps nobody.
 */

export interface PacerOptions {
  readonly tickMs?: number
  /** Ticks behind that are still made up for, one after the other. */
  readonly mostBehind?: number
}

export interface Due {
  /** Ticks to run now. */
  readonly ticks: number
  /** Ticks that are left out. */
  readonly skipped: number
}

export class Pacer {
  readonly #tickMs: number
  readonly #mostBehind: number
  readonly #startedAtMs: number
  /** The number of the next tick. */
  #next = 0

  constructor(nowMs: number, { tickMs = 20, mostBehind = 5 }: PacerOptions = {}) {
    this.#startedAtMs = nowMs
    this.#tickMs = tickMs
    this.#mostBehind = mostBehind
  }

  /** How long until the next tick; 0 where it is due. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#startedAtMs + this.#next * this.#tickMs - nowMs)
  }

  /** What is due at this instant; it counts as run. */
  take(nowMs: number): Due {
    const due = Math.floor((nowMs - this.#startedAtMs) / this.#tickMs) + 1 - this.#next
    if (due <= 0) return none
    this.#next += due
    const skipped = due > this.#mostBehind ? due - 1 : 0
    return { ticks: due - skipped, skipped }
  }
}

const none: Due = { ticks: 0, skipped: 0 }
