/** Request line and status line: RFC 3261 sections 7.1 and 7.2. */
import { SipError, type SipErrorCode } from '../error.js'
import { defaultLimits, type SipLimits } from '../limits.js'
import { classes, TOKEN } from '../text/chars.js'
import { Cursor } from '../text/cursor.js'
import { readUri } from '../uri/parse-uri.js'
import type { Uri } from '../uri/uri.js'

export interface RequestLine {
  readonly kind: 'request'
  readonly method: string
  readonly uri: Uri
}

export interface StatusLine {
  readonly kind: 'response'
  readonly status: number
  readonly reason: string
}

const space = 32
const stroke = 47
const bad = 'bad-start-line'

/** Whether this is a response, as far as its first bytes tell. */
export const isStatusLine = (text: string, at: number): boolean =>
  text.charCodeAt(at + 3) === stroke &&
  (text.charCodeAt(at) | 32) === 115 &&
  (text.charCodeAt(at + 1) | 32) === 105 &&
  (text.charCodeAt(at + 2) | 32) === 112

/** @throws SipError `bad-start-line`, `bad-version`, `bad-uri` or `too-large`. */
export const readStartLine = (
  text: string,
  bytes: Uint8Array,
  at: number,
  end: number,
  limits: SipLimits,
): RequestLine | StatusLine =>
  isStatusLine(text, at) ? readStatusLine(text, bytes, at, end) : readRequestLine(text, bytes, at, end, limits)

const readRequestLine = (
  text: string,
  bytes: Uint8Array,
  from: number,
  end: number,
  limits: SipLimits,
): RequestLine => {
  let at = from
  while (at < end && (classes[text.charCodeAt(at)]! & TOKEN) !== 0) at += 1
  if (at === from || text.charCodeAt(at) !== space) throw wrong(bad, 'the request line begins with no method', 400, at)
  const method = text.slice(from, at)
  const uriAt = at + 1
  at = text.indexOf(' ', uriAt)
  if (at < 0 || at >= end) throw wrong(bad, 'the request line has no version', 400, end)
  checkVersion(text, at + 1, end)
  if (at - uriAt > limits.uriBytes)
    throw wrong('too-large', `a URI is longer than ${limits.uriBytes} bytes`, 414, uriAt)
  const uri = readUri(new Cursor(text, bytes, limits, 400, 'the request URI', uriAt, at))
  if (uri.kind === 'sip' && uri.headers.length > 0) throw wrong('bad-uri', 'the request URI has headers', 400, uriAt)
  return { kind: 'request', method, uri }
}

const readStatusLine = (text: string, bytes: Uint8Array, from: number, end: number): StatusLine => {
  const space = text.indexOf(' ', from)
  const at = space < 0 || space > end ? end : space
  checkVersion(text, from, at, null)
  const digits = text.slice(at + 1, Math.min(end, at + 5))
  // The space behind the status stands there even when there is no reason (RFC 4475 section 3.1.1.13); some forget it.
  if (!/^[1-6]\d\d(?: |$)/.test(digits)) throw wrong(bad, 'a status is 100 to 699', null, at + 1)
  const reason = new Cursor(text, bytes, defaultLimits, null, 'the reason phrase', Math.min(end, at + 5), end).rest()
  return { kind: 'response', status: Number(digits.slice(0, 3)), reason }
}

const checkVersion = (text: string, at: number, end: number, status: number | null = 400): void => {
  if (end - at === 7 && text.startsWith('SIP/2.0', at)) return
  const version = text.slice(at, Math.min(end, at + 32))
  if (/^sip\/2\.0$/i.test(version)) return
  const isVersion = /^sip\/\d+\.\d+$/i.test(version)
  if (isVersion) throw wrong('bad-version', 'the version is not SIP/2.0', status === null ? null : 505, at)
  throw wrong(bad, 'the start line has no version of SIP where it belongs', status, at)
}

const wrong = (code: SipErrorCode, message: string, status: number | null, offset: number): SipError =>
  new SipError(code, { message, status, offset })
