/**
 * How long a datagram waits in the system's queue before we read it: one of ours, sent to ourselves through the same socket,
 * ten times a second. A thread that cannot keep up is not seen by its timers, which have their turn between any two messages.
 */

const everyMs = 100
/** The least of so many: one stop of the thread is behind it, and a queue that never empties is not. */
const samples = 3
/** After so long another is sent, in case the full queue has dropped it; it may come all the same. */
const lostMs = 2_000

export interface QueueDelay {
  readonly ms: number
  /** A probe has come. One that was given up and comes late counts once, from the first. */
  heard(): void
  close(): void
}

export const watchQueue = (probe: () => void): QueueDelay => {
  /** The first that is on its way, and the last. */
  let sentAtMs: number | null = null
  let lastAtMs = 0
  let waits: readonly number[] = [0]
  const add = (ms: number): void => {
    waits = [...waits.slice(1 - samples), ms]
  }
  const timer = setInterval(() => {
    const nowMs = performance.now()
    if (sentAtMs !== null) {
      add(nowMs - sentAtMs)
      if (nowMs - lastAtMs < lostMs) return
    }
    sentAtMs ??= nowMs
    lastAtMs = nowMs
    probe()
  }, everyMs)
  timer.unref()
  return {
    get ms() {
      return Math.min(...waits)
    },
    heard: () => {
      if (sentAtMs === null) return
      add(performance.now() - sentAtMs)
      sentAtMs = null
    },
    close: () => clearInterval(timer),
  }
}
