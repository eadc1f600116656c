/**
 * Calls that queues give back to the desk. They are kept until an input has been dealt with, so that a desk which puts
 * a call into another queue finds every agent who became ready looked after, and no half-done change.
 */
import type { CallId } from '@callweave/core'
import type { AcdDesk, QueueOutcome } from './desk.js'
import type { Queue } from './queue.js'

export interface Returns {
  /** `from`: the queue that refused the call; it is not sent back there on the way. */
  add(call: CallId, outcome: QueueOutcome, from?: Queue): void
  /** Hands them to the desk, and those that come of it. */
  flush(): void
  /** The queues that refused the call which is being handed over. */
  readonly passed: readonly Queue[]
}

interface Returned {
  readonly call: CallId
  readonly outcome: QueueOutcome
  readonly passed: readonly Queue[]
}

const nowhere: readonly Queue[] = []

export const createReturns = (desk: AcdDesk): Returns => {
  let waiting: Returned[] = []
  let passed = nowhere
  let flushing = false
  const handOver = (): void => {
    flushing = true
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        passed = next.passed
        desk.giveBack(next.call, next.outcome)
      }
    } finally {
      flushing = false
      passed = nowhere
      waiting = []
    }
  }
  return {
    add: (call, outcome, from) => {
      waiting.push({ call, outcome, passed: from === undefined ? nowhere : [...passed, from] })
    },
    flush: () => {
      if (waiting.length > 0 && !flushing) handOver()
    },
    get passed() {
      return passed
    },
  }
}
