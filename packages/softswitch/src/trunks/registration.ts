/**
 * Our registration with a provider: RFC 3261 section 10.2. It is renewed at half of its time, or 600 s before its end where
 * that is later (as 3GPP TS 24.229 section 5.1.1.4 has it), and tried again after a failure as RFC 5626 section 4.5 has it.
 */
import { type Clock, mayMove, type RandomStream, type TimerId } from '@callweave/core'
import {
  contactOf,
  createRequest,
  parseUri,
  party,
  SipError,
  type SipResponse,
  sameUri,
  sipUri,
  type Uri,
  type Via,
} from '@callweave/sip'
import type { Ask, Outcome } from '../ask.js'
import { tokenOf } from '../token.js'
import { type Credentials, createCredentials } from './credentials.js'
import { type RegistrationState, registrationStates } from './registration-states.js'
import type { RegistrationSettings } from './settings.js'

export interface RegistrationOptions {
  readonly clock: Clock
  readonly random: RandomStream
  readonly settings: RegistrationSettings
  readonly ask: Ask
  /** Ours, with a branch of its own. */
  readonly via: () => Via
  /** Where the provider sends our calls. */
  readonly contact: Uri
  /** Told at the change only: `because` is why it failed, `null` when it is up, for the first time too. */
  readonly onChange: (because: string | null) => void
}

export interface Registration {
  readonly state: RegistrationState
  start(): void
  /** Takes the registration back, without waiting for the answer. */
  close(): void
}

const baseMs = 30_000
const mostMs = 1_800_000
/** Requests in a row that challenges and too short times may ask for. */
const mostTries = 4

class ProviderRegistration implements Registration {
  readonly #options: RegistrationOptions
  readonly #credentials: Credentials
  readonly #callId: string
  readonly #tag: string
  readonly #registrar: Uri
  readonly #aor: Uri
  #state: RegistrationState = 'idle'
  #number = 0
  #seconds: number
  #failures = 0
  #timer: TimerId = 0
  /** What was told last; `undefined` before. */
  #told: string | null | undefined = undefined
  #isKnown = false

  constructor(options: RegistrationOptions) {
    const { settings, random } = options
    const { username, authUsername = username, secret, expiresSeconds = 3600 } = settings
    const registrar = parseUri(settings.registrar)
    this.#options = options
    this.#registrar = registrar
    this.#aor =
      registrar.kind === 'sip' ? sipUri({ scheme: registrar.scheme, user: username, host: registrar.host }) : registrar
    this.#credentials = createCredentials({ username: authUsername, secret, random })
    this.#seconds = expiresSeconds
    this.#callId = tokenOf(random)
    this.#tag = tokenOf(random)
  }

  get state(): RegistrationState {
    return this.#state
  }

  start(): void {
    if (this.#state === 'idle') this.#begin()
  }

  close(): void {
    if (this.#state === 'closed') return
    this.#options.clock.cancel(this.#timer)
    this.#move('closed')
    if (this.#isKnown) this.#send(0, () => undefined)
  }

  #begin(): void {
    this.#timer = 0
    this.#move('asking')
    this.#try(1)
  }

  #try(tries: number): void {
    this.#send(this.#seconds, (outcome, isElsewhere = false) => {
      if (this.#state !== 'asking') return
      try {
        this.#answered(outcome, tries, isElsewhere)
      } catch (error) {
        if (!(error instanceof SipError)) throw error
        this.#fail('malformed', 0)
      }
    })
  }

  #send(expires: number, answered: Parameters<Ask>[1]): void {
    const { via, contact, ask } = this.#options
    const uri = this.#registrar
    this.#number += 1
    const request = createRequest({
      method: 'REGISTER',
      uri,
      headers: {
        via: [via()],
        maxForwards: 70,
        from: party(this.#aor, this.#tag),
        to: party(this.#aor),
        callId: this.#callId,
        cseq: { number: this.#number, method: 'REGISTER' },
        contact: [contactOf(contact, { expires })],
        expires,
        ...this.#credentials.headersFor('REGISTER', uri),
      },
    })
    ask(request, answered)
  }

  /** `isElsewhere`: by another server than the one that answered before. */
  #answered(outcome: Outcome, tries: number, isElsewhere: boolean): void {
    if (outcome === 'timeout' || outcome === 'unsent') this.#fail(outcome, 0)
    else if (outcome.status >= 200 && outcome.status < 300) this.#succeed(this.#grantedBy(outcome))
    else if (tries < mostTries && (this.#isShort(outcome) || this.#isChallenge(outcome, isElsewhere)))
      this.#try(tries + 1)
    else this.#fail(reasonOf(outcome), outcome.headers.get('retryAfter')?.seconds ?? 0)
  }

  /** A 423 that names a longer time, which is asked for from now on. */
  #isShort({ status, headers }: SipResponse): boolean {
    const minExpires = status === 423 ? headers.get('minExpires') : undefined
    if (minExpires === undefined || minExpires <= this.#seconds) return false
    this.#seconds = minExpires
    return true
  }

  #isChallenge(response: SipResponse, isElsewhere: boolean): boolean {
    return refusesCredentials(response) && this.#credentials.take(response, isElsewhere)
  }

  #grantedBy({ headers }: SipResponse): number {
    const contacts = headers.get('contact') ?? []
    const ours = contacts === '*' ? undefined : contacts.find(({ uri }) => sameUri(uri, this.#options.contact))
    return ours?.expires ?? headers.get('expires') ?? this.#seconds
  }

  #succeed(granted: number): void {
    const seconds = Math.min(Math.max(granted, 20), 86_400)
    this.#failures = 0
    this.#isKnown = true
    this.#move('registered')
    this.#again(seconds > 1200 ? (seconds - 600) * 1000 : seconds * 500)
    this.#tell(null)
  }

  #fail(because: string, retryAfterSeconds: number): void {
    const { random } = this.#options
    this.#failures += 1
    this.#move('waiting')
    const mostNowMs = Math.min(mostMs, baseMs * 2 ** Math.min(this.#failures, 20))
    const waitMs = mostNowMs * (0.5 + random.next() / 2)
    this.#again(Math.round(Math.max(waitMs, Math.min(retryAfterSeconds * 1000, mostMs))))
    this.#tell(because)
  }

  #again(afterMs: number): void {
    const { clock } = this.#options
    this.#timer = clock.at(clock.nowMs() + afterMs, () => this.#begin(), undefined)
  }

  #tell(because: string | null): void {
    const isChange = this.#told === undefined || (this.#told === null) !== (because === null)
    this.#told = because
    if (isChange) this.#options.onChange(because)
  }

  #move(state: RegistrationState): void {
    if (!mayMove(registrationStates, this.#state, state))
      throw new TypeError(`a registration that is ${this.#state} may not become ${state}`)
    this.#state = state
  }
}

const refusesCredentials = ({ status }: SipResponse): boolean => status === 401 || status === 407

const reasonOf = (response: SipResponse): string =>
  refusesCredentials(response) ? 'credentials' : `status-${response.status}`

/** @throws SipError `bad-uri` when the provider's URI is none. */
export const createRegistration = (options: RegistrationOptions): Registration => new ProviderRegistration(options)
