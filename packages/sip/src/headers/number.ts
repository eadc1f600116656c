/** Headers that hold a number: of seconds, bytes, hops or a sequence. */
import type { Cursor } from '../text/cursor.js'
import { noParams, type Params } from '../text/param.js'
import { decodeUtf8 } from '../text/utf8.js'
import { badValue, formatNumber, formatParams, formatText } from '../text/write.js'
import { type Names, one } from './kind.js'

const most32 = 4_294_967_295

/** Seconds with parameters: Session-Expires and Min-SE (RFC 4028). */
export interface Seconds {
  readonly seconds: number
  /** `refresher=uac` and others. */
  readonly params: Params
}

export interface RetryAfter extends Seconds {
  readonly comment: string | null
}

/** RFC 3261 section 20.38: seconds since any instant of the client's. */
export interface Timestamp {
  /** As written, digits with at most one point. */
  readonly sent: string
  readonly delay: string | null
}

const number = (names: Names, most: number) =>
  one(
    names,
    (cursor) => cursor.number(most),
    (value) => formatNumber(value, most),
  )

const seconds = (names: Names) =>
  one(
    names,
    (cursor): Seconds => ({ seconds: cursor.number(most32), params: cursor.params() }),
    (value) => formatNumber(value.seconds, most32) + formatParams(value.params),
  )

export const maxForwards = number({ name: 'Max-Forwards' }, 255)
export const contentLength = number({ name: 'Content-Length', compact: 'l' }, most32)
export const expires = number({ name: 'Expires' }, most32)
export const minExpires = number({ name: 'Min-Expires' }, most32)
export const rseq = number({ name: 'RSeq' }, most32)
export const sessionExpires = seconds({ name: 'Session-Expires', compact: 'x' })
export const minSe = seconds({ name: 'Min-SE' })

export const secondsOf = (value: number, params: Params = noParams): Seconds => ({ seconds: value, params })

/** Text in brackets, in which brackets may stand, as deep as the limit lets them. */
export const readComment = (cursor: Cursor): string => {
  const { text, end, limits, at } = cursor
  let depth = 0
  let comment = ''
  for (let i = at; i < end; i += 1) {
    const char = text.charAt(i)
    if (char === '\\' && i + 1 < end) {
      i += 1
      comment += text.charAt(i)
      continue
    }
    if (char === '(') {
      depth += 1
      if (depth > limits.depth) cursor.tooMany('comments within comments', limits.depth)
      if (depth === 1) continue
    } else if (char === ')') {
      depth -= 1
      if (depth === 0) {
        cursor.at = i + 1
        return decodeUtf8(comment)
      }
    } else if (char < ' ' && char !== '\t') cursor.fail('text', 'bad-header', i)
    comment += char
  }
  cursor.at = end
  return cursor.fail("')'")
}

const formatComment = (text: string): string =>
  ` (${formatText(`(${text})`)
    .slice(1, -1)
    .replace(/[()\\]/g, '\\$&')})`

export const retryAfter = one(
  { name: 'Retry-After' },
  (cursor): RetryAfter => {
    const value = cursor.number(most32)
    cursor.skipSpace()
    const comment = cursor.peek() === 40 ? readComment(cursor) : null
    return { seconds: value, comment, params: cursor.params() }
  },
  (value) =>
    formatNumber(value.seconds, most32) +
    (value.comment === null ? '' : formatComment(value.comment)) +
    formatParams(value.params),
)

const readDecimal = (cursor: Cursor): string => {
  const { at } = cursor
  const text = cursor.token()
  return /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? text : cursor.fail('seconds', 'bad-header', at)
}

const formatDecimal = (text: string): string => {
  if (!/^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text)) throw badValue('a timestamp is digits with at most one point')
  return text
}

export const timestamp = one(
  { name: 'Timestamp' },
  (cursor): Timestamp => {
    const sent = readDecimal(cursor)
    return { sent, delay: cursor.done() ? null : readDecimal(cursor) }
  },
  ({ sent, delay }) => formatDecimal(sent) + (delay === null ? '' : ` ${formatDecimal(delay)}`),
)
