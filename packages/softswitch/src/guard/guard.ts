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
import { type Flow, flowKey } from '../flow.js'
import { createRecent } from '../recent.js'
import { tokenOf } from '../token.js'
import { type Account, type Authenticator, createAuthenticator, type Identity } from './authenticator.js'
import { createGuesses, type Guesses, type GuessVerdict } from './guesses.js'
import { createKnownUsers, type KnownUsers } from './known-users.js'
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
  /**
   * Whether the address is known (a trunk): it may send more. Its guesses count as anybody's, but what is refused then is what
   * has to log in: `gate` never drops it for them.
   */
  readonly isKnown: (from: Flow) => boolean
  /**
   * Whether a phone (of this extension) is registered over this very flow: it has a rate of its own, and under its own name a
   * count of its own, so that it is let through while others behind its address flood or guess.
   */
  readonly isRegistered?: (from: Flow, extension?: string) => boolean
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
  /** Whether the request gives the name of a tool that scans, which is counted and told: it gets no answer, not even a trunk's. */
  scans(request: SipRequest, from: Flow): boolean
  /** Whether the request has credentials of our realm: who gives them wants to be a phone, wherever it is. */
  logsIn(request: SipRequest): boolean
  /**
   * Who sent a request that belongs to no dialog. Who is not who From (of a REGISTER also To) says gets 403. An OPTIONS is
   * not asked for credentials: its 200 says nothing. `target`: whom it is for, by default its URI.
   *
   * @throws SipError when a header that decides is malformed: 400.
   */
  check(request: SipRequest, from: Flow, target?: Uri): GuardVerdict
  /** Sources that are remembered. */
  readonly sources: number
}

/** Who is told of, and under which name its guesses are counted. */
interface Counted {
  readonly network: string
  readonly key: string
  /** Its guesses count for its network as well. */
  readonly countsForNetwork: boolean
}

const silence: GuardVerdict = { verdict: 'no', response: null, delayMs: 0 }

/** Each message is asked about twice. */
const mostNetworks = 1_024

class DigestGuard implements Guard {
  readonly #options: GuardOptions
  readonly #settings: GuardSettings
  readonly #rates: Rates
  readonly #guesses: Guesses
  readonly #known: KnownUsers
  readonly #notices: Notices
  readonly #authenticator: Authenticator
  /** The network of a source. */
  readonly #networks = createRecent(mostNetworks, networkOf)
  readonly #isTrusted: (from: Flow) => boolean
  readonly #maySendMore: (from: Flow) => boolean

  constructor(options: GuardOptions) {
    const { random, key, accountOf, isKnown, notice } = options
    const settings = { ...defaultGuardSettings, ...options.settings }
    const { realm, algorithms, guesses, rates, trusted } = settings
    const list = createAddressList(trusted)
    this.#options = options
    this.#settings = settings
    this.#rates = createRates(rates)
    this.#guesses = createGuesses(guesses)
    this.#known = createKnownUsers(guesses.sources)
    this.#notices = createNotices(notice, guesses.sources)
    const nonces = createNonces({ sign: signWith(key) })
    this.#authenticator = createAuthenticator({ realm, algorithms, nonces, random, accountOf })
    this.#isTrusted = (from) => trusted.length > 0 && list.has(from.source, from.port)
    this.#maySendMore = (from) => isKnown(from) || this.#isTrusted(from)
  }

  get sources(): number {
    return this.#guesses.size
  }

  gate(from: Flow, kind: 'request' | 'response'): RateVerdict {
    const nowMs = this.#options.clock.nowMs()
    const network = this.#networks.need(from.source)
    const mayMore = this.#maySendMore(from)
    if (kind === 'request' && !mayMore && this.#isRefused(from, network, nowMs)) return 'drop'
    const verdict = this.#rates.take(this.#ratedAs(from, network, mayMore), mayMore, nowMs)
    if (verdict !== 'pass') this.#tell('rate-exceeded', network, nowMs)
    return verdict === 'refuse' && kind === 'response' ? 'drop' : verdict
  }

  isShut(from: Flow, kind: 'request' | 'response'): boolean {
    const nowMs = this.#options.clock.nowMs()
    const network = this.#networks.need(from.source)
    const mayMore = this.#maySendMore(from)
    if (kind === 'request' && !mayMore && this.#isRefused(from, network, nowMs)) return true
    return this.#rates.peek(this.#ratedAs(from, network, mayMore), mayMore, nowMs) === 'drop'
  }

  busy(request: SipRequest): SipResponse {
    const retryAfter = { seconds: this.#settings.rates.retryAfterSeconds, comment: null, params: [] }
    return this.#respond(request, 503, { retryAfter })
  }

  scans(request: SipRequest, from: Flow): boolean {
    if (this.#isTrusted(from) || !isScanner(request)) return false
    const nowMs = this.#options.clock.nowMs()
    const network = this.#networks.need(from.source)
    this.#count({ network, key: network, countsForNetwork: false }, 'challenge', nowMs)
    this.#tell('scanner', network, nowMs)
    return true
  }

  logsIn(request: SipRequest): boolean {
    return this.#authenticator.logsIn(request)
  }

  check(request: SipRequest, from: Flow, target: Uri = request.uri): GuardVerdict {
    const nowMs = this.#options.clock.nowMs()
    const counted = this.#isTrusted(from) ? null : this.#countedAs(request, from, nowMs)
    if (counted !== null && this.#guesses.judge(counted.key, nowMs).verdict === 'refused') return silence
    if (this.scans(request, from)) return silence
    // Neither is ever answered with a challenge (RFC 3261 section 22.1).
    if (request.method === 'ACK' || request.method === 'CANCEL') return silence
    if (request.method === 'OPTIONS') return this.#probed(request, this.#isRegistered(from) ? null : counted, nowMs)
    return this.#authenticate(request, from, { counted, target, nowMs })
  }

  /**
   * A phone that speaks for itself alone is judged apart, whoever else guesses behind its address: by its flow where it is
   * registered, by its name where its password was right from there before. Under that name others there may have guessed:
   * one who comes back from another port meanwhile waits until they are not refused any more, as the log has told.
   */
  #countedAs(request: SipRequest, from: Flow, nowMs: number): Counted {
    const network = this.#networks.need(from.source)
    const stranger = { network, key: network, countsForNetwork: false }
    if (!this.#isRegistered(from) && !this.#known.has(network, nowMs)) return stranger
    const [own, ...others] = [...claimsOf(request), ...this.#authenticator.usernamesOf(request)]
    if (own === undefined || own === null || others.some((name) => name !== own)) return stranger
    const isRegistered = this.#isRegistered(from, own)
    if (!isRegistered && !this.#known.has(network, nowMs, own)) return stranger
    // Behind one address anybody may say that name: what is not heard over the phone's own flow does not count for it.
    return { network, key: `${isRegistered ? flowKey(from) : network} ${own}`, countsForNetwork: !isRegistered }
  }

  /** Where somebody is known, requests are read before they are refused. */
  #isRefused(from: Flow, network: string, nowMs: number): boolean {
    const { verdict } = this.#guesses.judge(network, nowMs)
    return verdict === 'refused' && !this.#isRegistered(from) && !this.#known.has(network, nowMs)
  }

  /** Whatever its neighbours send, a registered phone may send as much as one source. */
  #ratedAs(from: Flow, network: string, mayMore: boolean): string {
    return !mayMore && this.#isRegistered(from) ? flowKey(from) : network
  }

  #isRegistered(from: Flow, extension?: string): boolean {
    return this.#options.isRegistered?.(from, extension) ?? false
  }

  #probed(request: SipRequest, counted: Counted | null, nowMs: number): GuardVerdict {
    if (counted !== null) this.#count(counted, 'challenge', nowMs)
    return this.#answer(this.#respond(request, 200), counted, nowMs)
  }

  #authenticate(
    request: SipRequest,
    from: Flow,
    { counted, target, nowMs }: { readonly counted: Counted | null; readonly target: Uri; readonly nowMs: number },
  ): GuardVerdict {
    const claims = claimsOf(request)
    const verdict = this.#authenticator.check(request, nowMs, target)
    if (verdict.verdict === 'right') {
      if (counted !== null) this.#right(counted, nowMs)
      if (mayClaim(verdict.identity, claims)) {
        if (verdict.identity.who === 'phone') this.#known.add(networkOf(from.source), verdict.identity.extension, nowMs)
        return verdict
      }
      return { verdict: 'no', response: this.#respond(request, 403), delayMs: 0 }
    }
    if (counted !== null) this.#count(counted, verdict.verdict === 'wrong' ? 'failure' : 'challenge', nowMs)
    return this.#answer(verdict.response, counted, nowMs)
  }

  #answer(response: SipResponse, counted: Counted | null, nowMs: number): GuardVerdict {
    const standing: GuessVerdict = counted === null ? { verdict: 'free' } : this.#guesses.judge(counted.key, nowMs)
    if (standing.verdict === 'refused') return silence
    return { verdict: 'no', response, delayMs: standing.verdict === 'slowed' ? standing.delayMs : 0 }
  }

  #right({ network, key, countsForNetwork }: Counted, nowMs: number): void {
    this.#guesses.right(key, nowMs)
    if (countsForNetwork) this.#guesses.right(network, nowMs)
  }

  #count({ network, key, countsForNetwork }: Counted, what: 'failure' | 'challenge', nowMs: number): void {
    if (countsForNetwork) this.#count({ network, key: network, countsForNetwork: false }, what, nowMs)
    const now = this.#guesses.count(key, what, nowMs)
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
