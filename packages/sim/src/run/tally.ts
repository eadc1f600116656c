/** How calls ended, counted while they do. */
import type { CallEnd, Listeners } from '@callweave/core'

/** Calls of one run or of several. Every call is counted once under `offered` and once under how it ended. */
export interface CallTally {
  /** Callers who dialed, those who heard busy included. */
  readonly offered: number
  /** Spoke with an agent. */
  readonly answered: number
  /** Hung up while waiting in a queue. */
  readonly abandoned: number
  /** All channels were busy, or the trunk group was down. */
  readonly blocked: number
  /** Refused: a blocked caller, no route, a queue that took no more and a flow with no way on. */
  readonly refused: number
  /** Done without an agent. */
  readonly selfServed: number
  readonly leftMessage: number
  readonly transferred: number
  /** Hung up in the flow, or lost when a line failed. */
  readonly dropped: number
  /** Times that a queue passed a call on to another; such a call is counted above as well. */
  readonly overflowed: number
  /** Still there when nobody was left to serve them; counted above as well, by where they stood. */
  readonly cutOff: number
}

type LiveTally = { -readonly [K in keyof CallTally]: number }

export const emptyTally = (): LiveTally => ({
  offered: 0,
  answered: 0,
  abandoned: 0,
  blocked: 0,
  refused: 0,
  selfServed: 0,
  leftMessage: 0,
  transferred: 0,
  dropped: 0,
  overflowed: 0,
  cutOff: 0,
})

export const addTallies = (a: CallTally, b: CallTally): CallTally => {
  const sum = emptyTally()
  for (const key of Object.keys(sum) as (keyof CallTally)[]) sum[key] = a[key] + b[key]
  return sum
}

const keyOf: { readonly [E in CallEnd]: keyof CallTally } = {
  served: 'answered',
  abandoned: 'abandoned',
  'self-served': 'selfServed',
  'left-message': 'leftMessage',
  refused: 'refused',
  dropped: 'dropped',
  transferred: 'transferred',
}

/** Counts from `fromMs` on: calls of the warm-up are left out, however long they last. */
export const createTally = (fromMs: number): { readonly tally: CallTally; readonly listeners: Listeners } => {
  const tally = emptyTally()
  let firstCall = fromMs === Number.NEGATIVE_INFINITY ? 1 : Number.POSITIVE_INFINITY
  return {
    tally,
    listeners: {
      'leg.arrived': ({ call, atMs }) => {
        if (atMs < fromMs) return
        if (call < firstCall) firstCall = call
        tally.offered += 1
      },
      'trunk.busy': ({ atMs }) => {
        if (atMs < fromMs) return
        tally.offered += 1
        tally.blocked += 1
      },
      'queue.left': ({ call, because }) => {
        if (because === 'overflowed' && call >= firstCall) tally.overflowed += 1
      },
      'call.ended': ({ call, outcome }) => {
        if (call >= firstCall) tally[keyOf[outcome]] += 1
      },
    },
  }
}
