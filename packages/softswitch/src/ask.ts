/** A request of ours and what comes back: the ports through which the registration client and the notifier speak. */
import type { RandomStream } from '@callweave/core'
import { createRequest, party, type SipRequest, type SipResponse, type Uri, type Via } from '@callweave/sip'
import { tokenOf } from './token.js'

/** The final response, or why there is none. */
export type Outcome = SipResponse | 'timeout' | 'unsent'

/**
 * Sends a request that is whole; `answered` is called once, never inside this call. `isElsewhere`: by another server than the
 * one that answered before, which knows nothing of its challenge.
 */
export type Ask = (request: SipRequest, answered: (outcome: Outcome, isElsewhere?: boolean) => void) => void

export interface OptionsParts {
  /** Ours, with a branch of its own. */
  readonly via: Via
  /** Whom From names. */
  readonly from: Uri
  readonly random: RandomStream
}

/** An OPTIONS outside any dialog: whether somebody is there (RFC 3261 section 11). */
export const optionsTo = (uri: Uri, { via, from, random }: OptionsParts): SipRequest => {
  const target = uri.kind === 'sip' ? { ...uri, headers: [] } : uri
  return createRequest({
    method: 'OPTIONS',
    uri: target,
    headers: {
      via: [via],
      maxForwards: 70,
      from: party(from, tokenOf(random)),
      to: party(target),
      callId: tokenOf(random),
      cseq: { number: 1, method: 'OPTIONS' },
    },
  })
}
