/** Hosts and ports, as Via and URIs have them. */
import type { SipErrorCode } from '../error.js'
import { HOST, hexValue } from './chars.js'
import type { Cursor } from './cursor.js'

const open = 91
const close = 93

/** A host name, IPv4 address or IPv6 address in brackets, which come off. */
export const readHost = (cursor: Cursor, code?: SipErrorCode): string =>
  cursor.peek() === open ? readBracketed(cursor, code) : cursor.run(HOST, 'a host', code)

/** An IPv6 address in brackets. Three colons in a row pass, as the RFC's own grammar lets them (RFC 5118 section 4.10). */
export const readBracketed = (cursor: Cursor, code?: SipErrorCode): string => {
  const { text, bytes, end } = cursor
  cursor.expect(open)
  const from = cursor.at
  let at = from
  let colons = 0
  for (; at < end; at += 1) {
    const char = bytes[at]!
    if (char === 58) colons += 1
    else if (char !== 46 && hexValue(char) < 0) break
  }
  cursor.at = at
  if (colons < 2 || at - from > 45) cursor.fail('an IPv6 address', code, from)
  cursor.expect(close)
  return text.slice(from, at)
}

/** `:port` when there is one. */
export const readPort = (cursor: Cursor): number | null => {
  if (cursor.peek() !== 58) return null
  cursor.at += 1
  return cursor.number(65_535)
}
