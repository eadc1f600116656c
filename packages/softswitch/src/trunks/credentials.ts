/** What a client answers challenges with, and the nonce that it goes on using: RFC 7616 section 3.4, RFC 3261 section 22. */
import type { RandomStream } from '@callweave/core'
import { type AuthValue, formatUri, type HeaderFields, paramOf, type SipResponse, type Uri } from '@callweave/sip'
import { answerChallenge, type DigestSecret } from '@callweave/sip/digest'
import { tokenOf } from '../token.js'

export interface CredentialsOptions {
  readonly username: string
  readonly secret: DigestSecret
  readonly random: RandomStream
}

export interface Credentials {
  /** Takes the challenge of a 401 or 407; `false` when it has none that we know. @throws SipError when it is malformed. */
  take(response: SipResponse): boolean
  /** The header that answers it, with the next count; none before the first challenge. */
  headersFor(method: string, uri: Uri): HeaderFields
}

interface Challenge {
  readonly header: 'authorization' | 'proxyAuthorization'
  readonly value: AuthValue
}

export const createCredentials = ({ username, secret, random }: CredentialsOptions): Credentials => {
  let challenge: Challenge | null = null
  let count = 0
  const answer = (value: AuthValue, method: string, uri: string, number: number): AuthValue | null =>
    answerChallenge({ challenge: value, username, secret, method, uri, cnonce: tokenOf(random), count: number })
  return {
    take: (response) => {
      const isProxy = response.status === 407
      const offered = response.headers.get(isProxy ? 'proxyAuthenticate' : 'wwwAuthenticate') ?? []
      const value = offered.find((one) => answer(one, 'REGISTER', 'sip:a', 1) !== null)
      if (value === undefined) return false
      const isSame = challenge !== null && paramOf(challenge.value.params, 'nonce') === paramOf(value.params, 'nonce')
      challenge = { header: isProxy ? 'proxyAuthorization' : 'authorization', value }
      if (!isSame) count = 0
      return true
    },
    headersFor: (method, uri) => {
      if (challenge === null) return {}
      count += 1
      const value = answer(challenge.value, method, formatUri(uri), count)
      return value === null ? {} : { [challenge.header]: [value] }
    },
  }
}
