/**
 * Virtual time. The clock takes the earliest appointment, moves to its instant, runs it, and repeats.
 *
 * Appointments are ordered by instant, then by the order they were made: a total order, so that equal times never
 * depend on luck. A timing wheel finds the next instant; what is for now stands in a ring of its own: a switch tells most
 * facts so.
 */
import type { Clock, TimerId } from '@callweave/core'
import { Appointments } from './appointments.js'
import { SoonRing } from './soon-ring.js'
import { TimingWheel } from './timing-wheel.js'

export class VirtualClock implements Clock {
  /** A number from the first: a field that begins as anything else gets an object for each instant. */
  #nowMs = Number.NaN
  readonly #appointments: Appointments
  readonly #wheel: TimingWheel
  readonly #soon = new SoonRing()
  /** Appointments run so far. */
  ran = 0

  constructor(startMs: number, capacity = 1024) {
    const slots = 2 ** Math.ceil(Math.log2(capacity))
    this.#nowMs = startMs
    this.#appointments = new Appointments(slots)
    this.#wheel = new TimingWheel(startMs, slots)
  }

  nowMs(): number {
    return this.#nowMs
  }

  /** How many appointments are ahead. */
  get pending(): number {
    return this.#appointments.size + this.#soon.size
  }

  at<T>(atMs: number, what: (of: T) => void, of: T): TimerId {
    const appointments = this.#appointments
    if (appointments.isFull) this.#enlarge()
    const timer = appointments.add(what, of)
    this.#wheel.put(appointments.slotOf(timer), atMs > this.#nowMs ? Math.round(atMs) : this.#nowMs)
    return timer
  }

  /** Runs `what` at this instant, after everything that was made for it before. Cannot be taken back. */
  soon<T>(what: (of: T) => void, of: T): void {
    this.#soon.add(what, of, this.#appointments.last)
  }

  cancel(timer: TimerId): void {
    const slot = this.#appointments.slotOf(timer)
    if (timer <= 0 || this.#appointments.timerOf(slot) !== timer) return
    this.#wheel.remove(slot)
    this.#appointments.remove(slot)
  }

  /** Runs all that is due up to and including `untilMs`, then stands there. False when `stop` ended it early. */
  runUntil(untilMs: number, stop?: () => boolean): boolean {
    if (!this.runOut(untilMs, stop)) return false
    if (untilMs !== Number.POSITIVE_INFINITY && untilMs > this.#nowMs) {
      this.#wheel.turnTo(untilMs)
      this.#nowMs = untilMs
    }
    return true
  }

  /** The same, but time stays at the last appointment that ran. */
  runOut(untilMs: number, stop?: () => boolean): boolean {
    for (;;) {
      let slot = this.#wheel.due()
      if (this.#isSoonFirst(slot)) this.#soon.run()
      else {
        if (slot < 0) {
          slot = this.#wheel.turnToNext(untilMs)
          if (slot < 0) break
          this.#nowMs = this.#wheel.handMs
        } else if (!(this.#nowMs <= untilMs)) break
        this.#wheel.remove(slot)
        this.#appointments.run(slot)
      }
      this.ran += 1
      if (stop !== undefined && (this.ran & 0xfff) === 0 && stop()) return false
    }
    return true
  }

  #isSoonFirst(due: number): boolean {
    return !this.#soon.isEmpty && (due < 0 || this.#appointments.timerOf(due) > this.#soon.after)
  }

  #enlarge(): void {
    const moved = this.#appointments.enlarge()
    this.#wheel.enlarge(this.#appointments.capacity, moved)
  }
}
