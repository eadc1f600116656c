/** Via: RFC 3261 section 20.42, `rport` of RFC 3581. */

import type { Cursor } from '../text/cursor.js'
import { readBracketed, readHost } from '../text/host.js'
import { noParams, type Params } from '../text/param.js'
import { formatNumber, formatParams, formatToken } from '../text/write.js'
import { formatHost, formatPort } from '../uri/write-uri.js'
import { list } from './kind.js'

export interface Via {
  /** `SIP/2.0` in every message that this stack answers. */
  readonly protocol: string
  /** `UDP`, `TCP`, `TLS`..., in capitals. */
  readonly transport: string
  readonly host: string
  readonly port: number | null
  /** `null` from elements that are older than RFC 3261. */
  readonly branch: string | null
  /** The address that the request came from; IPv6 without brackets. */
  readonly received: string | null
  /** The port that it came from; 0 when the client asks for it and nobody has filled it in; `null` when not asked. */
  readonly rport: number | null
  readonly maddr: string | null
  readonly ttl: number | null
  readonly params: Params
}

export interface ViaParts extends Partial<Via> {
  readonly transport: string
  readonly host: string
}

export const viaOf = (parts: ViaParts): Via => ({
  protocol: 'SIP/2.0',
  port: null,
  branch: null,
  received: null,
  rport: null,
  maddr: null,
  ttl: null,
  params: noParams,
  ...parts,
})

const readVia = (cursor: Cursor): Via => {
  const protocol = readProtocol(cursor)
  const transport = upperCase(cursor.token())
  cursor.skipSpace()
  const host = readHost(cursor)
  const port = readPort(cursor)
  let branch: string | null = null
  let received: string | null = null
  let rport: number | null = null
  let maddr: string | null = null
  let ttl: number | null = null
  let params = noParams
  for (let name = cursor.nextParam(); name !== null; name = cursor.nextParam()) {
    if (name === 'branch') branch = cursor.paramToken()
    else if (name === 'rport') rport = cursor.takesEquals() ? cursor.number(65_535) : 0
    else if (name === 'received') received = readAddress(cursor)
    else if (name === 'maddr') maddr = readAddress(cursor)
    else if (name === 'ttl') ttl = cursor.paramNumber(255)
    else params = cursor.keepParam(params, name)
  }
  return { protocol, transport, host, port, branch, received, rport, maddr, ttl, params }
}

const upperCase = (transport: string): string =>
  transport === 'UDP' || transport === 'TCP' || transport === 'TLS' ? transport : transport.toUpperCase()

/** `SIP/2.0/`, with white space around the strokes. */
const readProtocol = (cursor: Cursor): string => {
  const { text, at } = cursor
  if (text.startsWith('SIP/2.0/', at)) {
    cursor.at = at + 8
    cursor.skipSpace()
    return 'SIP/2.0'
  }
  const name = cursor.token()
  if (!cursor.takes(47)) cursor.fail("'/'")
  const version = cursor.token()
  if (!cursor.takes(47)) cursor.fail("'/'")
  return `${name.toUpperCase()}/${version}`
}

const readPort = (cursor: Cursor): number | null => {
  if (!cursor.takes(58)) return null
  return cursor.number(65_535)
}

/** IPv6 with or without brackets: the grammar wants none, many send them (RFC 5118 section 4.5). */
const readAddress = (cursor: Cursor): string => {
  if (!cursor.takesEquals()) cursor.fail('= and an address')
  return cursor.peek() === 91 ? readBracketed(cursor) : cursor.value()
}

const writeVia = ({ protocol, transport, host, port, branch, received, rport, maddr, ttl, params }: Via): string => {
  let text = `${protocol.split('/').map(formatToken).join('/')}/${formatToken(transport)} ${formatHost(host)}${formatPort(port)}`
  if (ttl !== null) text += `;ttl=${formatNumber(ttl, 255)}`
  if (maddr !== null) text += `;maddr=${formatHost(maddr)}`
  if (received !== null)
    text += `;received=${received.includes(':') ? formatHost(received).slice(1, -1) : formatHost(received)}`
  if (branch !== null) text += `;branch=${formatToken(branch)}`
  if (rport !== null) text += rport === 0 ? ';rport' : `;rport=${formatNumber(rport, 65_535)}`
  return text + formatParams(params)
}

export const via = list({ name: 'Via', compact: 'v', lines: true }, readVia, writeVia)
