/** From bytes to a message: RFC 3261 section 7, and the checks of section 16.3 that need no more than the message. */
import { SipError, type SipErrorCode } from '../error.js'
import { repeated } from '../headers/kind.js'
import { checkedHeaders, knownHeader, neededBits } from '../headers/names.js'
import type { HeaderName } from '../headers/table.js'
import { type SipLimits, withDefaults } from '../limits.js'
import { bytesAsText } from '../text/utf8.js'
import { type HeaderLine, LazyHeaders } from './headers.js'
import { type Head, indexLines } from './index-lines.js'
import type { SipMessage } from './message.js'
import { isStatusLine, type RequestLine, readStartLine, type StatusLine } from './start-line.js'

export interface ParseOptions {
  readonly limits?: Partial<SipLimits> | undefined
  /** A datagram ends its message, a stream does not: there Content-Length must stand in it. Default `datagram`. */
  readonly over?: 'datagram' | 'stream' | undefined
  /** Bytes as a string of one character each; a faster one than ours where there is one, as `Buffer.latin1Slice`. */
  readonly latin1?: ((bytes: Uint8Array) => string) | undefined
}

/**
 * Reads one message. Checked at once: the start line, the shape of all header lines, that Via, From, To, Call-ID and CSeq
 * are there and what must stand once does, CSeq and its method, Content-Length and the body. Every other header is read
 * when it is asked for; `headers.all()` reads them all. The bytes are held and looked at later: they may not be changed.
 *
 * @throws SipError and nothing else; `status` is what a server answers, `offset` the byte.
 */
export const parseMessage = (bytes: Uint8Array, options: ParseOptions = {}): SipMessage => {
  const limits = withDefaults(options.limits)
  const { latin1 = bytesAsText, over = 'datagram' } = options
  const text = latin1(bytes.length > limits.headBytes ? bytes.subarray(0, limits.headBytes) : bytes)
  const start = skipLineEnds(text)
  const answer = isStatusLine(text, start) ? null : 400
  if (bytes.length > limits.messageBytes)
    throw wrong('too-large', `the message is longer than ${limits.messageBytes} bytes`, answer && 513, 0)
  const lf = text.indexOf('\n', start)
  const end = lf > start && text.charCodeAt(lf - 1) === 13 ? lf - 1 : lf
  if (end - start > limits.startLineBytes || (lf < 0 && text.length - start > limits.startLineBytes))
    throw wrong('too-large', `the start line is longer than ${limits.startLineBytes} bytes`, answer && 414, start)
  if (lf < 0) throw wrong('bad-start-line', 'the start line does not end', null, text.length)
  const line = readStartLine(text, bytes, start, end, limits)
  const head = indexHead(text, bytes, lf + 1, limits, answer)
  const headers = new LazyHeaders(head.lines, limits, answer)
  checkNeeded(head, answer)
  const { method } = headers.need('cseq')
  if (line.kind === 'request' && line.method !== method)
    throw wrong(
      'method-mismatch',
      'the method of CSeq is not that of the request line',
      400,
      placeOf(head.lines, 'cseq'),
    )
  const length = headers.get('contentLength')
  return messageOf(line, headers, bodyOf(bytes, head.bodyAt, length, { over, limits, answer }))
}

const messageOf = (line: RequestLine | StatusLine, headers: LazyHeaders, body: Uint8Array): SipMessage =>
  line.kind === 'request'
    ? { kind: 'request', method: line.method, uri: line.uri, headers, body }
    : { kind: 'response', status: line.status, reason: line.reason, headers, body }

/** Empty lines in front of a message are passed over (section 7.5). */
const skipLineEnds = (text: string): number => {
  let at = 0
  while (text.charCodeAt(at) === 13 || text.charCodeAt(at) === 10) at += 1
  return at
}

/** Where the text was cut at the limit, headers that do not end are too long and not malformed. */
const indexHead = (text: string, bytes: Uint8Array, from: number, limits: SipLimits, answer: number | null) => {
  try {
    return indexLines(text, bytes, from, limits, answer)
  } catch (error) {
    if (
      error instanceof SipError &&
      error.code === 'bad-header-line' &&
      error.offset === text.length &&
      text.length < bytes.length
    )
      throw wrong('too-large', `the headers are longer than ${limits.headBytes} bytes`, answer && 513, text.length)
    throw error
  }
}

const checkNeeded = ({ seen, repeatedAt, lines }: Head, answer: number | null): void => {
  if (repeatedAt >= 0) {
    const name = lines.find(({ at }) => at === repeatedAt)?.name ?? ''
    throw repeated(name, { status: answer, at: repeatedAt })
  }
  if ((seen & neededBits) === neededBits) return
  const missing = checkedHeaders.find((_, place) => (seen & (1 << place)) === 0) as HeaderName
  throw wrong('missing-header', `${knownHeader(missing).kind.name} is missing`, answer, -1)
}

const placeOf = (lines: readonly HeaderLine[], key: string): number =>
  lines.find(({ known }) => known?.key === key)?.at ?? -1

interface Frame {
  readonly over: 'datagram' | 'stream'
  readonly limits: SipLimits
  readonly answer: number | null
}

/** In a datagram what follows the body is no part of it (section 18.3). */
const bodyOf = (
  bytes: Uint8Array,
  at: number,
  length: number | undefined,
  { over, limits, answer }: Frame,
): Uint8Array => {
  if (length === undefined && over === 'stream')
    throw wrong('bad-length', 'Content-Length is missing in a stream', answer, -1)
  const size = length ?? bytes.length - at
  if (size > limits.bodyBytes)
    throw wrong('too-large', `the body is longer than ${limits.bodyBytes} bytes`, answer && 413, at)
  if (at + size > bytes.length)
    throw wrong('bad-length', `Content-Length is ${size}, and ${bytes.length - at} bytes follow`, answer, bytes.length)
  return new Uint8Array(bytes.buffer, bytes.byteOffset + at, size)
}

const wrong = (code: SipErrorCode, message: string, status: number | null, offset: number): SipError =>
  new SipError(code, { message, status, offset })
