/** Requests that are made of an INVITE: RFC 3261 sections 9.1 and 17.1.1.3. */
import { SipError } from '../error.js'
import { createRequest } from '../message/build.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'

/** The ACK to a refusal: it goes where the INVITE went, hop by hop. */
export const ackOf = (invite: SipRequest, response: SipResponse): SipRequest =>
  followUp(invite, 'ACK', { to: response.headers.need('to') })

/** The CANCEL of an INVITE that has had a provisional response and no final one. */
export const cancelOf = (invite: SipRequest, reason?: HeaderFields['reason']): SipRequest =>
  followUp(invite, 'CANCEL', reason === undefined ? {} : { reason })

const followUp = ({ uri, headers }: SipRequest, method: string, more: HeaderFields): SipRequest => {
  const [via] = headers.need('via')
  if (via === undefined) throw new SipError('missing-header', { message: 'Via is missing', status: 500 })
  return createRequest({
    method,
    uri,
    headers: {
      via: [via],
      route: headers.get('route'),
      maxForwards: 70,
      from: headers.need('from'),
      to: headers.need('to'),
      callId: headers.need('callId'),
      cseq: { number: headers.need('cseq').number, method },
      ...more,
    },
  })
}
