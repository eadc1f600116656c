/** A phone for tests: a user agent, media, and somebody who does what the test says. Real SIP, SDP and RTP. */
import type { Clock } from '@callweave/core'
import type { PhoneManner } from '@callweave/core/testing'
import type { Media, PartyId } from '@callweave/rtp/engine'
import { address, contactOf, parseUri, party, type SipMessage, sipUri } from '@callweave/sip'
import { type Codec, formatSdp, parseSdp } from '@callweave/sip/sdp'
import {
  createUserAgent,
  type SipCall,
  type SipCallEnd,
  type SipCallUser,
  type UserAgent,
} from '@callweave/sip/user-agent'
import type { Flow } from '../src/flow.js'
import { LegSession } from '../src/legs/session.js'

export interface PhoneWorld {
  readonly clock: Clock
  readonly random: () => number
  readonly media: Media
  readonly mediaHost: string
  /** Where the switch is. */
  readonly board: Flow
  send(message: SipMessage, from: Flow, to: Flow, unsent: () => void): void
}

export interface PhoneOptions {
  readonly at: Flow
  readonly number: string
  /** Of a phone that registers. */
  readonly password?: string
}

/** One call at the phone. */
export interface PhoneCall {
  readonly call: SipCall<Flow>
  readonly session: LegSession
  readonly party: PartyId
  /** What it heard of a transfer that it asked for. */
  readonly referStatus: number[]
  /** Provisional responses and their sessions, on a call that the phone made. */
  readonly progress: (number | 'session')[]
  end: SipCallEnd | null
  isAnswered: boolean
}

/** Before its INVITE is there. */
type OpenedCall = Omit<PhoneCall, 'call'>

export class TestPhone {
  readonly agent: UserAgent<Flow>
  readonly number: string
  readonly at: Flow
  readonly calls: PhoneCall[] = []
  manner: PhoneManner = 'never-answers'
  /** Told when somebody calls. */
  onRing: (call: PhoneCall) => void = () => {}
  /** Codecs in place of G.711. */
  codecs: readonly Codec[] = []
  /** A call is refused with this, whatever the manner. */
  refusesWith: number | null = null
  registered: number | null = null
  readonly #world: PhoneWorld
  readonly #password: string | undefined

  constructor(world: PhoneWorld, { at, number, password }: PhoneOptions) {
    this.#world = world
    this.#password = password
    this.at = at
    this.number = number
    this.agent = createUserAgent<Flow>({
      clock: world.clock,
      random: world.random,
      send: (message, to, unsent) => world.send(message, at, to, unsent),
      local: () => ({ host: at.source, port: at.port, transport: at.transport }),
      target: () => world.board,
      userAgent: 'phone',
      credentials: () => (password === undefined ? null : { username: number, secret: { password } }),
      user: {
        incoming: (call, offer) => this.#incoming(call, offer),
        request: (_, __, respond) => respond(200),
      },
    })
  }

  get live(): readonly PhoneCall[] {
    return this.calls.filter(({ end }) => end === null)
  }

  register(expires = 3_600): void {
    const aor = sipUri({ user: this.number, host: 'board' })
    this.agent.request({
      method: 'REGISTER',
      uri: sipUri({ host: 'board' }),
      peer: this.#world.board,
      headers: {
        from: party(aor),
        to: party(aor),
        contact: [contactOf(sipUri({ user: this.number, host: this.at.source, port: this.at.port }))],
        expires,
      },
      credentials: () =>
        this.#password === undefined ? null : { username: this.number, secret: { password: this.#password } },
      answered: ({ status }) => {
        this.registered = status
      },
      failed: () => {
        this.registered = 0
      },
    })
  }

  /** Calls a number by way of the switch. `lateOffer`: asks the switch for the first description. */
  dial(number: string, { lateOffer = false, headers = {}, uri = `sip:${number}@board` } = {}): PhoneCall {
    const made = this.#open()
    const call = this.agent.invite({
      to: parseUri(uri),
      from: address(sipUri({ user: this.number, host: 'board' })),
      peer: this.#world.board,
      session: lateOffer ? null : this.#offer(made.session),
      headers,
      credentials: () =>
        this.#password === undefined ? null : { username: this.number, secret: { password: this.#password } },
      user: this.#userOf(made),
    })
    return this.#add(made, call)
  }

  answer({ call, session, party }: PhoneCall, offer: string | null): void {
    const text = offer === null ? session.offer('a-law') : session.answer(parseSdp(offer), 'a-law', this.codecs)
    if (text === null) {
      call.refuse(488)
      return
    }
    call.answer(text)
    this.#agree(session, party)
  }

  hangUp({ call }: PhoneCall): void {
    call.hangUp()
  }

  press({ party }: PhoneCall, keys: string, eachMs: number): void {
    this.#world.media.sendKeys(party, keys, eachMs)
  }

  /** `direction`: hold as phones of today do it; `address`: as those older than RFC 3264. */
  hold({ call, session }: PhoneCall, isHeld: boolean, style: 'direction' | 'address' = 'direction'): void {
    if (session.local === null) throw new TypeError('nothing to hold')
    const again = parseSdp(session.offerAgain('a-law'))
    const media = again.media.map((each) => ({
      ...each,
      direction: isHeld && style === 'direction' ? ('sendonly' as const) : null,
    }))
    const connection = isHeld && style === 'address' ? ({ version: 4, address: '0.0.0.0' } as const) : again.connection
    session.local = { ...again, media, connection }
    call.offer(formatSdp(session.local))
  }

  #incoming(call: SipCall<Flow>, offer: string | null) {
    const { manner } = this
    if (this.refusesWith !== null) return { status: this.refusesWith }
    if (this.live.length > 0) return { status: 486 }
    const made = this.#open()
    const added = this.#add(made, call)
    this.onRing(added)
    if (manner === 'rejects') call.refuse(603)
    else if (typeof manner === 'object') {
      if (manner.answersAfterMs > 0) call.ring()
      const { clock } = this.#world
      const picksUp = (): void => {
        if (call.state !== 'ended') this.answer(added, offer)
      }
      clock.at(clock.nowMs() + manner.answersAfterMs, picksUp, undefined)
    } else if (manner === 'never-answers') call.ring()
    return this.#userOf(made)
  }

  #open(): OpenedCall {
    const { media, mediaHost } = this.#world
    const { party, rtpPort } = media.open()
    const session = new LegSession({ address: mediaHost, rtpPort, sessionId: String(1 + party) })
    return { party, session, referStatus: [], progress: [], end: null, isAnswered: false }
  }

  #add(made: OpenedCall, call: SipCall<Flow>): PhoneCall {
    const added = Object.assign(made, { call })
    this.calls.push(added)
    return added
  }

  #offer(session: LegSession): string {
    return session.offer('a-law', this.codecs)
  }

  #agree(session: LegSession, party: PartyId): void {
    const agreed = session.media()
    if (agreed !== null) this.#world.media.agree(party, agreed)
  }

  #userOf(made: OpenedCall): SipCallUser<Flow> {
    const { session, party: id } = made
    return {
      progress: (_, status, text) => {
        made.progress.push(status)
        if (text === null) return
        made.progress.push('session')
        session.agree(text)
        this.#agree(session, id)
      },
      answered: (_, text) => {
        made.isAnswered = true
        if (text === null) return undefined
        if (session.local === null) {
          const answer = session.answer(parseSdp(text), 'a-law', this.codecs) ?? undefined
          this.#agree(session, id)
          return answer
        }
        session.agree(text)
        this.#agree(session, id)
        return undefined
      },
      offered: (_, text) => {
        const answer = session.answer(parseSdp(text), 'a-law', this.codecs)
        this.#agree(session, id)
        return answer ?? 488
      },
      wanted: () => session.offerAgain('a-law'),
      agreed: (_, text) => {
        session.agree(text)
        this.#agree(session, id)
      },
      refused: () => {},
      confirmed: () => {
        made.isAnswered = true
      },
      referred: () => false,
      referProgress: (_, status) => {
        made.referStatus.push(status)
      },
      digit: () => {},
      ended: (_, end) => {
        made.end = end
        this.#world.media.close(id)
      },
    }
  }
}
