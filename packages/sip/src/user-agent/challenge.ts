/** Answers challenges, once for each realm, again only where a nonce was stale: RFC 3261 section 22, RFC 7616. */
import { answerChallenge } from '../digest/response.js'
import type { AuthValue } from '../headers/auth.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { paramOf } from '../text/param.js'
import { formatUri } from '../uri/write-uri.js'
import type { Ids } from './ids.js'
import type { CredentialsFor } from './options.js'

/** More rounds than a chain of proxies with stale nonces needs. */
const mostRounds = 4

export class Challenges {
  readonly #credentials: CredentialsFor | undefined
  readonly #ids: Ids
  readonly #answers = new Map<string, { readonly isProxy: boolean; readonly value: AuthValue }>()
  #rounds = 0

  constructor(credentials: CredentialsFor | undefined, ids: Ids) {
    this.#credentials = credentials
    this.#ids = ids
  }

  /** The headers of the request that is sent next; `null` when the refusal stands. @throws SipError when it is malformed. */
  answer(request: SipRequest, response: SipResponse): HeaderFields | null {
    const { status, headers } = response
    if ((status !== 401 && status !== 407) || this.#credentials === undefined) return null
    this.#rounds += 1
    if (this.#rounds > mostRounds) return null
    const isProxy = status === 407
    const challenges = headers.get(isProxy ? 'proxyAuthenticate' : 'wwwAuthenticate') ?? []
    const realms = new Set(challenges.map(({ params }) => paramOf(params, 'realm')))
    let isAnswered = false
    for (const realm of realms) {
      const those = challenges.filter(({ params }) => paramOf(params, 'realm') === realm)
      if (realm && this.#answerRealm(request, realm, isProxy, those)) isAnswered = true
    }
    return isAnswered ? this.headers : null
  }

  /** What has been answered so far; an ACK carries it as its INVITE did. */
  get headers(): HeaderFields {
    const all = [...this.#answers.values()]
    const ofUs = all.filter(({ isProxy }) => !isProxy).map(({ value }) => value)
    const ofProxies = all.filter(({ isProxy }) => isProxy).map(({ value }) => value)
    return {
      ...(ofUs.length === 0 ? {} : { authorization: ofUs }),
      ...(ofProxies.length === 0 ? {} : { proxyAuthorization: ofProxies }),
    }
  }

  #answerRealm({ method, uri }: SipRequest, realm: string, isProxy: boolean, those: readonly AuthValue[]): boolean {
    const key = `${isProxy} ${realm}`
    const isStale = those.some(({ params }) => paramOf(params, 'stale')?.toLowerCase() === 'true')
    const who = this.#credentials?.(realm) ?? null
    if (who === null || (this.#answers.has(key) && !isStale)) return false
    for (const challenge of strongestFirst(those)) {
      const value = answerChallenge({
        challenge,
        ...who,
        method,
        uri: formatUri(uri),
        cnonce: this.#ids.token(),
        count: 1,
      })
      if (value === null) continue
      this.#answers.set(key, { isProxy, value })
      return true
    }
    return false
  }
}

const strongestFirst = (those: readonly AuthValue[]): readonly AuthValue[] => {
  const isSha = ({ params }: AuthValue): boolean =>
    paramOf(params, 'algorithm')?.toUpperCase().startsWith('SHA') ?? false
  return [...those.filter(isSha), ...those.filter((each) => !isSha(each))]
}
