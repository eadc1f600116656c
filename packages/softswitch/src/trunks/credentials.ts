/**
 * What a client answers challenges with, and the nonces that it goes on using: RFC 7616 section 3.4, RFC 3261 section 22. A
 * proxy on the way and the registrar behind it may each ask, with a realm of its own: the last challenge of each is kept, and a
 * request answers them all (section 22.3).
 */
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
  /**
   * Takes the challenges of a 401 or 407, of each realm the first that we know. `false` when none of them is worth an answer:
   * what answered a nonce for the first time was refused, and not because the nonce is stale. The password is wrong.
   * A server other than the one that asked before (`isElsewhere`) cannot know that nonce.
   *
   * @throws SipError when they are malformed.
   */
  take(response: SipResponse, isElsewhere?: boolean): boolean
  /** The headers that answer them, with the next counts; none before the first challenge. */
  headersFor(method: string, uri: Uri): HeaderFields
}

interface Challenge {
  readonly isProxy: boolean
  readonly value: AuthValue
  /** How often its nonce has been used. */
  count: number
}

/** Over that the oldest is forgotten: somebody makes realms up. */
const mostRealms = 4

export const createCredentials = ({ username, secret, random }: CredentialsOptions): Credentials => {
  /** By header and realm, those that came last at the end. */
  const challenges = new Map<string, Challenge>()

  const answer = (value: AuthValue, method: string, uri: string, count: number): AuthValue | null =>
    answerChallenge({ challenge: value, username, secret, method, uri, cnonce: tokenOf(random), count })

  /** False when it is not worth an answer. */
  const takeOne = (key: string, isProxy: boolean, value: AuthValue, isElsewhere: boolean): boolean => {
    const before = isElsewhere ? undefined : challenges.get(key)
    const isSame = before !== undefined && nonceOf(before.value) === nonceOf(value)
    if (before !== undefined && !isStale(value) && (isSame || before.count < 2)) return false
    challenges.delete(key)
    challenges.set(key, { isProxy, value, count: isSame ? before.count : 0 })
    const [oldest] = challenges.keys()
    if (challenges.size > mostRealms && oldest !== undefined) challenges.delete(oldest)
    return true
  }

  return {
    take: ({ headers }, isElsewhere = false) => {
      const seen = new Set<string>()
      let isTaken = false
      for (const isProxy of [true, false]) {
        for (const value of headers.get(isProxy ? 'proxyAuthenticate' : 'wwwAuthenticate') ?? []) {
          const key = `${isProxy} ${paramOf(value.params, 'realm') ?? ''}`
          if (seen.has(key) || answer(value, 'REGISTER', 'sip:a', 1) === null) continue
          seen.add(key)
          isTaken = takeOne(key, isProxy, value, isElsewhere) || isTaken
        }
      }
      return isTaken
    },
    headersFor: (method, uri) => {
      const values: Record<'authorization' | 'proxyAuthorization', AuthValue[]> = {
        authorization: [],
        proxyAuthorization: [],
      }
      for (const challenge of challenges.values()) {
        challenge.count += 1
        const value = answer(challenge.value, method, formatUri(uri), challenge.count)
        if (value !== null) values[challenge.isProxy ? 'proxyAuthorization' : 'authorization'].push(value)
      }
      const { authorization, proxyAuthorization } = values
      return {
        ...(authorization.length === 0 ? {} : { authorization }),
        ...(proxyAuthorization.length === 0 ? {} : { proxyAuthorization }),
      }
    },
  }
}

const nonceOf = ({ params }: AuthValue): string | null | undefined => paramOf(params, 'nonce')

/** The password was right; only the nonce has grown old. */
const isStale = ({ params }: AuthValue): boolean => paramOf(params, 'stale')?.toLowerCase() === 'true'
