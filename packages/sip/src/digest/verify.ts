/** Whether credentials are right: RFC 7616 section 3.4.6. */
import type { AuthValue } from '../headers/auth.js'
import { paramOf } from '../text/param.js'
import { type DigestAlgorithm, digestAlgorithm, sameSecret } from './hash.js'
import type { Nonces } from './nonces.js'
import { type DigestQop, type DigestSecret, digestResponse } from './response.js'

export type DigestVerdict =
  /** Right, and used up: the same credentials are refused from now on. */
  | { readonly verdict: 'right'; readonly username: string }
  /** Right, but with a nonce that is too old or used before: challenge again with `stale`. */
  | { readonly verdict: 'stale'; readonly username: string; readonly because: 'expired' | 'replayed' }
  /** Not right: challenge again, without `stale`, and count it against the source. */
  | { readonly verdict: 'wrong'; readonly username: string | null; readonly because: DigestFault }

export type DigestFault =
  /** no Digest, or something is missing or malformed */
  | 'malformed'
  | 'algorithm'
  /** one that was not offered, or none where one is wanted */
  | 'qop'
  | 'realm'
  /** the URI of the credentials is not that of the request */
  | 'uri'
  /** not made by us */
  | 'nonce'
  /** nobody of that name */
  | 'username'
  | 'password'

export interface VerifyInput {
  readonly credentials: AuthValue
  readonly method: string
  readonly realm: string
  /** Which algorithms were offered. Default MD5 and SHA-256. */
  readonly algorithms?: readonly DigestAlgorithm[]
  /**
   * Which were offered. Default `auth`. Credentials without any pass where `auth` does, because old phones send none; where
   * `auth-int` alone was offered they do not.
   */
  readonly qops?: readonly DigestQop[]
  /** Of the request, as it came; needed where `auth-int` was offered. Default empty. */
  readonly body?: Uint8Array
  /** Whether the URI of the credentials may stand in this request. */
  readonly isUri: (uri: string) => boolean
  readonly secretOf: (username: string, algorithm: DigestAlgorithm) => DigestSecret | null
  readonly nonces: Nonces
  readonly nowMs: number
}

const nobody: DigestSecret = { ha1: '' }

export const verifyDigest = (input: VerifyInput): DigestVerdict => {
  const { credentials, method, realm, isUri, secretOf, nonces, nowMs } = input
  const { algorithms = ['MD5', 'SHA-256'], qops = ['auth'], body } = input
  const read = readCredentials(credentials)
  if (read === null) return { verdict: 'wrong', username: null, because: 'malformed' }
  const { username, nonce, uri, response, algorithm, count } = read
  const wrong = (because: DigestFault): DigestVerdict => ({ verdict: 'wrong', username, because })
  if (algorithm === null || !algorithms.includes(algorithm)) return wrong('algorithm')
  if (!isOffered(count?.qop ?? null, qops)) return wrong('qop')
  if (read.realm !== realm) return wrong('realm')
  if (!isUri(uri)) return wrong('uri')
  const number = count === null ? null : Number.parseInt(count.nc, 16)
  const judged = nonces.judge(nonce, number, nowMs)
  if (judged === 'forged') return wrong('nonce')
  // Computed for nobody, too: how long a refusal takes does not tell which names exist.
  const secret = secretOf(username, algorithm)
  const wanted = digestResponse({
    algorithm,
    username,
    realm,
    secret: secret ?? nobody,
    method,
    uri,
    nonce,
    count,
    cnonce: read.cnonce,
    ...(body === undefined ? {} : { body }),
  })
  const isRight = sameSecret(response.toLowerCase(), wanted)
  if (secret === null) return wrong('username')
  if (!isRight) return wrong('password')
  if (judged !== 'fresh') return { verdict: 'stale', username, because: judged }
  nonces.use(nonce, number)
  return { verdict: 'right', username }
}

const isOffered = (qop: string | null, offered: readonly DigestQop[]): boolean => {
  const wanted = qop?.toLowerCase() ?? 'auth'
  return offered.some((each) => each === wanted) || (qop === null && offered.length === 0)
}

const readCredentials = ({ scheme, params }: AuthValue) => {
  const text = (name: string): string | null => paramOf(params, name) ?? null
  const [username, realm, nonce, uri, response] = ['username', 'realm', 'nonce', 'uri', 'response'].map(text)
  const qop = text('qop')
  const nc = text('nc')
  const cnonce = text('cnonce') ?? ''
  if (scheme.toLowerCase() !== 'digest' || !username || !realm || !nonce || !uri || !response) return null
  if (qop !== null && (nc === null || !/^[0-9a-fA-F]{8}$/.test(nc) || cnonce === '')) return null
  const algorithm = digestAlgorithm(text('algorithm'))
  const count = qop === null || nc === null ? null : { nc, cnonce, qop }
  return { username, realm, nonce, uri, response, algorithm, cnonce, count }
}
