/** Time for sockets and look-ups, which are open before a center and its clock are there. */
import type { Clock, TimerId } from '@callweave/core'

export interface SocketClock extends Clock {
  /** Appointments ahead. */
  readonly pending: number
  close(): void
}

export const createSocketClock = (): SocketClock => {
  const timers = new Map<TimerId, NodeJS.Timeout>()
  let last = 0
  return {
    nowMs: () => Math.round(performance.timeOrigin + performance.now()),
    at: (atMs, what, of) => {
      last += 1
      const id = last
      const waitMs = Math.min(2 ** 31 - 1, Math.max(0, atMs - (performance.timeOrigin + performance.now())))
      const run = (): void => {
        timers.delete(id)
        what(of)
      }
      timers.set(id, setTimeout(run, waitMs))
      return id
    },
    cancel: (timer) => {
      clearTimeout(timers.get(timer))
      timers.delete(timer)
    },
    get pending() {
      return timers.size
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
