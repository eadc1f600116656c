/** From the head of a message to its lines. Nothing is read of a line but its name; the work is linear in the bytes. */
import { SipError } from '../error.js'
import { findHeader, spellingAt } from '../headers/names.js'
import type { KnownHeader } from '../headers/table.js'
import type { SipLimits } from '../limits.js'
import { classes, TOKEN } from '../text/chars.js'
import { wireBytes } from '../text/utf8.js'
import type { HeaderLine } from './headers.js'

interface Name {
  readonly known: KnownHeader | null
  readonly name: string
  /** With the colon. */
  readonly size: number
}

export interface Head {
  readonly lines: readonly HeaderLine[]
  /** Where a header stands again that may stand once only; -1 when none does. */
  readonly repeatedAt: number
  /** The bits of those headers that every message carries, and of some others. */
  readonly seen: number
  /** Where the body begins. */
  readonly bodyAt: number
}

const cr = 13
const space = 32
const tab = 9

const isBlank = (code: number): boolean => code === space || code === tab

/**
 * Reads the lines from `from` on to the empty one. A line ends at LF, with or without CR in front of it.
 *
 * @throws SipError `bad-header-line` or `too-large`.
 */
export const indexLines = (
  text: string,
  bytes: Uint8Array,
  from: number,
  limits: SipLimits,
  status: number | null,
): Head => {
  if (isBlank(text.charCodeAt(from))) throw badLine('the first header line begins with a space', status, from)
  const head = indexUnfolded(text, bytes, from, limits, status)
  if (head !== null) return head
  // Folded lines are rare: they are joined in one pass, and the lines are looked for again.
  const joined = joinFolds(text, from)
  return indexUnfolded(joined, wireBytes(joined), from, limits, status) as Head
}

/** `null` when a line is folded. */
const indexUnfolded = (
  text: string,
  bytes: Uint8Array,
  from: number,
  limits: SipLimits,
  status: number | null,
): Head | null => {
  const { headerBytes, headers: most } = limits
  const lines: HeaderLine[] = []
  let seen = 0
  let repeatedAt = -1
  for (let at = from; ; ) {
    const lf = text.indexOf('\n', at)
    if (lf < 0) throw badLine('the headers do not end with an empty line', status, text.length)
    let end = lf > at && bytes[lf - 1]! === cr ? lf - 1 : lf
    if (end === at) return { lines, seen, repeatedAt, bodyAt: lf + 1 }
    if (isBlank(bytes[lf + 1]!)) return null
    if (end - at > headerBytes) throw tooLarge(`a header is longer than ${headerBytes} bytes`, status, at)
    if (lines.length >= most) throw tooLarge(`more than ${most} headers`, status, at)

    const { known, name, size } = spellingAt(bytes, at) ?? nameAt(text, bytes, at, end, status)
    let valueAt = at + size
    while (valueAt < end && isBlank(bytes[valueAt]!)) valueAt += 1
    while (end > valueAt && isBlank(bytes[end - 1]!)) end -= 1
    if (known !== null && known.bit !== 0) {
      if ((seen & known.bit) !== 0 && known.kind.once && repeatedAt < 0) repeatedAt = valueAt
      seen |= known.bit
    }
    lines.push({ known, text, bytes, name, at: valueAt, end, value: undefined, first: undefined })
    at = lf + 1
  }
}

/** A name in other letters than the usual ones, with space behind, or without a type. */
const nameAt = (text: string, bytes: Uint8Array, at: number, end: number, status: number | null): Name => {
  const mark = text.indexOf(':', at)
  if (mark < 0 || mark >= end) throw badLine('a header line has no name and colon', status, at)
  let nameEnd = mark
  while (nameEnd > at && isBlank(bytes[nameEnd - 1]!)) nameEnd -= 1
  for (let i = at; i < nameEnd; i += 1)
    if ((classes[bytes[i]!]! & TOKEN) === 0) throw badLine('the name of a header is no token', status, i)
  if (at === nameEnd) throw badLine('a header line begins with no name', status, at)
  const name = text.slice(at, nameEnd)
  const known = findHeader(name)
  return { known, name: known?.kind.name ?? name, size: mark + 1 - at }
}

/** Line ends in front of a space become spaces, one for each byte, so that every place stays where it was. */
const joinFolds = (text: string, from: number): string => {
  const pieces = [text.slice(0, from)]
  for (let at = from; ; ) {
    const lf = text.indexOf('\n', at)
    const end = lf > at && text.charCodeAt(lf - 1) === cr ? lf - 1 : lf
    if (lf < 0 || end === at) {
      pieces.push(text.slice(at))
      return pieces.join('')
    }
    if (isBlank(text.charCodeAt(lf + 1))) pieces.push(text.slice(at, end), end === lf ? ' ' : '  ')
    else pieces.push(text.slice(at, lf + 1))
    at = lf + 1
  }
}

const badLine = (message: string, status: number | null, offset: number): SipError =>
  new SipError('bad-header-line', { message, status, offset })

const tooLarge = (message: string, status: number | null, offset: number): SipError =>
  new SipError('too-large', { message, status: status === null ? null : 513, offset })
