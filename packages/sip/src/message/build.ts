/** Messages of our own: typed headers in, lines on the wire out, so that what cannot be written is refused here. */
import { findKey, knownHeader, knownHeaders } from '../headers/names.js'
import type { HeaderName, KnownHeader } from '../headers/table.js'
import { defaultLimits } from '../limits.js'
import { bytesAsText, encodeUtf8, isAscii, wireBytes } from '../text/utf8.js'
import { badValue, formatText, formatToken } from '../text/write.js'
import type { Uri } from '../uri/uri.js'
import { formatUri } from '../uri/write-uri.js'
import { type HeaderFields, type HeaderLine, LazyHeaders, type SipHeaders } from './headers.js'
import type { SipRequest, SipResponse } from './message.js'
import { reasonOf } from './status.js'

const noBody: Uint8Array = new Uint8Array(0)

export interface RequestParts {
  readonly method: string
  readonly uri: Uri
  /** Content-Length is set by the body, whatever stands here. */
  readonly headers: HeaderFields
  /** Bytes, or text in UTF-8. */
  readonly body?: Uint8Array | string
}

/** @throws SipError `bad-value` when something cannot stand on the wire. */
export const createRequest = ({ method, uri, headers, body }: RequestParts): SipRequest => {
  formatToken(method)
  if (uri.kind === 'sip' && uri.headers.length > 0) throw badValue('a request URI has no headers')
  formatUri(uri)
  const bytes = bodyBytes(body)
  return { kind: 'request', method, uri, headers: createHeaders(headers, [], bytes.length), body: bytes }
}

export interface ResponseParts {
  readonly reason?: string
  /** Put behind To when it has no tag yet; required above 100 by RFC 3261 section 8.2.6.2. */
  readonly toTag?: string
  readonly headers?: HeaderFields
  readonly body?: Uint8Array | string
}

/** What a response takes over from its request as it stands (section 8.2.6.2). */
const copied: ReadonlySet<HeaderName> = new Set(['via', 'from', 'to', 'callId', 'cseq'])

/**
 * A response to the request: Via, From, To, Call-ID and CSeq are those of the request, byte for byte; Timestamp too in a
 * 100, and Record-Route in what makes a dialog.
 *
 * @throws SipError `bad-value` when something cannot stand on the wire.
 */
export const createResponse = (request: SipRequest, status: number, parts: ResponseParts = {}): SipResponse => {
  const { reason = reasonOf(status), toTag, headers = {}, body } = parts
  if (!Number.isInteger(status) || status < 100 || status > 699) throw badValue('a status is 100 to 699')
  formatText(reason)
  const makesDialog = status > 100 && status < 300
  const lines: HeaderLine[] = []
  for (const line of request.headers.lines) {
    const key = line.known?.key
    if (key === undefined || key in headers) continue
    if (key === 'to' && toTag !== undefined && lacksTag(request)) lines.push(withTag(line, toTag))
    else if (copied.has(key) || (key === 'timestamp' && status === 100) || (key === 'recordRoute' && makesDialog))
      lines.push(lineTaken(line))
  }
  const bytes = bodyBytes(body)
  return { kind: 'response', status, reason, headers: createHeaders(headers, lines, bytes.length), body: bytes }
}

/** A To that cannot be read is taken over as it is: that is answered with 400. */
const lacksTag = ({ headers }: SipRequest): boolean => {
  try {
    return headers.need('to').tag === null
  } catch {
    return false
  }
}

const withTag = (line: HeaderLine, tag: string): HeaderLine =>
  lineOf('To', line.known, `${line.text.slice(line.at, line.end)};tag=${formatToken(tag)}`)

/** As it is sent. */
export const bodyBytes = (body: Uint8Array | string | undefined): Uint8Array =>
  typeof body === 'string' ? encodeUtf8(body) : (body ?? noBody)

/** A line of our own. Its bytes are made when it is read, which most are not. */
class OwnLine implements HeaderLine {
  readonly known: KnownHeader | null
  readonly text: string
  readonly name: string
  readonly at = 0
  readonly end: number
  value: unknown = undefined
  first: unknown = undefined
  #bytes: Uint8Array | undefined

  constructor(name: string, known: KnownHeader | null, text: string) {
    this.known = known
    this.text = text
    this.name = name
    this.end = text.length
  }

  get bytes(): Uint8Array {
    this.#bytes ??= wireBytes(this.text)
    return this.#bytes
  }
}

/** Without the bytes of the request: a response is kept for half a minute, and the datagram would be kept with it. */
const lineTaken = (line: HeaderLine): HeaderLine => {
  const taken = new OwnLine(line.name, line.known, line.text.slice(line.at, line.end))
  taken.value = line.value
  taken.first = line.first
  return taken
}

export const lineOf = (name: string, known: KnownHeader | null, value: string): HeaderLine =>
  new OwnLine(name, known, isAscii(value) ? value : bytesAsText(encodeUtf8(value)))

/** Typed headers as lines, in the order of the table, behind the lines that are taken over. */
export const createHeaders = (
  { extensions = [], ...fields }: HeaderFields,
  taken: readonly HeaderLine[] = [],
  bodySize = 0,
): SipHeaders => {
  const lines = [...taken]
  for (const known of inOrder(fields))
    for (const text of known.kind.write(fields[known.key] as never)) lines.push(lineOf(known.kind.name, known, text))
  lines.push(lineOf(lengthHeader.kind.name, lengthHeader, String(bodySize)))
  for (const { name, value } of extensions) {
    formatToken(name)
    if (isKnown(name)) throw badValue(`${name} has a type and is no extension`)
    lines.push(lineOf(name, null, formatText(value)))
  }
  return new LazyHeaders(lines, defaultLimits, 500)
}

const lengthHeader = knownHeader('contentLength')

/** Those that are given: a few of many. */
const inOrder = (fields: HeaderFields): readonly KnownHeader[] => {
  const given: KnownHeader[] = []
  for (const known of Object.keys(fields).map(findKey)) {
    if (known === undefined || known === lengthHeader || fields[known.key] === undefined) continue
    given.push(known)
  }
  return given.sort((a, b) => a.place - b.place)
}

const names: ReadonlySet<string> = new Set(
  knownHeaders.flatMap(({ kind }) => [kind.name.toLowerCase(), ...(kind.compact === null ? [] : [kind.compact])]),
)

const isKnown = (name: string): boolean => names.has(name.toLowerCase())
