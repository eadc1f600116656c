/** A clock that stands still until a test moves it. */
import type { Clock, TimerId } from '@callweave/core'

interface Appointment {
  readonly atMs: number
  readonly timer: TimerId
  readonly run: () => void
}

export class TestClock implements Clock {
  #nowMs: number
  #timers = 0
  #appointments: Appointment[] = []

  constructor(nowMs = 0) {
    this.#nowMs = nowMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  at<T>(atMs: number, what: (of: T) => void, of: T): TimerId {
    this.#timers += 1
    this.#appointments.push({ atMs: Math.max(atMs, this.#nowMs), timer: this.#timers, run: () => what(of) })
    return this.#timers
  }

  cancel(timer: TimerId): void {
    this.#appointments = this.#appointments.filter((other) => other.timer !== timer)
  }

  /** The instants of all appointments, in order. */
  due(): readonly number[] {
    return this.#appointments.map(({ atMs }) => atMs).sort((a, b) => a - b)
  }

  /** Moves on, keeping every appointment on the way in its order; `after` runs when all of an instant are kept. */
  advance(byMs: number, after: () => void = () => {}): void {
    const untilMs = this.#nowMs + byMs
    for (let next = this.#next(); next !== undefined && next.atMs <= untilMs; next = this.#next()) {
      this.cancel(next.timer)
      this.#nowMs = next.atMs
      next.run()
      if (this.#next()?.atMs !== this.#nowMs) after()
    }
    this.#nowMs = untilMs
  }

  #next(): Appointment | undefined {
    let next: Appointment | undefined
    for (const one of this.#appointments) {
      if (next === undefined || one.atMs < next.atMs || (one.atMs === next.atMs && one.timer < next.timer)) next = one
    }
    return next
  }
}
