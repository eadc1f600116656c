/** Answers the challenges to one request, once for each realm, again only where a nonce was stale: RFC 3261 section 22, RFC 7616. */
import type { AuthValue } from '../headers/auth.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { paramOf } from '../text/param.js'
import type { Logins } from './logins.js'
import { orNull } from './or-null.js'

/** More rounds than a chain of proxies with stale nonces needs. */
const mostRounds = 4

export class Challenges {
  readonly #logins: Logins
  /** What was answered from before does not count: its nonce may be forgotten there. */
  readonly #answered = new Set<string>()
  #rounds = 0

  constructor(logins: Logins) {
    this.#logins = logins
  }

  /** The credentials of the request that is sent next; `null` when the refusal stands. @throws SipError when it cannot be answered. */
  answer(request: SipRequest, response: SipResponse): HeaderFields | null {
    const { status, headers } = response
    if (status !== 401 && status !== 407) return null
    this.#rounds += 1
    if (this.#rounds > mostRounds) return null
    // A proxy that forked puts the challenges of all branches into one response, whatever its status (section 16.7).
    const isServer = this.#answerAll(orNull(() => headers.get('wwwAuthenticate')) ?? [], false)
    const isProxy = this.#answerAll(orNull(() => headers.get('proxyAuthenticate')) ?? [], true)
    return isServer || isProxy ? this.#logins.headers(request, this.#answered) : null
  }

  /** Whether any of them can be answered. */
  #answerAll(challenges: readonly AuthValue[], isProxy: boolean): boolean {
    const realms = new Set(challenges.map(({ params }) => paramOf(params, 'realm')))
    let isAnswered = false
    for (const realm of realms) {
      const those = challenges.filter(({ params }) => paramOf(params, 'realm') === realm)
      if (realm && this.#answerRealm(realm, isProxy, those)) isAnswered = true
    }
    return isAnswered
  }

  #answerRealm(realm: string, isProxy: boolean, those: readonly AuthValue[]): boolean {
    const key = `${isProxy} ${realm}`
    const isStale = those.some(({ params }) => paramOf(params, 'stale')?.toLowerCase() === 'true')
    if (this.#answered.has(key) && !isStale) return false
    if (!this.#logins.learn(key, realm, isProxy, those)) return false
    this.#answered.add(key)
    return true
  }
}
