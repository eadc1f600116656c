/** A clock that stands still until it is moved; `due` is what it was asked for and has not done. */
import type { Clock } from '../ports/clock.js'

export interface HandClock extends Clock {
  move(ms: number): void
  readonly due: number
}

export const createHandClock = (): HandClock => {
  const due = new Map<number, { readonly atMs: number; readonly run: () => void }>()
  let nowMs = 1_000_000
  let ids = 0
  return {
    nowMs: () => nowMs,
    at: (atMs, what, of) => {
      ids += 1
      due.set(ids, { atMs, run: () => what(of) })
      return ids
    },
    cancel: (timer) => void due.delete(timer),
    move: (ms) => {
      const untilMs = nowMs + ms
      for (;;) {
        const [first] = [...due].filter(([, { atMs }]) => atMs <= untilMs).sort((a, b) => a[1].atMs - b[1].atMs)
        if (first === undefined) break
        due.delete(first[0])
        nowMs = Math.max(nowMs, first[1].atMs)
        first[1].run()
      }
      nowMs = untilMs
    },
    get due() {
      return due.size
    },
  }
}
