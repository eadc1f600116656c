/**
 * What a caller who was not answered is refused with: the status of RFC 3261 section 21 that says the cause, and the cause
 * again in the numbers of the telephone network (Reason in a response: RFC 6432), which gateways pass on.
 */
import { type EndCause, q850 } from '@callweave/core'
import type { HeaderFields, Reason } from '@callweave/sip'

/** What a caller who was not answered hears; without it, what follows from the cause. */
export interface LegRefusal {
  readonly status: number
  readonly phrase?: string
  readonly headers?: HeaderFields
}

const statuses: Readonly<Record<EndCause, readonly [status: number, text: string]>> = {
  normal: [480, 'Normal call clearing'],
  busy: [486, 'User busy'],
  'no-answer': [480, 'No answer'],
  rejected: [603, 'Call rejected'],
  unreachable: [480, 'No phone is there'],
  cancelled: [480, 'Called off'],
  failed: [500, 'Temporary failure'],
  'unknown-number': [404, 'No such number'],
  'not-allowed': [403, 'Not allowed from here'],
  blocked: [603, 'Callers with this number are refused'],
  unavailable: [503, 'No call is taken now'],
  congested: [503, 'No line is free'],
}

/** Of a BYE or a refusal. */
export const reasonOf = (cause: EndCause): Reason => ({
  protocol: 'Q.850',
  cause: q850[cause],
  text: statuses[cause][1],
  params: [],
})

/** With a 503 goes when to try again: without, a proxy may take us for dead (RFC 3261 section 21.5.4). */
export const refusalOf = (cause: EndCause, retryAfterSeconds: number): LegRefusal => {
  const [status] = statuses[cause]
  const retryAfter = { seconds: retryAfterSeconds, comment: null, params: [] }
  return { status, headers: { reason: [reasonOf(cause)], ...(status === 503 ? { retryAfter } : {}) } }
}
