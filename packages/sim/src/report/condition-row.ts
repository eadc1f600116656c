/** What is counted of a queue in an interval to see whether a formula's assumptions held there. */
import type { Interval } from '@callweave/cdr'

/** One queue in one interval of one run. */
export interface ConditionRow extends Interval {
  readonly queue: string
  /** How much of the interval was looked at: a warm-up and the scenario's end cut it. */
  readonly observedMs: number
  readonly waitingAtStart: number
  /** Time of members who are neither logged out nor not ready, and how many they were at least and at most. */
  readonly onDutyMs: number
  readonly leastOnDuty: number
  readonly mostOnDuty: number
  /** Members' time that went to calls of other queues. */
  readonly elsewhereMs: number
  /** Calls that entered, in six equal parts of the interval. */
  readonly entered: readonly number[]
  /** Of them: by callers who had given up or heard busy before; ahead of their turn; with a skill wanted. */
  readonly redials: number
  readonly outOfTurn: number
  readonly skilled: number
  /** Members who have the skills, added up over the calls that want some. */
  readonly able: number
  readonly members: number
  /** Offers that ended here, and of them those that were answered, and that were missed or rejected. */
  readonly offers: number
  readonly answeredOffers: number
  readonly failedOffers: number
  /** From an offer to its answer, or until it failed. */
  readonly ringMs: number
  /** Conversations with their wrap-up that ended here, their lengths added up, and the squares of them. */
  readonly talks: number
  readonly talkMs: number
  readonly talkSquares: number
  /** Callers of the whole center who found all lines busy. */
  readonly blocked: number
}

export type LiveRow = { -readonly [K in keyof ConditionRow]: ConditionRow[K] } & { entered: number[] }

/** Of an interval: `entered` counts by these. */
export const parts = 6

/** What every row begins with; `entered` is made anew for each. */
export const emptyConditionRow = {
  onDutyMs: 0,
  leastOnDuty: Number.POSITIVE_INFINITY,
  mostOnDuty: 0,
  elsewhereMs: 0,
  redials: 0,
  outOfTurn: 0,
  skilled: 0,
  able: 0,
  offers: 0,
  answeredOffers: 0,
  failedOffers: 0,
  ringMs: 0,
  talks: 0,
  talkMs: 0,
  talkSquares: 0,
  blocked: 0,
} as const
