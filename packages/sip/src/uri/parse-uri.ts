import { SipError } from '../error.js'
import { type SipLimits, withDefaults } from '../limits.js'
import { PARAM, PASSWORD, URI_HEADER, USER_READ } from '../text/chars.js'
import { Cursor } from '../text/cursor.js'
import { readHost, readPort } from '../text/host.js'
import { noParams, type Param, type Params } from '../text/param.js'
import { bytesAsText, decodeUtf8, encodeUtf8, isAscii, wireBytes } from '../text/utf8.js'
import { escapedRun, unescapeUri } from './escape.js'
import type { OtherUri, SipUri, TelUri, Uri } from './uri.js'

const at64 = 64
const colon = 58

/**
 * Reads a URI and nothing around it.
 *
 * @throws SipError `bad-uri` (400) when it is malformed, `too-large` when it is longer than the limit.
 */
export const parseUri = (text: string, limits?: Partial<SipLimits>): Uri => {
  const wire = isAscii(text) ? text : bytesAsText(encodeUtf8(text))
  return readUri(new Cursor(wire, wireBytes(wire), withDefaults(limits), 400, 'the URI'))
}

/** Reads a URI from where the cursor stands to its end, all of it. */
export const readUri = (cursor: Cursor): Uri => {
  const { bytes, at, end, limits } = cursor
  if (end - at > limits.uriBytes) tooLong(cursor)
  const letter = bytes[at]! | 32
  if (letter === 115 && (bytes[at + 1]! | 32) === 105 && (bytes[at + 2]! | 32) === 112) {
    if (bytes[at + 3]! === colon) return readSip(cursor, 'sip', at + 4)
    if ((bytes[at + 3]! | 32) === 115 && bytes[at + 4]! === colon) return readSip(cursor, 'sips', at + 5)
  }
  const scheme = readScheme(cursor)
  return scheme === 'tel' ? readTel(cursor) : readOther(cursor, scheme)
}

const tooLong = ({ what, limits, at, status }: Cursor): never => {
  const message = `${what}: a URI is longer than ${limits.uriBytes} bytes`
  throw new SipError('too-large', { message, status, offset: at })
}

const readScheme = (cursor: Cursor): string => {
  const { text, bytes, at, end } = cursor
  let to = at
  for (; to < end; to += 1) {
    const code = bytes[to]!
    const letter = code | 32
    const isLetter = letter >= 97 && letter <= 122
    if (!isLetter && (to === at || !((code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46))) break
  }
  cursor.at = to
  if (to === at || cursor.peek() !== colon) cursor.fail("a scheme and ':'", 'bad-uri')
  cursor.at = to + 1
  return text.slice(at, to).toLowerCase()
}

const readSip = (cursor: Cursor, scheme: 'sip' | 'sips', from: number): SipUri => {
  const { text, bytes, end } = cursor
  let user: string | null = null
  let password: string | null = null
  cursor.at = from
  // The user part is read before it is known to be one: mostly it is.
  const to = escapedRun(bytes, from, end, USER_READ)
  const sign = bytes[to]! === at64 && to < end ? to : userEnd(bytes, to, end)
  if (sign >= 0) {
    if (to === from) cursor.fail('a user', 'bad-uri')
    user = unescapeUri(text.slice(from, to))
    if (to < sign) {
      cursor.at = to
      if (bytes[to]! !== colon) cursor.fail('a character that may stand in the user part', 'bad-uri')
      const last = escapedRun(bytes, to + 1, sign, PASSWORD)
      cursor.at = last
      if (last < sign) cursor.fail('a character that may stand in a password', 'bad-uri')
      password = unescapeUri(text.slice(to + 1, sign))
    }
    cursor.at = sign + 1
  }
  const host = readHost(cursor, 'bad-uri')
  const port = readPort(cursor)
  const params = cursor.peek() === 59 ? readParams(cursor) : noParams
  const headers = cursor.peek() === 63 ? readHeaders(cursor) : noParams
  if (cursor.at < end) cursor.fail('the end of the URI', 'bad-uri')
  return { kind: 'sip', scheme, user, password, host, port, params, headers }
}

/** Where `@` stands, or -1: nothing behind the user part can hold one. */
const userEnd = (bytes: Uint8Array, from: number, end: number): number => {
  for (let at = from; at < end; at += 1) if (bytes[at]! === at64) return at
  return -1
}

const readParams = (cursor: Cursor): Params => {
  const { text, bytes, end, limits } = cursor
  const params: Param[] = []
  while (cursor.peek() === 59) {
    if (params.length >= limits.params) cursor.tooMany('URI parameters', limits.params)
    const from = cursor.at + 1
    let to = escapedRun(bytes, from, end, PARAM)
    cursor.at = to
    if (to === from) cursor.fail('the name of a parameter', 'bad-uri')
    const name = paramName(text, from, to)
    let value: string | null = null
    if (cursor.peek() === 61) {
      const start = to + 1
      to = escapedRun(bytes, start, end, PARAM)
      cursor.at = to
      if (to === start) cursor.fail('the value of a parameter', 'bad-uri')
      value = unescapeUri(text.slice(start, to))
    }
    for (const param of params) if (param.name === name) cursor.fail('each parameter once', 'bad-uri', from)
    params.push({ name, value })
  }
  return params
}

/** Small letters alone, the usual case, are taken as they stand. */
const paramName = (text: string, from: number, to: number): string => {
  const name = text.slice(from, to)
  for (let i = 0; i < name.length; i += 1) {
    const code = name.charCodeAt(i)
    if (code < 97 || code > 122) return unescapeUri(name).toLowerCase()
  }
  return name
}

const readHeaders = (cursor: Cursor): Params => {
  const { text, bytes, end, limits } = cursor
  const headers: Param[] = []
  do {
    if (headers.length >= limits.params) cursor.tooMany('headers in a URI', limits.params)
    const from = cursor.at + 1
    const to = escapedRun(bytes, from, end, URI_HEADER)
    cursor.at = to
    if (to === from || cursor.peek() !== 61) cursor.fail('the name of a header and =', 'bad-uri')
    const last = escapedRun(bytes, to + 1, end, URI_HEADER)
    cursor.at = last
    headers.push({ name: unescapeUri(text.slice(from, to)), value: unescapeUri(text.slice(to + 1, last)) })
  } while (cursor.peek() === 38)
  return headers
}

/** RFC 3966 section 3: a global number begins with `+`; a local one may hold `*`, `#` and hexadecimal digits. */
const readTel = (cursor: Cursor): TelUri => {
  const { text, at, end } = cursor
  const match = telNumber(text, at, end)
  if (match === at) cursor.fail('a telephone number', 'bad-uri')
  cursor.at = match
  const params = cursor.peek() === 59 ? readParams(cursor) : noParams
  if (cursor.at < end) cursor.fail('the end of the URI', 'bad-uri')
  return { kind: 'tel', scheme: 'tel', number: text.slice(at, match), params }
}

const separators = '-.()'

const telNumber = (text: string, from: number, end: number): number => {
  const isGlobal = text.charAt(from) === '+'
  let at = isGlobal ? from + 1 : from
  let digits = 0
  for (; at < end; at += 1) {
    const char = text.charAt(at)
    if (separators.includes(char)) continue
    if (!(isGlobal ? /[0-9]/ : /[0-9A-Fa-f*#]/).test(char)) break
    digits += 1
  }
  return digits === 0 ? from : at
}

/** Any other scheme is kept as it stands; what cannot stand in a URI at all is refused. */
const readOther = (cursor: Cursor, scheme: string): OtherUri => {
  const { text, bytes, at, end } = cursor
  for (let i = at; i < end; i += 1) {
    const code = bytes[i]!
    if (code <= 32 || code === 127 || code === 60 || code === 62 || code === 34)
      cursor.fail('a character that may stand in a URI', 'bad-uri', i)
  }
  if (at === end) cursor.fail('something after the scheme', 'bad-uri')
  cursor.at = end
  return { kind: 'other', scheme, rest: decodeUtf8(text.slice(at, end)) }
}
