/** A clock that a test moves by hand. (The simulator's own stands above this package.) */
import type { Clock, TimerId } from '@callweave/core'

export interface TestClock extends Clock {
  /** Runs all that is due until then, in order, each at its own time. */
  advance(ms: number): void
}

interface Appointment {
  readonly timer: TimerId
  readonly atMs: number
  readonly run: () => void
}

export const createTestClock = (startMs: number): TestClock => {
  let nowMs = startMs
  let last: TimerId = 0
  let due: Appointment[] = []

  const earliest = (untilMs: number): Appointment | undefined =>
    due.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs || a.timer - b.timer)[0]

  return {
    nowMs: () => nowMs,
    at: (atMs, what, of) => {
      last += 1
      due.push({ timer: last, atMs: Math.max(atMs, nowMs), run: () => what(of) })
      return last
    },
    cancel: (timer) => {
      due = due.filter((appointment) => appointment.timer !== timer)
    },
    advance: (ms) => {
      const untilMs = nowMs + ms
      for (let next = earliest(untilMs); next !== undefined; next = earliest(untilMs)) {
        const { timer, atMs, run } = next
        due = due.filter((appointment) => appointment.timer !== timer)
        nowMs = atMs
        run()
      }
      nowMs = untilMs
    },
  }
}
