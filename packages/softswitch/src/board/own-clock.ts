/** The clock of a center, as one switch uses it: what is still ahead when the switch is closed never happens. */
import type { Clock, TimerId } from '@callweave/core'

export interface OwnClock extends Clock {
  /** Takes all appointments back; none that is made later runs. */
  close(): void
}

export const createOwnClock = (clock: Clock): OwnClock => {
  const ahead = new Set<TimerId>()
  let isClosed = false
  return {
    nowMs: () => clock.nowMs(),
    at: (atMs, what, of) => {
      if (isClosed) return 0
      const timer: TimerId = clock.at(
        atMs,
        () => {
          ahead.delete(timer)
          what(of)
        },
        undefined,
      )
      ahead.add(timer)
      return timer
    },
    cancel: (timer) => {
      if (ahead.delete(timer)) clock.cancel(timer)
    },
    close: () => {
      isClosed = true
      for (const timer of ahead) clock.cancel(timer)
      ahead.clear()
    },
  }
}
