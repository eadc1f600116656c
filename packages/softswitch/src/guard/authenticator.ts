/** Digest of requests: RFC 7616, RFC 8760 for several algorithms, RFC 3261 section 22. */
import type { RandomStream } from '@callweave/core'
import {
  type AuthValue,
  createResponse,
  paramOf,
  parseUri,
  SipError,
  type SipRequest,
  type SipResponse,
  sameUri,
  type Uri,
} from '@callweave/sip'
import {
  type DigestAlgorithm,
  type DigestSecret,
  digestChallenge,
  type Nonces,
  verifyDigest,
} from '@callweave/sip/digest'
import { tokenOf } from '../token.js'

/** Who may give credentials: a phone of an extension, or the far end of a trunk group that has a name and a password. */
export type Identity =
  | { readonly who: 'phone'; readonly extension: string }
  | { readonly who: 'trunk'; readonly trunk: string }

export interface Account {
  readonly identity: Identity
  /** A password, or its hash for this algorithm; `null` where there is no hash for it. */
  readonly secretOf: (algorithm: DigestAlgorithm) => DigestSecret | null
}

export interface AuthenticatorOptions {
  readonly realm: string
  readonly algorithms: readonly DigestAlgorithm[]
  readonly nonces: Nonces
  readonly random: RandomStream
  readonly accountOf: (username: string) => Account | null
}

/** Whoever is not right gets the same 401, whether there is such a name or not. */
export type AuthVerdict =
  | { readonly verdict: 'right'; readonly identity: Identity }
  /** No credentials that could be checked: none of this realm, or not with a nonce of ours, so that nothing was guessed. */
  | { readonly verdict: 'none'; readonly response: SipResponse }
  /** Right, but the nonce is too old or was used: the phone tries again by itself. */
  | { readonly verdict: 'stale'; readonly response: SipResponse }
  | { readonly verdict: 'wrong'; readonly response: SipResponse }

export interface Authenticator {
  /**
   * `target`: whom it is for, where a route of ours stands in its URI. Credentials are for the target; one that is found by
   * way of a URI with a user is not what credentials for that URI were given for.
   *
   * @throws SipError when a header that decides is malformed: 400.
   */
  check(request: SipRequest, nowMs: number, target?: Uri): AuthVerdict
  /** Whether it has credentials of our realm; not where they cannot be read. */
  logsIn(request: SipRequest): boolean
  /** Whose credentials of our realm it has: one name, or none. @throws SipError when they are malformed: 400. */
  usernamesOf(request: SipRequest): readonly (string | null)[]
}

export const createAuthenticator = (options: AuthenticatorOptions): Authenticator => {
  const { realm, algorithms, nonces, random, accountOf } = options
  // What a name that does not exist is checked against, so that it takes as long: nobody knows it, and nothing equals it.
  const decoy: DigestSecret = { password: tokenOf(random) + tokenOf(random) }
  const challenge = (request: SipRequest, nowMs: number, stale: boolean): SipResponse => {
    const nonce = nonces.make(nowMs)
    const wwwAuthenticate = algorithms.map((algorithm) => digestChallenge({ realm, nonce, algorithm, stale }))
    return createResponse(request, 401, { toTag: tokenOf(random), headers: { wwwAuthenticate } })
  }
  return {
    check: (request, nowMs, target = request.uri) => {
      const credentials = credentialsOf(request, realm)
      if (credentials === null) return { verdict: 'none', response: challenge(request, nowMs, false) }
      const verdict = verifyDigest({
        credentials,
        method: request.method,
        realm,
        algorithms,
        isUri: (text) => isUriOf(text, target) || (isUnnamed(request.uri) && isUriOf(text, request.uri)),
        secretOf: (username, algorithm) => accountOf(username)?.secretOf(algorithm) ?? decoy,
        nonces,
        nowMs,
      })
      const account = verdict.username === null ? null : accountOf(verdict.username)
      if (verdict.verdict === 'right' && account !== null) return { verdict: 'right', identity: account.identity }
      if (verdict.verdict === 'stale') return { verdict: 'stale', response: challenge(request, nowMs, true) }
      const isGuess = verdict.verdict === 'wrong' && verdict.because === 'password'
      return { verdict: isGuess ? 'wrong' : 'none', response: challenge(request, nowMs, false) }
    },
    logsIn: (request) => {
      try {
        return credentialsOf(request, realm) !== null
      } catch (error) {
        if (error instanceof SipError) return false
        throw error
      }
    },
    usernamesOf: (request) => {
      const credentials = credentialsOf(request, realm)
      return credentials === null ? [] : [paramOf(credentials.params, 'username') ?? null]
    },
  }
}

/** Those of our realm: a request may carry others for servers beyond. */
const credentialsOf = ({ headers }: SipRequest, realm: string): AuthValue | null =>
  headers.get('authorization')?.find(({ params }) => paramOf(params, 'realm') === realm) ?? null

/** Names a host only: an outbound proxy as a phone has it configured. */
const isUnnamed = (uri: Uri): boolean => uri.kind === 'sip' && uri.user === null

/** The same URI, or the same user at the same host: phones leave out ports and parameters there. */
const isUriOf = (text: string, uri: Uri): boolean => {
  try {
    const given = parseUri(text)
    if (sameUri(given, uri)) return true
    return (
      given.kind === 'sip' &&
      uri.kind === 'sip' &&
      given.user === uri.user &&
      given.host.toLowerCase() === uri.host.toLowerCase()
    )
  } catch (error) {
    if (error instanceof SipError) return false
    throw error
  }
}
