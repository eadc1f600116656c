/**
 * The clock that a center is told the time by. It is the one handed in, but for two things: it does not begin before the
 * journal ends (a machine's clock may have been put back), and it stands still while a restart says what had happened by
 * the time the last process died.
 */
import type { Clock, TimerId } from '@callweave/core'

export class CenterClock implements Clock {
  readonly #clock: Clock
  #behindMs = 0
  #standsAtMs: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  nowMs(): number {
    return this.#standsAtMs ?? this.#clock.nowMs() + this.#behindMs
  }

  at<T>(atMs: number, what: (of: T) => void, of: T): TimerId {
    return this.#clock.at(atMs - this.#behindMs, what, of)
  }

  cancel(timer: TimerId): void {
    this.#clock.cancel(timer)
  }

  /** Says how far the clock handed in was behind. */
  beginAt(leastMs: number): number {
    this.#behindMs = Math.max(0, leastMs - this.#clock.nowMs())
    return this.#behindMs
  }

  /** Runs `what` at that instant: appointments that it makes for later, and that have passed by now, are due at once. */
  standing(atMs: number, what: () => void): void {
    this.#standsAtMs = atMs
    try {
      what()
    } finally {
      this.#standsAtMs = null
    }
  }
}
