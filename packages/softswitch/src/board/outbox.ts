/**
 * What is to be told, in its order. A fact is told at once, but for what follows from an order: that waits until the order
 * has returned, and everything behind it with it.
 */
import type { Clock, TimerId } from '@callweave/core'

export interface Outbox {
  /** Runs `work`; what is told meanwhile waits for the next turn of the clock. */
  during(work: () => void): void
  say<T>(what: (of: T) => void, of: T): void
  /** What waits is told now. */
  flush(): void
  readonly size: number
}

export const createOutbox = (clock: Clock): Outbox => {
  let waiting: (() => void)[] = []
  let depth = 0
  let timer: TimerId = 0

  const flush = (): void => {
    clock.cancel(timer)
    timer = 0
    while (waiting.length > 0) {
      const now = waiting
      waiting = []
      for (const each of now) each()
    }
  }

  return {
    during: (work) => {
      depth += 1
      try {
        work()
      } finally {
        depth -= 1
      }
    },
    say: (what, of) => {
      if (depth === 0 && waiting.length === 0 && timer === 0) {
        what(of)
        return
      }
      waiting.push(() => what(of))
      if (depth === 0) flush()
      else if (timer === 0) timer = clock.at(clock.nowMs(), flush, undefined)
    },
    flush,
    get size() {
      return waiting.length
    },
  }
}
