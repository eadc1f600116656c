/**
 * How long a datagram waits in the system's queue before we read it: one of ours, sent to ourselves through the same socket,
 * ten times a second. A thread that cannot keep up is not seen by its timers, which have their turn between any two messages.
 */

const everyMs = 100
/** The least of so many: one stop of the thread is behind it, and a queue that never empties is not. */
const samples = 3
/** One that the full queue has dropped. */
const lostMs = 2_000

export interface QueueDelay {
  readonly ms: number
  /** The probe has come. False when none was on its way: it is somebody else's. */
  heard(): boolean
  close(): void
}

export const watchQueue = (probe: () => void): QueueDelay => {
  let sentAtMs: number | null = null
  let waits: readonly number[] = [0]
  const add = (ms: number): void => {
    waits = [...waits.slice(1 - samples), ms]
  }
  const timer = setInterval(() => {
    const nowMs = performance.now()
    const waitedMs = sentAtMs === null ? null : nowMs - sentAtMs
    if (waitedMs !== null) add(waitedMs)
    if (waitedMs !== null && waitedMs < lostMs) return
    sentAtMs = nowMs
    probe()
  }, everyMs)
  timer.unref()
  return {
    get ms() {
      return Math.min(...waits)
    },
    heard: () => {
      if (sentAtMs === null) return false
      add(performance.now() - sentAtMs)
      sentAtMs = null
      return true
    },
    close: () => clearInterval(timer),
  }
}
