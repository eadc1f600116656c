/** The process's own time, for deadlines. */
import type { Clock, TimerId } from '@callweave/core'

/** Appointments do not keep the process alive. */
export const createTimeoutClock = (): Clock => {
  const timers = new Map<TimerId, NodeJS.Timeout>()
  let last: TimerId = 0
  return {
    nowMs: () => Date.now(),
    at: (atMs, what, of) => {
      last += 1
      const timer = last
      const keep = (): void => {
        timers.delete(timer)
        what(of)
      }
      timers.set(timer, setTimeout(keep, Math.max(0, atMs - Date.now())).unref())
      return timer
    },
    cancel: (timer) => {
      clearTimeout(timers.get(timer))
      timers.delete(timer)
    },
  }
}
