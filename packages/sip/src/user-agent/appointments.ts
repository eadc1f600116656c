/** The timers of one call or subscription by name, so that none is left behind. */
import type { Clock, TimerId } from '@callweave/core'
import type { Tells } from './tells.js'

export type AppointmentName = 'ring' | 'remind' | 'glare' | 'refresh' | 'expiry' | 'word'

export class Appointments {
  readonly #clock: Clock
  readonly #tells: Tells
  readonly #due = new Map<AppointmentName, TimerId>()
  #isClosed = false

  constructor(clock: Clock, tells: Tells) {
    this.#clock = clock
    this.#tells = tells
  }

  has(name: AppointmentName): boolean {
    return this.#due.has(name)
  }

  /** Takes the place of one of the same name. */
  set(name: AppointmentName, afterMs: number, run: () => void): void {
    this.cancel(name)
    if (this.#isClosed) return
    const fire = (): void => {
      this.#due.delete(name)
      this.#tells.enter(run)
    }
    this.#due.set(name, this.#clock.at(this.#clock.nowMs() + afterMs, fire, undefined))
  }

  cancel(name: AppointmentName): void {
    const timer = this.#due.get(name)
    if (timer !== undefined) this.#clock.cancel(timer)
    this.#due.delete(name)
  }

  /** Takes all back; none is made any more. */
  close(): void {
    this.#isClosed = true
    for (const name of [...this.#due.keys()]) this.cancel(name)
  }
}
