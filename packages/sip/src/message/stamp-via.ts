/** What a server notes in the top Via of a request: RFC 3261 section 18.2.1, RFC 3581 section 4. */
import { type Via, via } from '../headers/via.js'
import { type SipLimits, withDefaults } from '../limits.js'
import { Cursor } from '../text/cursor.js'
import { lineOf } from './build.js'
import { LazyHeaders } from './headers.js'
import type { SipRequest } from './message.js'

export interface StampOptions {
  /** The address that the request came from; IPv6 without brackets. */
  readonly host: string
  readonly port: number
  readonly limits?: Partial<SipLimits> | undefined
}

/**
 * The request with `received` and `rport` of its top Via filled in: `received` where the client has named itself otherwise or
 * asks for `rport`, `rport` where it asks. What it said of them itself is not believed. The same object where nothing changes.
 *
 * @throws SipError when the line that holds the top Via is malformed, or there is none.
 */
export const stampVia = (request: SipRequest, { host, port, limits }: StampOptions): SipRequest => {
  const { headers } = request
  const known = withDefaults(limits)
  const place = headers.lines.findIndex((line) => line.known?.key === 'via')
  const line = headers.lines[place]
  if (line === undefined) return headers.need('via') && request
  const cursor = new Cursor(line.text, line.bytes, known, 400, line.name, line.at, line.end)
  const [top, ...below] = via.read(cursor, undefined)
  if (top === undefined) return headers.need('via') && request
  const stamped = stampOf(top, host, port)
  if (stamped.received === top.received && stamped.rport === top.rport) return request
  const written = [stamped, ...below].flatMap((value) => via.write([value]))
  const lines = written.map((text) => lineOf('Via', line.known, text))
  return { ...request, headers: new LazyHeaders(headers.lines.toSpliced(place, 1, ...lines), known, 400) }
}

const stampOf = (top: Via, host: string, port: number): Via => {
  const asks = top.rport !== null
  const received = asks || top.host.toLowerCase() !== host.toLowerCase() ? host : null
  return { ...top, received, rport: asks ? port : null }
}
