/** One timer for many deadlines: it goes off at the earliest that it was told of, and asks which is the next. */
import type { Clock, TimerId } from '@callweave/core'

export interface Sweep {
  /** There is a deadline at this instant. One that is put off or taken back needs no word. */
  by(atMs: number): void
  close(): void
}

/** `run` deals with all that is due and gives the earliest instant that is left, or `null`. */
export const createSweep = (clock: Clock, run: (nowMs: number) => number | null): Sweep => {
  let timer: TimerId = 0
  let dueMs = Number.POSITIVE_INFINITY
  const by = (atMs: number): void => {
    if (atMs >= dueMs) return
    clock.cancel(timer)
    dueMs = atMs
    timer = clock.at(atMs, fire, undefined)
  }
  const fire = (): void => {
    timer = 0
    dueMs = Number.POSITIVE_INFINITY
    const nextMs = run(clock.nowMs())
    if (nextMs !== null) by(nextMs)
  }
  const close = (): void => {
    clock.cancel(timer)
    timer = 0
    dueMs = Number.POSITIVE_INFINITY
  }
  return { by, close }
}
