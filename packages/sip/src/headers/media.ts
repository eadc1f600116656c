/** What a body is and which bodies are taken: RFC 3261 sections 20.1 to 20.3, 20.11 and 20.15. */
import type { Cursor } from '../text/cursor.js'
import { noParams, type Params } from '../text/param.js'
import { formatParams, formatToken } from '../text/write.js'
import { type HeaderKind, list, type Names, one } from './kind.js'

export interface MediaType {
  /** `application`, in small letters; `*` in Accept. */
  readonly type: string
  /** `sdp`, in small letters. */
  readonly subtype: string
  /** `;charset=`, `;boundary=`; in Accept also `;q=`. */
  readonly params: Params
}

/** A word with parameters: `session;handling=optional`, `gzip;q=0.5`. */
export interface Choice {
  /** In small letters. */
  readonly value: string
  readonly params: Params
}

export const mediaType = (name: string, params: Params = noParams): MediaType => {
  const [type = '', subtype = ''] = name.toLowerCase().split('/')
  return { type, subtype, params }
}

export const choice = (value: string, params: Params = noParams): Choice => ({ value: value.toLowerCase(), params })

const readMediaType = (cursor: Cursor): MediaType => {
  const type = cursor.lowerToken()
  if (!cursor.takes(47)) cursor.fail("'/'")
  const subtype = cursor.lowerToken()
  return { type, subtype, params: cursor.params() }
}

const writeMediaType = ({ type, subtype, params }: MediaType): string =>
  `${formatToken(type)}/${formatToken(subtype)}${formatParams(params)}`

const readChoice = (cursor: Cursor): Choice => ({ value: cursor.lowerToken(), params: cursor.params() })
const writeChoice = ({ value, params }: Choice): string => formatToken(value) + formatParams(params)

const choices = (names: Names): HeaderKind<readonly Choice[]> =>
  list({ ...names, empty: true }, readChoice, writeChoice)

export const contentType = one({ name: 'Content-Type', compact: 'c' }, readMediaType, writeMediaType)
export const contentDisposition = one({ name: 'Content-Disposition' }, readChoice, writeChoice)
export const accept = list({ name: 'Accept', empty: true }, readMediaType, writeMediaType)
export const acceptEncoding = choices({ name: 'Accept-Encoding' })
export const acceptLanguage = choices({ name: 'Accept-Language' })
