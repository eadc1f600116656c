/**
 * What one queue did in one interval, or in any sum of them: whole numbers only, so that sums of any order agree to
 * the last digit and replications can be added up.
 */
import type { ServiceLevelCounts } from './service-level.js'

/** Offered = answered + abandoned + overflowed + the other ways out + those still waiting. */
export interface QueueCounts extends ServiceLevelCounts {
  /** Calls that entered the queue. Refused calls did not. */
  readonly offered: number
  readonly overflowed: number
  readonly leftByKey: number
  readonly leftByMaxWait: number
  readonly leftByNobody: number
  readonly leftForCallback: number
  readonly withdrawn: number
  readonly refused: number
  /** Promises to call back that took a place in the queue; they are not among the offered. */
  readonly callbacks: number
  /** Callbacks whose caller was reached. */
  readonly callbacksReached: number
  /** Waits of the answered, of the abandoned, and of all who left in whatever way. */
  readonly answeredWaitMs: number
  readonly abandonedWaitMs: number
  readonly waitMs: number
  readonly maxWaitMs: number
  /** Conversations whose wrap-up is over; one call has several when it is passed on. */
  readonly handled: number
  readonly talkMs: number
  readonly holdMs: number
  readonly wrapUpMs: number
  readonly maxTalkMs: number
  readonly maxHoldMs: number
  readonly maxWrapUpMs: number
}

/** Seconds of the day that agents spent in each state, by the clock; the sum over agents, in ms. */
export interface AgentTime {
  readonly readyMs: number
  readonly ringingMs: number
  readonly talkingMs: number
  readonly onHoldMs: number
  readonly wrappingUpMs: number
  readonly notReadyMs: number
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
export type LiveCounts = Writable<QueueCounts>
export type LiveAgentTime = Writable<AgentTime>

export const emptyCounts = (): LiveCounts => ({
  offered: 0,
  answered: 0,
  answeredWithin: 0,
  abandoned: 0,
  abandonedWithin: 0,
  abandonedShort: 0,
  overflowed: 0,
  leftByKey: 0,
  leftByMaxWait: 0,
  leftByNobody: 0,
  leftForCallback: 0,
  withdrawn: 0,
  refused: 0,
  callbacks: 0,
  callbacksReached: 0,
  answeredWaitMs: 0,
  abandonedWaitMs: 0,
  waitMs: 0,
  maxWaitMs: 0,
  handled: 0,
  talkMs: 0,
  holdMs: 0,
  wrapUpMs: 0,
  maxTalkMs: 0,
  maxHoldMs: 0,
  maxWrapUpMs: 0,
})

export const emptyAgentTime = (): LiveAgentTime => ({
  readyMs: 0,
  ringingMs: 0,
  talkingMs: 0,
  onHoldMs: 0,
  wrappingUpMs: 0,
  notReadyMs: 0,
})

const countKeys = Object.keys(emptyCounts()) as readonly (keyof QueueCounts)[]
const timeKeys = Object.keys(emptyAgentTime()) as readonly (keyof AgentTime)[]

/** Adds `more` to `sum`; maxima stay maxima. */
export const addCounts = (sum: LiveCounts, more: QueueCounts): void => {
  for (const key of countKeys) sum[key] = key.startsWith('max') ? Math.max(sum[key], more[key]) : sum[key] + more[key]
}

export const addAgentTime = (sum: LiveAgentTime, more: AgentTime): void => {
  for (const key of timeKeys) sum[key] += more[key]
}
