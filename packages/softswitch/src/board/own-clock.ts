/** The clock of a center, as one switch uses it: what is still ahead when the switch is closed never happens. */
import type { Clock, TimerId } from '@callweave/core'

export interface OwnClock extends Clock {
  /** Takes all appointments back; none that is made later runs. */
  close(): void
}

interface Ahead {
  readonly what: (of: never) => void
  readonly of: unknown
  timer: TimerId
}

export const createOwnClock = (clock: Clock): OwnClock => {
  const ahead = new Set<TimerId>()
  let isClosed = false
  const run = ({ what, of, timer }: Ahead): void => {
    ahead.delete(timer)
    what(of as never)
  }
  return {
    nowMs: () => clock.nowMs(),
    at: (atMs, what, of) => {
      if (isClosed) return 0
      const one: Ahead = { what, of, timer: 0 }
      one.timer = clock.at(atMs, run, one)
      ahead.add(one.timer)
      return one.timer
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
