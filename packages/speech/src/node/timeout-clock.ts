/** The process's own time, for deadlines where no center's clock is handed in. */
import type { Clock, TimerId } from '@callweave/core'

/** Node's timers run at once when asked to wait for longer. */
const mostMs = 2 ** 31 - 1

/** Appointments do not keep the process alive. */
export const createTimeoutClock = (): Clock => {
  const timers = new Map<TimerId, NodeJS.Timeout>()
  let last: TimerId = 0

  const wait = (timer: TimerId, atMs: number, keep: () => void): void => {
    const leftMs = Math.max(0, atMs - Date.now())
    const look = (): void => {
      if (Date.now() < atMs) {
        wait(timer, atMs, keep)
        return
      }
      timers.delete(timer)
      keep()
    }
    timers.set(timer, setTimeout(look, Math.min(leftMs, mostMs)).unref())
  }

  return {
    nowMs: () => Date.now(),
    at: (atMs, what, of) => {
      last += 1
      wait(last, atMs, () => what(of))
      return last
    },
    cancel: (timer) => {
      clearTimeout(timers.get(timer))
      timers.delete(timer)
    },
  }
}
