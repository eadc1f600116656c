/** Why a call that we made came to nothing, by its final responses: RFC 3261 section 21, RFC 3398 section 8 for carriers. */
import type { EndCause, EndedBy } from '@callweave/core'
import type { Leg } from '../legs/leg.js'

export interface Outcome {
  readonly by: EndedBy
  readonly cause: EndCause
}

const ofPhone = (status: number): EndCause => {
  if (status === 486 || status === 600) return 'busy'
  if (status === 603 || status === 480 || status === 403) return 'rejected'
  if (status === 488 || status === 606 || status === 415) return 'failed'
  return 'unreachable'
}

const ofCarrier = (status: number): EndCause => {
  if (status === 486 || status === 600) return 'busy'
  if (status === 603 || status === 607 || status === 608) return 'rejected'
  if (status === 480 || status === 408 || status === 487) return 'no-answer'
  if (status === 404 || status === 410 || status === 484 || status === 604) return 'unknown-number'
  if (status === 403) return 'not-allowed'
  if (status === 503) return 'congested'
  return 'failed'
}

/** What says most about a call that rang at several phones stands first. */
const telling: readonly EndCause[] = [
  'rejected',
  'busy',
  'no-answer',
  'not-allowed',
  'unknown-number',
  'congested',
  'failed',
  'unreachable',
]

/** `statuses`: of all that rang, at least one. */
export const outcomeOf = ({ extension, side }: Leg, statuses: readonly number[]): Outcome => {
  const causes = statuses.map(extension === null ? ofCarrier : ofPhone)
  const cause = telling.find((each) => causes.includes(each)) ?? 'unreachable'
  return { by: cause === 'rejected' ? side : 'switch', cause }
}

/** Whether another way to the same number may do better: nothing there, or nothing that works (RFC 3263 section 4.3). */
export const mayRetry = (status: number): boolean => status === 408 || status === 430 || (status >= 500 && status < 600)

/** No other phone of the extension is to ring on: RFC 3261 section 16.7, step 5. */
export const isGlobal = (status: number): boolean => status >= 600
