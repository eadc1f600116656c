/**
 * Time as it passes. Spans are counted by the process's own steady clock from the instant the wall clock showed at the
 * start, so that time never runs backwards and a ring timeout of 20 s takes 20 s, whatever is done to the wall clock.
 *
 * When the wall clock is set, or the machine slept, the two differ from then on. That is told to `onJump` and not followed:
 * instants of events stay in order and comparable; a center takes up the new time when it is started again.
 *
 * One timer serves all appointments, whose number is not limited; none is set while there is nothing to wait for.
 */
import type { Clock, TimerId } from '@callweave/core'
import { Appointments, keep } from './appointments.js'
import { nodeTime, type TimeSource } from './time-source.js'

export interface RealClockOptions {
  /** Told once for each jump. `byMs`: how far the wall clock went, below 0 when it was put back. */
  readonly onJump?: (jump: { readonly byMs: number; readonly wallMs: number; readonly nowMs: number }) => void
  readonly time?: TimeSource
}

export interface RealClock extends Clock {
  /** Appointments ahead. */
  readonly pending: number
  /** Takes all appointments back; none that is made later runs. The process is held by nothing of it. */
  close(): void
}

/** `setTimeout` takes 2^31 - 1 ms at most, 24 days; an appointment after that is waited for in parts. */
const longestWaitMs = 2_147_483_647
/** How often the two clocks are compared while somebody wants to hear of it. */
const compareMs = 10_000
/** The wall clock is moved by so much each second at most when it is slewed (500 ppm), so this is a step. */
const jumpMs = 500
/** After so many appointments in one go, sockets have their turn. */
const mostAtOnce = 1_000

export const createRealClock = (options: RealClockOptions = {}): RealClock => new ProcessClock(options)

class ProcessClock implements RealClock {
  readonly #time: TimeSource
  readonly #onJump: RealClockOptions['onJump']
  readonly #originMs: number
  readonly #appointments = new Appointments()
  /** How far the wall clock is ahead, as told last. */
  #aheadMs = 0
  #stopWaking: (() => void) | undefined
  #wakesAtMs = Number.POSITIVE_INFINITY
  #wakeHolds = false
  #isRunning = false
  #isClosed = false

  constructor({ onJump, time = nodeTime }: RealClockOptions) {
    this.#time = time
    this.#onJump = onJump
    this.#originMs = time.wallMs() - time.steadyMs()
    this.#arm()
  }

  get pending(): number {
    return this.#appointments.size
  }

  nowMs(): number {
    return Math.floor(this.#exactMs())
  }

  at<T>(atMs: number, what: (of: T) => void, of: T): TimerId {
    const id = this.#appointments.add(Math.max(Math.ceil(atMs), this.nowMs()), what, of)
    if (this.#isClosed) this.#appointments.clear()
    else if (!this.#isRunning) this.#arm()
    return id
  }

  cancel(timer: TimerId): void {
    if (this.#appointments.remove(timer) && this.#appointments.size === 0 && !this.#isRunning) this.#arm()
  }

  close(): void {
    this.#isClosed = true
    this.#appointments.clear()
    this.#rest()
  }

  #exactMs(): number {
    return this.#originMs + this.#time.steadyMs()
  }

  #rest(): void {
    this.#stopWaking?.()
    this.#stopWaking = undefined
    this.#wakesAtMs = Number.POSITIVE_INFINITY
  }

  /** Sets the timer for the first appointment, or leaves it where it is early enough: most appointments are taken back. */
  #arm(): void {
    if (this.#isClosed) return
    const exactMs = this.#exactMs()
    const dueMs = this.#appointments.first?.atMs ?? Number.POSITIVE_INFINITY
    const compareAtMs = this.#onJump === undefined ? Number.POSITIVE_INFINITY : exactMs + compareMs
    const atMs = Math.min(dueMs, compareAtMs)
    const holds = dueMs !== Number.POSITIVE_INFINITY
    if (this.#wakesAtMs <= atMs && this.#wakeHolds === holds) return
    this.#rest()
    if (atMs === Number.POSITIVE_INFINITY) return
    this.#wakesAtMs = atMs
    this.#wakeHolds = holds
    const afterMs = Math.min(Math.max(0, Math.ceil(atMs - exactMs)), longestWaitMs)
    this.#stopWaking = this.#time.wake(afterMs, holds, () => this.#wake())
  }

  #wake(): void {
    this.#rest()
    this.#isRunning = true
    try {
      this.#compare()
      this.#runDue()
    } finally {
      // Also when an appointment throws: that is a bug which goes on to whoever watches the process, and ends no other.
      this.#isRunning = false
      this.#arm()
    }
  }

  /** Those that are made by others meanwhile wait for the next time, so that none can keep the process to itself. */
  #runDue(): void {
    const nowMs = this.nowMs()
    const { newest } = this.#appointments
    for (let ran = 0; ran < mostAtOnce; ran += 1) {
      const { first } = this.#appointments
      if (first === undefined || first.atMs > nowMs || first.id > newest) return
      this.#appointments.remove(first.id)
      keep(first)
    }
  }

  #compare(): void {
    if (this.#onJump === undefined) return
    const wallMs = this.#time.wallMs()
    const nowMs = this.nowMs()
    const byMs = wallMs - nowMs - this.#aheadMs
    if (Math.abs(byMs) < jumpMs) return
    this.#aheadMs += byMs
    this.#onJump({ byMs, wallMs, nowMs })
  }
}
