/** What both sides compute, challenges and credentials: RFC 7616 sections 3.3 to 3.5, RFC 2617 without `qop`. */
import { SipError } from '../error.js'
import { type AuthValue, authValue } from '../headers/auth.js'
import { type Param, paramOf } from '../text/param.js'
import { type DigestAlgorithm, digestAlgorithm, hashText } from './hash.js'

export interface ChallengeParts {
  readonly realm: string
  readonly nonce: string
  /** Default MD5, the only one that every phone knows. For others beside it send a challenge each, the strongest first. */
  readonly algorithm?: DigestAlgorithm
  /** The nonce was too old, the password may have been right: the phone tries again without asking anybody. */
  readonly stale?: boolean
  readonly opaque?: string
  /** Default true; without it (RFC 2069) a nonce is good for one request only. */
  readonly qop?: boolean
}

export const digestChallenge = (parts: ChallengeParts): AuthValue => {
  const { realm, nonce, algorithm = 'MD5', stale = false, opaque, qop = true } = parts
  const params: Param[] = [
    { name: 'realm', value: realm },
    { name: 'nonce', value: nonce },
    { name: 'algorithm', value: algorithm },
  ]
  if (qop) params.push({ name: 'qop', value: 'auth' })
  if (opaque !== undefined) params.push({ name: 'opaque', value: opaque })
  if (stale) params.push({ name: 'stale', value: 'true' })
  return authValue('Digest', params)
}

/** A password, or the hash of `user:realm:password` where the password itself is not kept. */
export type DigestSecret = { readonly password: string } | { readonly ha1: string }

export interface ResponseInput {
  readonly algorithm: DigestAlgorithm
  readonly username: string
  readonly realm: string
  readonly secret: DigestSecret
  readonly method: string
  /** As it stands in the credentials. */
  readonly uri: string
  readonly nonce: string
  /** `null` without `qop`. */
  readonly count: { readonly nc: string; readonly cnonce: string; readonly qop: string } | null
  /** Needed by `-sess` where `count` has none. */
  readonly cnonce?: string
}

/** The hash of `user:realm:password`, to be kept instead of a password. */
export const digestHa1 = (algorithm: DigestAlgorithm, username: string, realm: string, password: string): string =>
  hashText(algorithm, `${username}:${realm}:${password}`)

export const digestResponse = (input: ResponseInput): string => {
  const { algorithm, username, realm, secret, method, uri, nonce, count } = input
  const base = 'ha1' in secret ? secret.ha1 : digestHa1(algorithm, username, realm, secret.password)
  const cnonce = count?.cnonce ?? input.cnonce ?? ''
  const ha1 = algorithm.endsWith('-sess') ? hashText(algorithm, `${base}:${nonce}:${cnonce}`) : base
  const ha2 = hashText(algorithm, `${method}:${uri}`)
  const middle = count === null ? '' : `${count.nc}:${cnonce}:${count.qop}:`
  return hashText(algorithm, `${ha1}:${nonce}:${middle}${ha2}`)
}

export interface CredentialsParts {
  readonly challenge: AuthValue
  readonly username: string
  readonly secret: DigestSecret
  readonly method: string
  /** The request URI as it is written. */
  readonly uri: string
  /** Made by chance, at most once for each nonce. */
  readonly cnonce: string
  /** How often this nonce has been used, this time counted: from 1. */
  readonly count: number
}

/**
 * The answer to a challenge; `null` where its scheme, algorithm or `qop` is not known here, so that another of the
 * challenges can be tried.
 *
 * @throws SipError `bad-value` when the count is none.
 */
export const answerChallenge = (parts: CredentialsParts): AuthValue | null => {
  const { challenge, username, secret, method, uri, cnonce, count } = parts
  const algorithm = digestAlgorithm(paramOf(challenge.params, 'algorithm'))
  const realm = paramOf(challenge.params, 'realm')
  const nonce = paramOf(challenge.params, 'nonce')
  if (challenge.scheme.toLowerCase() !== 'digest' || algorithm === null || !realm || !nonce) return null
  if (!(Number.isInteger(count) && count > 0 && count <= 0xffffffff))
    throw new SipError('bad-value', { message: 'a nonce count is 1 to ffffffff', status: 500 })
  const offered = paramOf(challenge.params, 'qop')
  const hasAuth = offered?.split(',').some((word) => word.trim().toLowerCase() === 'auth') ?? false
  if (offered && !hasAuth) return null
  const counted = hasAuth ? { nc: count.toString(16).padStart(8, '0'), cnonce, qop: 'auth' } : null
  const response = digestResponse({ algorithm, username, realm, secret, method, uri, nonce, count: counted, cnonce })
  const opaque = paramOf(challenge.params, 'opaque')
  const isSession = algorithm.endsWith('-sess')
  return authValue('Digest', [
    { name: 'username', value: username },
    { name: 'realm', value: realm },
    { name: 'nonce', value: nonce },
    { name: 'uri', value: uri },
    { name: 'response', value: response },
    { name: 'algorithm', value: algorithm },
    ...(opaque === undefined || opaque === null ? [] : [{ name: 'opaque', value: opaque }]),
    ...(counted === null && !isSession ? [] : [{ name: 'cnonce', value: cnonce }]),
    ...(counted === null
      ? []
      : [
          { name: 'qop', value: 'auth' },
          { name: 'nc', value: counted.nc },
        ]),
  ])
}
