/** Challenges and credentials of any scheme: RFC 3261 sections 20.7, 20.27, 20.28 and 20.44, RFC 7615. */
import type { Cursor } from '../text/cursor.js'
import { noParams, type Param, type Params } from '../text/param.js'
import { badValue, formatQuoted, formatToken, formatValue } from '../text/write.js'
import { type HeaderKind, list, type Names, one } from './kind.js'

/** One challenge, or the answer to one. */
export interface AuthValue {
  /** `Digest`, as written. */
  readonly scheme: string
  /** Names in small letters, values without quotes. */
  readonly params: Params
  /** What stands instead of parameters, as `Basic` has it; `null` otherwise. */
  readonly token68: string | null
}

export const authValue = (scheme: string, params: Params): AuthValue => ({ scheme, params, token68: null })

const readAuth = (cursor: Cursor): AuthValue => {
  cursor.skipSpace()
  const scheme = cursor.token()
  cursor.skipSpace()
  if (cursor.at >= cursor.end || cursor.peek() === 44) return { scheme, params: noParams, token68: null }
  const token68 = readToken68(cursor)
  return token68 === null ? { scheme, params: readParams(cursor), token68 } : { scheme, params: noParams, token68 }
}

/** `QWxhZGRpbg==` up to the end or a comma; `null` and nothing taken where `name=value` stands. */
const readToken68 = (cursor: Cursor): string | null => {
  const { text, bytes, at, end } = cursor
  let to = at
  while (to < end && isBase64(bytes[to]!)) to += 1
  while (to < end && bytes[to]! === 61) to += 1
  cursor.at = to
  const isLast = cursor.done() || cursor.peek() === 44
  cursor.at = isLast ? to : at
  return isLast && to > at ? text.slice(at, to) : null
}

const isBase64 = (code: number): boolean =>
  (code >= 45 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  [43, 95, 126].includes(code)

/** `name=value, name=value`. A comma in front of another scheme is left for the list around it. */
const readParams = (cursor: Cursor): Params => {
  const params: Param[] = []
  // A bit for the first letter and length: the names before are looked through only when one of them had the same.
  let seen = 0
  for (let name = cursor.lowerToken(); ; ) {
    if (params.length >= cursor.limits.params) cursor.tooMany('parameters', cursor.limits.params)
    const bit = 1 << ((name.charCodeAt(0) + 7 * name.length) & 31)
    if ((seen & bit) !== 0 && params.some((param) => param.name === name)) cursor.fail('each parameter once')
    seen |= bit
    if (!cursor.takesEquals()) cursor.fail("'='")
    params.push({ name, value: cursor.value() })
    const { at } = cursor
    if (!cursor.takesComma()) return params
    name = cursor.lowerToken()
    cursor.skipSpace()
    if (cursor.peek() === 61) continue
    cursor.at = at
    return params
  }
}

const formatParam = ({ name, value }: Param, bare: ReadonlySet<string> | null): string => {
  if (value === null) throw badValue('a parameter of a challenge has a value')
  const written = bare === null ? formatValue(value) : bare.has(name) ? formatToken(value) : formatQuoted(value)
  return `${formatToken(name)}=${written}`
}

const writeAuth =
  (bare: ReadonlySet<string>) =>
  ({ scheme, params, token68 }: AuthValue): string => {
    if (token68 !== null) {
      if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(token68)) throw badValue('credentials are base64')
      return `${formatToken(scheme)} ${token68}`
    }
    const names = scheme.toLowerCase() === 'digest' ? bare : null
    return `${formatToken(scheme)} ${params.map((param) => formatParam(param, names)).join(', ')}`.trimEnd()
  }

/** Those of Digest that stand without quotes; all others have them (RFC 7616 sections 3.3 to 3.5). */
const bareInChallenge = new Set(['algorithm', 'stale', 'userhash'])
const bareInCredentials = new Set(['algorithm', 'qop', 'nc', 'userhash', 'username*'])

const challenges = (names: Names) => list({ ...names, lines: true }, readAuth, writeAuth(bareInChallenge))
const credentials = (names: Names) => list({ ...names, lines: true }, readAuth, writeAuth(bareInCredentials))

const infos = (names: Names): HeaderKind<Params> =>
  one(names, readParams, (params) => params.map((param) => formatParam(param, bareInCredentials)).join(', '))

export const authorization = credentials({ name: 'Authorization' })
export const proxyAuthorization = credentials({ name: 'Proxy-Authorization' })
export const wwwAuthenticate = challenges({ name: 'WWW-Authenticate' })
export const proxyAuthenticate = challenges({ name: 'Proxy-Authenticate' })
export const authenticationInfo = infos({ name: 'Authentication-Info' })
export const proxyAuthenticationInfo = infos({ name: 'Proxy-Authentication-Info' })
