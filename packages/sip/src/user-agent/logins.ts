/** Challenges that have been answered, to answer them again unasked: RFC 7616 section 3.6, RFC 3261 section 22.1. */
import { answerChallenge } from '../digest/response.js'
import type { AuthValue } from '../headers/auth.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest } from '../message/message.js'
import { paramOf } from '../text/param.js'
import { formatUri } from '../uri/write-uri.js'
import type { Ids } from './ids.js'
import type { Credentials, CredentialsFor } from './options.js'

interface Login {
  readonly isProxy: boolean
  readonly challenge: AuthValue
  readonly who: Credentials
  readonly cnonce: string
  /** How often its nonce has been used. */
  count: number
}

/** Realms of one far end; a dialog has more only where somebody makes them up. */
const mostLogins = 8

/** Of one dialog, or of one request outside of any: its nonces are used on, each time with a higher count. */
export class Logins {
  readonly #credentials: CredentialsFor | undefined
  readonly #ids: Ids
  readonly #known = new Map<string, Login>()

  constructor(credentials: CredentialsFor | undefined, ids: Ids) {
    this.#credentials = credentials
    this.#ids = ids
  }

  /** Takes the strongest of these challenges of one realm that can be answered; `false` when none can. */
  learn(key: string, realm: string, isProxy: boolean, those: readonly AuthValue[]): boolean {
    const who = this.#credentials?.(realm) ?? null
    if (who === null || (this.#known.size >= mostLogins && !this.#known.has(key))) return false
    for (const challenge of strongestFirst(those)) {
      const login = { isProxy, challenge, who, cnonce: this.#ids.token(), count: 0 }
      if (answerOf(login, probe) === null) continue
      this.#known.set(key, login)
      return true
    }
    return false
  }

  /**
   * Credentials for a request: of the challenges in `answered`, and of those whose nonce may be used again, which one without
   * `qop` may not. @throws SipError when a challenge is malformed.
   */
  headers({ method, uri, body }: Signed, answered: ReadonlySet<string> = none): HeaderFields {
    if (this.#known.size === 0) return {}
    const values: Record<'authorization' | 'proxyAuthorization', AuthValue[]> = {
      authorization: [],
      proxyAuthorization: [],
    }
    for (const [key, login] of this.#known) {
      if (!answered.has(key) && paramOf(login.challenge.params, 'qop') === undefined) continue
      login.count += 1
      const value = answerOf(login, { method, uri: formatUri(uri), body })
      if (value !== null) values[login.isProxy ? 'proxyAuthorization' : 'authorization'].push(value)
    }
    return authOf(values)
  }
}

/** What of a request its credentials cover. */
type Signed = Pick<SipRequest, 'method' | 'uri' | 'body'>

const none: ReadonlySet<string> = new Set()

/** The same, with the URI as it is written. */
type Written = Omit<Signed, 'uri'> & { readonly uri: string }

const probe: Written = { method: 'OPTIONS', uri: 'sip:a', body: new Uint8Array(0) }

/** Of these headers the credentials, where there are any. */
export const authOf = ({ authorization, proxyAuthorization }: HeaderFields): HeaderFields => ({
  ...(authorization === undefined || authorization.length === 0 ? {} : { authorization }),
  ...(proxyAuthorization === undefined || proxyAuthorization.length === 0 ? {} : { proxyAuthorization }),
})

const answerOf = ({ challenge, who, cnonce, count }: Login, signed: Written): AuthValue | null =>
  answerChallenge({ challenge, ...who, ...signed, cnonce, count: Math.max(1, count) })

const strongestFirst = (those: readonly AuthValue[]): readonly AuthValue[] => {
  const isSha = ({ params }: AuthValue): boolean =>
    paramOf(params, 'algorithm')?.toUpperCase().startsWith('SHA') ?? false
  return [...those.filter(isSha), ...those.filter((each) => !isSha(each))]
}
