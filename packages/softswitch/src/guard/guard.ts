/**
 * Keeps strangers off: counts what each source sends, asks for credentials, and is slower and then silent to who guesses. It
 * says what is to be done; who has the sockets does it.
 */
import type { Clock, RandomStream } from '@callweave/core'
import {
  createResponse,
  type HeaderFields,
  type SipRequest,
  type SipResponse,
  telDigits,
  type Uri,
} from '@callweave/sip'
import { createNonces, signWith } from '@callweave/sip/digest'
import { createAddressList } from '../address/address-list.js'
import { networkOf } from '../address/parse-address.js'
import type { Flow } from '../flow.js'
import { tokenOf } from '../token.js'
import { type Account, type Authenticator, createAuthenticator, type Identity } from './authenticator.js'
import { createGuesses, type Guesses, type GuessVerdict } from './guesses.js'
import { createNotices, type Notice, type Notices } from './notices.js'
import { createRates, type Rates, type RateVerdict } from './rates.js'
import { isScanner } from './scanners.js'
import { defaultGuardSettings, type GuardSettings } from './settings.js'

export interface GuardOptions {
  readonly clock: Clock
  readonly random: RandomStream
  /** 32 bytes that nobody can know, drawn anew at each start: nonces are signed with it. */
  readonly key: Uint8Array
  readonly settings?: Partial<GuardSettings>
  readonly accountOf: (username: string) => Account | null
  /** Whether the address is known (a trunk): it may send more, and is never dropped for its guesses. */
  readonly isKnown: (from: Flow) => boolean
  /** Whether a phone is registered over this very flow: it is let through while others behind its address guess. */
  readonly isRegistered?: (from: Flow) => boolean
  readonly notice: (notice: Notice) => void
}

export type GuardVerdict =
  | { readonly verdict: 'right'; readonly identity: Identity }
  /** `response` is sent after `delayMs`; `null`: nothing is. */
  | { readonly verdict: 'no'; readonly response: SipResponse | null; readonly delayMs: number }

export interface Guard {
  /**
   * Whether a message is looked at, before it costs anything: `refuse` is a request to be answered with `busy`, `drop` is
   * forgotten. Responses count for the rate only. A request within a dialog that is up comes here too.
   */
  gate(from: Flow, kind: 'request' | 'response'): RateVerdict
  /**
   * Whether `gate` would say `drop`, before the message has been read; counts nothing. A response over the rate is left to
   * `gate` as long as a request would be answered with 503, so that a flood of them is told of.
   */
  isShut(from: Flow, kind: 'request' | 'response'): boolean
  /** 503 with Retry-After. */
  busy(request: SipRequest): SipResponse
  /**
   * Who sent a request that belongs to no dialog. Who is not who From (of a REGISTER also To) says gets 403. An OPTIONS is
   * not asked for credentials: its 200 says nothing.
   *
   * @throws SipError when a header that decides is malformed: 400.
   */
  check(request: SipRequest, from: Flow): GuardVerdict
  /** Sources that are remembered. */
  readonly sources: number
}

const silence: GuardVerdict = { verdict: 'no', response: null, delayMs: 0 }

class DigestGuard implements Guard {
  readonly #options: GuardOptions
  readonly #settings: GuardSettings
  readonly #rates: Rates
  readonly #guesses: Guesses
  readonly #notices: Notices
  readonly #authenticator: Authenticator
  readonly #isTrusted: (from: Flow) => boolean

  constructor(options: GuardOptions) {
    const { random, key, accountOf, isKnown, notice } = options
    const settings = { ...defaultGuardSettings, ...options.settings }
    const { realm, algorithms, guesses, rates, trusted } = settings
    const list = createAddressList(trusted)
    this.#options = options
    this.#settings = settings
    this.#rates = createRates(rates)
    this.#guesses = createGuesses(guesses)
    this.#notices = createNotices(notice, guesses.sources)
    const nonces = createNonces({ sign: signWith(key) })
    this.#authenticator = createAuthenticator({ realm, algorithms, nonces, random, accountOf })
    this.#isTrusted = (from) => isKnown(from) || (trusted.length > 0 && list.has(from.source, from.port))
  }

  get sources(): number {
    return this.#guesses.size
  }

  gate(from: Flow, kind: 'request' | 'response'): RateVerdict {
    const nowMs = this.#options.clock.nowMs()
    const network = networkOf(from.source)
    const isTrusted = this.#isTrusted(from)
    if (kind === 'request' && !isTrusted && this.#isRefused(from, network, nowMs)) return 'drop'
    const verdict = this.#rates.take(network, isTrusted, nowMs)
    if (verdict !== 'pass') this.#tell('rate-exceeded', network, nowMs)
    return verdict === 'refuse' && kind === 'response' ? 'drop' : verdict
  }

  isShut(from: Flow, kind: 'request' | 'response'): boolean {
    const nowMs = this.#options.clock.nowMs()
    const network = networkOf(from.source)
    const isTrusted = this.#isTrusted(from)
    if (kind === 'request' && !isTrusted && this.#isRefused(from, network, nowMs)) return true
    return this.#rates.peek(network, isTrusted, nowMs) === 'drop'
  }

  busy(request: SipRequest): SipResponse {
    const retryAfter = { seconds: this.#settings.rates.retryAfterSeconds, comment: null, params: [] }
    return this.#respond(request, 503, { retryAfter })
  }

  check(request: SipRequest, from: Flow): GuardVerdict {
    const nowMs = this.#options.clock.nowMs()
    const network = networkOf(from.source)
    const isTrusted = this.#isTrusted(from)
    if (!isTrusted && this.#guesses.judge(network, nowMs).verdict === 'refused') return silence
    if (!isTrusted && isScanner(request)) {
      this.#count(network, 'challenge', nowMs)
      this.#tell('scanner', network, nowMs)
      return silence
    }
    // Neither is ever answered with a challenge (RFC 3261 section 22.1).
    if (request.method === 'ACK' || request.method === 'CANCEL') return silence
    if (request.method === 'OPTIONS')
      return this.#probed(request, network, isTrusted || this.#isRegistered(from), nowMs)
    return this.#authenticate(request, network, isTrusted, nowMs)
  }

  #isRefused(from: Flow, network: string, nowMs: number): boolean {
    return this.#guesses.judge(network, nowMs).verdict === 'refused' && !this.#isRegistered(from)
  }

  #isRegistered(from: Flow): boolean {
    return this.#options.isRegistered?.(from) ?? false
  }

  #probed(request: SipRequest, network: string, isTrusted: boolean, nowMs: number): GuardVerdict {
    if (!isTrusted) this.#count(network, 'challenge', nowMs)
    return this.#answer(this.#respond(request, 200), network, isTrusted, nowMs)
  }

  #authenticate(request: SipRequest, network: string, isTrusted: boolean, nowMs: number): GuardVerdict {
    const claims = claimsOf(request)
    const verdict = this.#authenticator.check(request, nowMs)
    if (verdict.verdict === 'right') {
      this.#guesses.right(network, nowMs)
      if (mayClaim(verdict.identity, claims)) return verdict
      return { verdict: 'no', response: this.#respond(request, 403), delayMs: 0 }
    }
    if (!isTrusted) this.#count(network, verdict.verdict === 'wrong' ? 'failure' : 'challenge', nowMs)
    return this.#answer(verdict.response, network, isTrusted, nowMs)
  }

  #answer(response: SipResponse, network: string, isTrusted: boolean, nowMs: number): GuardVerdict {
    const standing: GuessVerdict = isTrusted ? { verdict: 'free' } : this.#guesses.judge(network, nowMs)
    if (standing.verdict === 'refused') return silence
    return { verdict: 'no', response, delayMs: standing.verdict === 'slowed' ? standing.delayMs : 0 }
  }

  #count(network: string, what: 'failure' | 'challenge', nowMs: number): void {
    const now = this.#guesses.count(network, what, nowMs)
    if (now.verdict === 'slowed') this.#tell('guesses-slowed', network, nowMs, now.failures)
    if (now.verdict === 'refused') this.#tell('guesses-refused', network, nowMs, now.failures, now.untilMs)
  }

  #tell(code: Notice['code'], source: string, atMs: number, count = 1, untilMs: number | null = null): void {
    this.#notices.tell({ code, source, atMs, untilMs, count: Math.floor(count + 0.01) })
  }

  #respond(request: SipRequest, status: number, headers: HeaderFields = {}): SipResponse {
    return createResponse(request, status, { toTag: tokenOf(this.#options.random), headers })
  }
}

/** Whom the request says it is from, and for a REGISTER whom it registers: read before any password is looked at. */
const claimsOf = ({ method, headers }: SipRequest): readonly (string | null)[] => {
  const from = userOf(headers.need('from').uri)
  return method === 'REGISTER' ? [from, userOf(headers.need('to').uri)] : [from]
}

const userOf = (uri: Uri): string | null => {
  if (uri.kind === 'tel') return telDigits(uri)
  return uri.kind === 'sip' ? uri.user : null
}

/** A trunk passes on the numbers of others. */
const mayClaim = (identity: Identity, claims: readonly (string | null)[]): boolean =>
  identity.who === 'trunk' || claims.every((claim) => claim === identity.extension)

export const createGuard = (options: GuardOptions): Guard => new DigestGuard(options)
