/** The INVITE that begins a call of ours: RFC 3261 sections 8.1.1 and 13.2.1. */
import { party } from '../headers/address.js'
import { createRequest } from '../message/build.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest } from '../message/message.js'
import type { Peer } from '../transactions/transactions.js'
import type { Uri } from '../uri/uri.js'
import { type Context, contactFor, ourselves, viaFor } from './context.js'
import type { InviteOptions } from './options.js'
import { replacesIn, withoutHeaders } from './replaces.js'
import { withSession } from './session-body.js'
import { askTimer } from './session-timer.js'

export interface InviteParts<P extends Peer> {
  readonly uri: Uri
  readonly to: P
  readonly auth: HeaderFields
  readonly tag: string
  readonly callId: string
  readonly number: number
  /** How long the session may last. */
  readonly seconds: number
}

/** RFC 3261 section 8.1.1.6. */
const mostHops = 70

/** @throws SipError `bad-value` when it cannot be written. */
export const inviteOf = <P extends Peer>(
  ctx: Context<P>,
  { from, to: called, toName, session, headers = {} }: Omit<InviteOptions<P>, 'user'>,
  { uri, to, auth, tag, callId, number, seconds }: InviteParts<P>,
): SipRequest => {
  const replaces = replacesIn(called)
  const ours = ourselves(ctx)
  // Without an offer of ours a reliable provisional response would bring one, and want its answer in the PRACK.
  const supported = session === null ? (ours.supported ?? []).filter((option) => option !== '100rel') : ours.supported
  const parts = withSession(session, {
    ...ours,
    supported,
    ...askTimer({ ...ctx.sessionTimer, expiresSeconds: seconds }),
    contact: contactFor(ctx, to, from, uri.kind === 'sip' && uri.scheme === 'sips'),
    ...(replaces === null ? {} : { replaces, require: ['replaces'] }),
    ...headers,
    ...auth,
    via: [viaFor(ctx, to)],
    maxForwards: headers.maxForwards ?? mostHops,
    from: { ...from, tag },
    to: party(withoutHeaders(called), null, toName ?? null),
    callId,
    cseq: { number, method: 'INVITE' },
  })
  return createRequest({ method: 'INVITE', uri, ...parts })
}
