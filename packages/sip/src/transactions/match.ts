/** Which transaction a message belongs to: RFC 3261 sections 9.2, 17.1.3, 17.2.3 and 8.2.2.2. */

import type { Via } from '../headers/via.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { formatUri } from '../uri/write-uri.js'

/** What every branch of RFC 3261 begins with. */
export const magicCookie = 'z9hG4bK'

const hasCookie = (branch: string | null): branch is string =>
  branch !== null && branch.length > magicCookie.length && branch.slice(0, 7).toLowerCase() === 'z9hg4bk'

/** @throws SipError when a header that decides is malformed. */
export const clientKeyOf = ({ headers }: SipRequest | SipResponse): string | null => {
  const branch = headers.first('via')?.branch ?? null
  return branch === null ? null : `${branch} ${headers.need('cseq').method}`
}

/** Whether the top Via of a response names who has sent the request, whose top Via is given (section 18.1.2). */
export const isSentByUs = (response: SipResponse, ours: Via | null): boolean => {
  const theirs = response.headers.first('via')
  if (theirs === undefined || ours === null) return false
  const isSamePort = theirs.port === ours.port || (theirs.port ?? 5060) === (ours.port ?? 5060)
  return isSamePort && theirs.host.toLowerCase() === ours.host.toLowerCase()
}

/**
 * An ACK has the key of its INVITE. Requests without the cookie, which are older than RFC 3261, are told apart by URI, From
 * tag, Call-ID, CSeq number and the top Via; their To tag is left out, since that of an ACK is the one we have given.
 *
 * @throws SipError when a header that decides is malformed.
 */
export const serverKeyOf = (request: SipRequest): string =>
  keyFor(request, request.method === 'ACK' ? 'INVITE' : request.method)

/** The key of the INVITE that a CANCEL is about. */
export const cancelledKeyOf = (cancel: SipRequest): string => keyFor(cancel, 'INVITE')

const keyFor = ({ uri, headers }: SipRequest, method: string): string => {
  const via = headers.first('via')
  const sentBy = via === undefined ? '' : `${via.host.toLowerCase()}:${via.port ?? ''}`
  if (via !== undefined && hasCookie(via.branch)) return `${method} ${via.branch} ${sentBy}`
  const { tag } = headers.need('from')
  const { number } = headers.need('cseq')
  // A length in front of each part that may hold a space, so that no two sets of parts make one key.
  const parts = [formatUri(uri), tag ?? '', headers.need('callId'), sentBy, via?.branch ?? '']
  return `${method} ${number} ${parts.map((part) => `${part.length}:${part}`).join(' ')}`
}

/** The same for requests that come over several ways but are one (section 8.2.2.2); `null` within a dialog. */
export const mergeKeyOf = ({ headers, method }: SipRequest): string | null => {
  if (headers.need('to').tag !== null || method === 'ACK' || method === 'CANCEL') return null
  const { number } = headers.need('cseq')
  return `${number} ${method} ${headers.need('from').tag ?? ''} ${headers.need('callId')}`
}
