/** Lists of tokens: methods, option tags, event packages, codings, privacy values; and Call-IDs. */

import { WORD } from '../text/chars.js'
import type { Cursor } from '../text/cursor.js'
import { formatToken, formatWord } from '../text/write.js'
import { type HeaderKind, list, type Names, one } from './kind.js'

const tokens = (names: Names, empty: boolean) => list({ ...names, empty }, (cursor) => cursor.token(), formatToken)

export const allow = tokens({ name: 'Allow' }, true)
export const supported = tokens({ name: 'Supported', compact: 'k' }, true)
export const require = tokens({ name: 'Require' }, false)
export const proxyRequire = tokens({ name: 'Proxy-Require' }, false)
export const unsupported = tokens({ name: 'Unsupported' }, false)
export const allowEvents = tokens({ name: 'Allow-Events', compact: 'u' }, false)
export const contentEncoding = tokens({ name: 'Content-Encoding', compact: 'e' }, false)
export const contentLanguage = tokens({ name: 'Content-Language' }, false)

/** `local@host`, or a word alone. */
export const readCallId = (cursor: Cursor): string => {
  const { text, at } = cursor
  cursor.skip(WORD, 'a Call-ID')
  if (cursor.peek() === 64) {
    cursor.at += 1
    cursor.skip(WORD, 'a word after @')
  }
  return text.slice(at, cursor.at)
}

export const formatCallId = (text: string): string => {
  const at = text.indexOf('@')
  return at < 0 ? formatWord(text) : `${formatWord(text.slice(0, at))}@${formatWord(text.slice(at + 1))}`
}

export const callId = one({ name: 'Call-ID', compact: 'i' }, readCallId, formatCallId)
export const inReplyTo = list({ name: 'In-Reply-To' }, readCallId, formatCallId)

/** Privacy (RFC 3323 section 4.2): values with semicolons between them. */
export const privacy: HeaderKind<readonly string[]> = one(
  { name: 'Privacy' },
  (cursor): readonly string[] => {
    const values: string[] = [cursor.lowerToken()]
    while (cursor.takesSemicolon()) {
      if (values.length >= cursor.limits.params) cursor.tooMany('values', cursor.limits.params)
      values.push(cursor.lowerToken())
    }
    return values
  },
  (values) => values.map(formatToken).join(';'),
)
