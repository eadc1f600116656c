/** Alert-Info, Call-Info, Error-Info: a URI in brackets with parameters (RFC 3261 sections 20.4, 20.9, 20.18). */
import type { Cursor } from '../text/cursor.js'
import { noParams, type Params } from '../text/param.js'
import { formatParams } from '../text/write.js'
import { readUri } from '../uri/parse-uri.js'
import type { Uri } from '../uri/uri.js'
import { formatUri } from '../uri/write-uri.js'
import { list, type Names } from './kind.js'

export interface Info {
  readonly uri: Uri
  /** `;purpose=icon`, `;info=alert-autoanswer`. */
  readonly params: Params
}

export const info = (uri: Uri, params: Params = noParams): Info => ({ uri, params })

const readInfo = (cursor: Cursor): Info => {
  cursor.skipSpace()
  cursor.expect(60)
  const { end } = cursor
  const close = cursor.text.indexOf('>', cursor.at)
  if (close < 0 || close >= end) cursor.fail("a URI and '>'")
  cursor.end = close
  const uri = readUri(cursor)
  cursor.end = end
  cursor.at = close + 1
  return { uri, params: cursor.params() }
}

const infos = (names: Names) => list(names, readInfo, ({ uri, params }) => `<${formatUri(uri)}>${formatParams(params)}`)

export const alertInfo = infos({ name: 'Alert-Info' })
export const callInfo = infos({ name: 'Call-Info' })
export const errorInfo = infos({ name: 'Error-Info' })
