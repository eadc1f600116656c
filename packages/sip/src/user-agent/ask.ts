/** A request of ours other than INVITE, its challenges answered. */
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import type { Peer } from '../transactions/transactions.js'
import { Challenges } from './challenge.js'
import { begin, type Context, fitted } from './context.js'
import type { Logins } from './logins.js'
import { orNull } from './or-null.js'

export interface Asking<P extends Peer> {
  /** The request with these headers too, each time with a branch and a number of its own. */
  readonly make: (auth: HeaderFields) => SipRequest
  readonly to: P
  readonly logins: Logins
  readonly answered: (response: SipResponse) => void
  readonly failed: (what: 'timeout' | 'unsent') => void
}

/** @throws SipError `bad-value` when the request cannot be written; nothing was sent. */
export const ask = <P extends Peer>(ctx: Context<P>, asking: Asking<P>): void => {
  const challenges = new Challenges(asking.logins)
  const send = (auth: HeaderFields): true => {
    const { request, to } = fitted(ctx, asking.make(auth), asking.to)
    begin(ctx, request, to, {
      response: (response) => {
        if (response.status < 200) return
        const next = orNull(() => challenges.answer(request, response))
        // One whose dialog has ended meanwhile is not sent again.
        if (next === null || orNull(() => send(next)) === null) asking.answered(response)
      },
      failed: asking.failed,
    })
    return true
  }
  send({})
}
