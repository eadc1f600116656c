/** Why a call comes to nothing, between what switches tell of legs, what the log says of calls, and what the caller hears. */
import type { CallRefused, EndCause } from '@callweave/core'

/** How the leg ends of a phone that was refused. */
const causes: Readonly<Record<CallRefused, EndCause>> = {
  blocked: 'not-allowed',
  'no-route': 'unknown-number',
  'unknown-number': 'unknown-number',
  'logged-out': 'not-allowed',
  'not-allowed': 'not-allowed',
  busy: 'busy',
  'no-answer': 'no-answer',
  rejected: 'rejected',
  unreachable: 'unreachable',
  congested: 'congested',
  failed: 'failed',
}

export const causeOf = (because: CallRefused): EndCause => causes[because]

/** What came of a call that a phone dialed, as the log says it. */
export const refusedBy = (cause: EndCause): CallRefused => {
  switch (cause) {
    case 'busy':
    case 'no-answer':
    case 'rejected':
    case 'unreachable':
    case 'unknown-number':
    case 'not-allowed':
    case 'congested':
      return cause
    default:
      return 'failed'
  }
}

/** Whether another trunk group may do better: the line was at fault, not who was called. */
export const mayGoElsewhere = (cause: EndCause): boolean =>
  cause === 'failed' || cause === 'congested' || cause === 'not-allowed'
