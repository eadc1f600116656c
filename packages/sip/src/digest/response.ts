/** What both sides compute, challenges and credentials: RFC 7616 sections 3.3 to 3.5, RFC 2617 without `qop`. */
import { SipError } from '../error.js'
import { type AuthValue, authValue } from '../headers/auth.js'
import { type Param, paramOf } from '../text/param.js'
import { type DigestAlgorithm, digestAlgorithm, hashBytes, hashText } from './hash.js'

/** `auth` covers method and URI, `auth-int` the body too. */
export type DigestQop = 'auth' | 'auth-int'

export interface ChallengeParts {
  readonly realm: string
  readonly nonce: string
  /** Default MD5, the only one that every phone knows. For others beside it send a challenge each, the strongest first. */
  readonly algorithm?: DigestAlgorithm
  /** The nonce was too old, the password may have been right: the phone tries again without asking anybody. */
  readonly stale?: boolean
  readonly opaque?: string
  /** Default `auth` alone; with none (RFC 2069) a nonce is good for one request only. */
  readonly qop?: readonly DigestQop[]
}

export const digestChallenge = (parts: ChallengeParts): AuthValue => {
  const { realm, nonce, algorithm = 'MD5', stale = false, opaque, qop = ['auth'] } = parts
  const params: Param[] = [
    { name: 'realm', value: realm },
    { name: 'nonce', value: nonce },
    { name: 'algorithm', value: algorithm },
  ]
  if (qop.length > 0) params.push({ name: 'qop', value: qop.join(', ') })
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
  /** As it is sent; counts with `auth-int` only. Default empty. */
  readonly body?: Uint8Array
}

const noBody: Uint8Array = new Uint8Array(0)

/** The hash of `user:realm:password`, to be kept instead of a password. */
export const digestHa1 = (algorithm: DigestAlgorithm, username: string, realm: string, password: string): string =>
  hashText(algorithm, `${username}:${realm}:${password}`)

export const digestResponse = (input: ResponseInput): string => {
  const { algorithm, username, realm, secret, method, uri, nonce, count, body = noBody } = input
  const base = 'ha1' in secret ? secret.ha1 : digestHa1(algorithm, username, realm, secret.password)
  const cnonce = count?.cnonce ?? input.cnonce ?? ''
  const ha1 = algorithm.endsWith('-sess') ? hashText(algorithm, `${base}:${nonce}:${cnonce}`) : base
  const entity = count?.qop.toLowerCase() === 'auth-int' ? `:${hashBytes(algorithm, body)}` : ''
  const ha2 = hashText(algorithm, `${method}:${uri}${entity}`)
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
  /** Of the request, for a challenge that takes `auth-int` only. Default empty. */
  readonly body?: Uint8Array
}

/**
 * The answer to a challenge. Of `auth` and `auth-int` the first is taken: a body that is changed on the way, as gateways change
 * addresses in a session, fails the other. `null` where its scheme, algorithm or `qop` is not known here, so that another of the
 * challenges can be tried.
 *
 * @throws SipError `bad-value` when the count is none.
 */
export const answerChallenge = (parts: CredentialsParts): AuthValue | null => {
  const { challenge, username, secret, method, uri, cnonce, count, body = noBody } = parts
  const algorithm = digestAlgorithm(paramOf(challenge.params, 'algorithm'))
  const realm = paramOf(challenge.params, 'realm')
  const nonce = paramOf(challenge.params, 'nonce')
  if (challenge.scheme.toLowerCase() !== 'digest' || algorithm === null || !realm || !nonce) return null
  if (!(Number.isInteger(count) && count > 0 && count <= 0xffffffff))
    throw new SipError('bad-value', { message: 'a nonce count is 1 to ffffffff', status: 500 })
  const offered = paramOf(challenge.params, 'qop')
  const qop = offered ? qopOf(offered) : null
  if (offered && qop === null) return null
  const counted = qop === null ? null : { nc: count.toString(16).padStart(8, '0'), cnonce, qop }
  const by = { algorithm, username, realm, secret, method, uri, nonce, body }
  const response = digestResponse({ ...by, count: counted, cnonce })
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
          { name: 'qop', value: counted.qop },
          { name: 'nc', value: counted.nc },
        ]),
  ])
}

const qopOf = (offered: string): DigestQop | null => {
  const words = offered.split(',').map((word) => word.trim().toLowerCase())
  if (words.includes('auth')) return 'auth'
  return words.includes('auth-int') ? 'auth-int' : null
}
