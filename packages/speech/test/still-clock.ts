/** A clock that stands until it is moved: deadlines in tests do not depend on how busy the machine is. */
import type { Clock, TimerId } from '@callweave/core'

export interface StillClock extends Clock {
  /** Runs the next appointment that is due by `untilMs`. @returns whether there was one. */
  step(untilMs: number): boolean
  /** Sets the time; nothing runs. */
  set(nowMs: number): void
}

export const createStillClock = (): StillClock => {
  const due = new Map<TimerId, { readonly atMs: number; readonly run: () => void }>()
  let [nowMs, last] = [0, 0]
  return {
    nowMs: () => nowMs,
    at: (atMs, what, of) => {
      last += 1
      due.set(last, { atMs, run: () => what(of) })
      return last
    },
    cancel: (timer) => void due.delete(timer),
    step: (untilMs) => {
      const [first] = [...due].sort(([, a], [, b]) => a.atMs - b.atMs)
      if (first === undefined || first[1].atMs > untilMs) return false
      due.delete(first[0])
      nowMs = Math.max(nowMs, first[1].atMs)
      first[1].run()
      return true
    },
    set: (toMs) => {
      nowMs = Math.max(nowMs, toMs)
    },
  }
}
