/** `%41` and back (RFC 3261 section 19.1.2). */
import { classes, hexValue } from '../text/chars.js'
import { bytesAsText, decodeUtf8, encodeUtf8, isAscii } from '../text/utf8.js'

const percent = 37

/** Takes the escapes off, once. The caller has seen that each `%` has its two digits. */
export const unescapeUri = (text: string): string => {
  let at = text.indexOf('%')
  if (at < 0) return text
  let plain = ''
  let from = 0
  for (; at >= 0; at = text.indexOf('%', from)) {
    const code = hexValue(text.charCodeAt(at + 1)) * 16 + hexValue(text.charCodeAt(at + 2))
    plain += text.slice(from, at) + String.fromCharCode(code)
    from = at + 3
  }
  return decodeUtf8(plain + text.slice(from))
}

/** Escapes what is not of the class. */
export const escapeUri = (text: string, bit: number): string => {
  let escaped = ''
  let from = 0
  const wire = isAscii(text) ? text : bytesAsText(encodeUtf8(text))
  for (let i = 0; i < wire.length; i += 1) {
    const code = wire.charCodeAt(i)
    if ((classes[code]! & bit) !== 0) continue
    escaped += `${wire.slice(from, i)}%${code.toString(16).toUpperCase().padStart(2, '0')}`
    from = i + 1
  }
  return from === 0 ? wire : escaped + wire.slice(from)
}

/** The end of a run of characters of the class and of escapes. */
export const escapedRun = (bytes: Uint8Array, from: number, end: number, bit: number): number => {
  let at = from
  while (at < end) {
    const code = bytes[at]!
    if ((classes[code]! & bit) !== 0) at += 1
    else if (code === percent && at + 2 < end && isEscape(bytes, at)) at += 3
    else break
  }
  return at
}

const isEscape = (bytes: Uint8Array, at: number): boolean =>
  hexValue(bytes[at + 1]!) >= 0 && hexValue(bytes[at + 2]!) >= 0
