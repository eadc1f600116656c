/** Asks each phone in turn, at equal times, whether it is still there. A queue and one timer: the first to ask is the oldest. */
import type { Clock } from '@callweave/core'
import { createSweep } from '../sweep.js'

export interface QualifyOptions {
  readonly clock: Clock
  readonly everyMs: number
  /** Asks this phone; `false` when it is gone, and is not asked again. */
  readonly ask: (id: number) => boolean
}

export interface Qualify {
  /** Asked for the first time after `everyMs`. */
  add(id: number): void
  close(): void
}

export const createQualify = ({ clock, everyMs, ask }: QualifyOptions): Qualify => {
  const queue = new Map<number, number>()
  const sweep = createSweep(clock, (nowMs) => {
    for (const [id, dueMs] of queue) {
      if (dueMs > nowMs) return dueMs
      queue.delete(id)
      if (ask(id)) queue.set(id, nowMs + everyMs)
    }
    return null
  })
  return {
    add: (id) => {
      const dueMs = clock.nowMs() + everyMs
      queue.set(id, dueMs)
      sweep.by(dueMs)
    },
    close: () => {
      queue.clear()
      sweep.close()
    },
  }
}
