/** A request that is too large for a datagram goes by TCP: RFC 3261 section 18.1.1. */
import { via } from '../headers/via.js'
import { defaultLimits } from '../limits.js'
import { lineOf } from '../message/build.js'
import { LazyHeaders } from '../message/headers.js'
import type { SipRequest } from '../message/message.js'
import { messageSize } from '../message/write.js'
import type { SipPeer } from './transport.js'

export interface FittedRequest {
  readonly request: SipRequest
  readonly to: SipPeer
}

/**
 * To be asked before a transaction begins, which keeps its transport. Where the request would go by UDP and is larger than
 * `mostUdpBytes` (default 1,300), gives it with TCP in its top Via and as transport of the peer; where that turns out to be
 * `unsent`, the first request may be tried by UDP after all. Everything else is given back as it is.
 *
 * @throws SipError `bad-value` when the request cannot be written.
 */
export const fitRequest = (
  request: SipRequest,
  to: SipPeer,
  { mostUdpBytes = 1_300 }: { readonly mostUdpBytes?: number } = {},
): FittedRequest => {
  if (to.transport !== 'UDP' || messageSize(request) <= mostUdpBytes) return { request, to }
  const { headers } = request
  const [top, ...below] = headers.need('via')
  if (top === undefined) return { request, to }
  const vias = [{ ...top, transport: 'TCP' }, ...below].flatMap((value) => via.write([value]))
  const place = headers.lines.findIndex((line) => line.known?.key === 'via')
  const known = headers.lines[place]?.known ?? null
  const others = headers.lines.filter((line) => line.known?.key !== 'via')
  const lines = others.toSpliced(place, 0, ...vias.map((text) => lineOf('Via', known, text)))
  return {
    request: { ...request, headers: new LazyHeaders(lines, defaultLimits, 500) },
    to: { ...to, transport: 'TCP', isReliable: true, connection: 0 },
  }
}
