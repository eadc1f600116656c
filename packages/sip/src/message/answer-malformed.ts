/** The answer to a request that could not be read: RFC 3261 sections 8.2.6 and 18.2, RFC 4475 section 3.1.2. */
import type { SipError } from '../error.js'
import { findHeader } from '../headers/names.js'
import type { HeaderName } from '../headers/table.js'
import { defaultLimits } from '../limits.js'
import { bytesAsText, wireBytes } from '../text/utf8.js'
import { reasonOf } from './status.js'

const copied: readonly HeaderName[] = ['via', 'from', 'to', 'callId', 'cseq']

/**
 * A response with the status of the error, made of those lines of the request that a response takes over, as far as they are
 * there; shorter than the request but for some 60 bytes. `null` where nothing is to be answered: to a response, an ACK, what
 * is no SIP, and a request without a Via or a CSeq.
 */
export const answerMalformed = (bytes: Uint8Array, { status }: SipError): Uint8Array | null => {
  if (status === null) return null
  const text = bytesAsText(bytes.subarray(0, defaultLimits.headBytes))
  const [start = '', ...lines] = linesOf(text)
  if (/^ACK\b/.test(start) || /^SIP\//i.test(start)) return null
  const taken = new Map<HeaderName, string[]>()
  for (const line of lines) {
    const key = keyOf(line)
    if (key === null || (key !== 'via' && taken.has(key))) continue
    taken.set(key, [...(taken.get(key) ?? []), line])
  }
  if (!taken.has('via') || !taken.has('cseq')) return null
  const head = copied.flatMap((key) => taken.get(key) ?? [])
  return wireBytes(`${[`SIP/2.0 ${status} ${reasonOf(status)}`, ...head, 'Content-Length: 0'].join('\r\n')}\r\n\r\n`)
}

/** The lines up to the empty one, folds joined. */
const linesOf = (text: string): readonly string[] => {
  const [head = ''] = text.replace(/^[\r\n]+/, '').split(/\r?\n\r?\n/, 1)
  return head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .map(harmless)
}

/** What would end a line elsewhere is not sent back. */
const harmless = (line: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
  line.replace(/[\0-\x1f\x7f]/g, ' ').trimEnd()

const keyOf = (line: string): HeaderName | null => {
  const name = /^[^\s:]+(?=\s*:)/.exec(line)?.[0]
  const key = name === undefined ? undefined : findHeader(name)?.key
  return key !== undefined && copied.includes(key) ? key : null
}
