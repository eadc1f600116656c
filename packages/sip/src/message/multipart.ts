/** Bodies of several parts: RFC 5621 section 3, RFC 2046 section 5.1. What is wrong with one leaves it without parts. */

import type { MediaType } from '../headers/media.js'
import { paramOf } from '../text/param.js'
import { bytesAsText } from '../text/utf8.js'

/** Parts of one body that are looked at, headers of one, and how deep one may stand in another. */
const mostParts = 32
const mostHeadBytes = 4_096
const mostDepth = 3

export interface BodyPart {
  /** In small letters: `application/sdp`. `text/plain` where the part does not say. */
  readonly type: string
  /** In small letters; `null` where the part does not say: what its type is for. */
  readonly disposition: string | null
  /** Its bytes as characters of one byte each. */
  readonly text: string
}

/** The parts of a body, those of parts in their place; none where the type is no multipart. Parts that are encoded are left out. */
export const partsOf = (type: MediaType, body: Uint8Array): readonly BodyPart[] => {
  const boundary = paramOf(type.params, 'boundary') ?? null
  if (type.type !== 'multipart' || boundary === null) return []
  const parts: BodyPart[] = []
  collect(bytesAsText(body), boundary, 1, parts)
  return parts
}

const collect = (text: string, boundary: string, depth: number, parts: BodyPart[]): void => {
  if (!isBoundary(boundary) || depth > mostDepth) return
  for (const piece of pieces(`\n${text}`, `\n--${boundary}`)) {
    if (parts.length >= mostParts) return
    const part = read(piece)
    if (part === null) continue
    if (part.type.startsWith('multipart/')) {
      if (part.boundary !== null) collect(part.text, part.boundary, depth + 1, parts)
    } else parts.push({ type: part.type, disposition: part.disposition, text: part.text })
  }
}

/** RFC 2046 section 5.1.1. */
const isBoundary = (boundary: string): boolean => /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary)

/** What stands between the lines that begin with the delimiter; a part that is cut off is none. */
function* pieces(text: string, delimiter: string): Generator<string> {
  let from = -1
  for (let at = text.indexOf(delimiter); at >= 0; ) {
    const end = at + delimiter.length
    const isLast = text.startsWith('--', end)
    const rest = /^[ \t]*\r?\n/.exec(text.slice(end, end + 100))
    if (rest === null && !isLast) {
      at = text.indexOf(delimiter, end)
      continue
    }
    if (from >= 0) yield text.slice(from, text[at - 1] === '\r' && at - 1 >= from ? at - 1 : Math.max(from, at))
    if (isLast) return
    // The line end behind a delimiter may be the one in front of the next.
    from = end + (rest?.[0].length ?? 0)
    at = text.indexOf(delimiter, from - 1)
  }
}

const read = (piece: string) => {
  const empty = /^\r?\n/.exec(piece)
  const end = empty === null ? /\r?\n\r?\n/.exec(piece.slice(0, mostHeadBytes)) : null
  if (empty === null && end === null) return null
  const head = end === null ? '' : piece.slice(0, end.index).replace(/\r?\n[ \t]+/g, ' ')
  const text = piece.slice(end === null ? (empty?.[0].length ?? 0) : end.index + end[0].length)
  const value = (name: string): string | null => {
    const line = head.split(/\r?\n/).find((each) => each.slice(0, each.indexOf(':')).trim().toLowerCase() === name)
    return line === undefined ? null : line.slice(line.indexOf(':') + 1).trim()
  }
  const encoding = value('content-transfer-encoding')?.toLowerCase() ?? 'binary'
  if (!['7bit', '8bit', 'binary'].includes(encoding) || value('content-encoding') !== null) return null
  const type = value('content-type') ?? value('c') ?? 'text/plain'
  const word = (of: string): string => of.split(';', 1)[0]?.replace(/\s/g, '').toLowerCase() ?? ''
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? []
  const disposition = value('content-disposition')
  return {
    type: word(type),
    boundary: quoted ?? plain ?? null,
    disposition: disposition === null ? null : word(disposition),
    text,
  }
}
