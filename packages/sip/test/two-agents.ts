/** Two user agents on a network in memory that may lose, double and delay what they send; every message goes over as bytes. */

import { createHandClock, type HandClock } from '@callweave/core/testing'
import type { SipMessage, SipRequest } from '../src/message/message.js'
import { parseMessage } from '../src/message/parse.js'
import { writeMessage } from '../src/message/write.js'
import type { Peer } from '../src/transactions/transactions.js'
import { parseUri } from '../src/uri/parse-uri.js'
import type { SipCall, SipCallEnd, SipCallUser, SipReferral } from '../src/user-agent/call.js'
import type { InviteOptions, UserAgent, UserAgentOptions, UserAgentUser } from '../src/user-agent/options.js'
import { createUserAgent } from '../src/user-agent/user-agent.js'

const names = ['alice', 'bob', 'carol'] as const

export type Name = (typeof names)[number]

export interface TestPeer extends Peer {
  readonly source: Name
}

export const peer = (source: Name, isReliable = false): TestPeer => ({ source, isReliable })

export const sdp = (text: string): string => `v=0\r\ns=${text}\r\n`

/** What a message is, as a test writes it: `INVITE`, `200 INVITE`. */
export const shown = (message: SipMessage): string =>
  message.kind === 'request' ? message.method : `${message.status} ${message.headers.need('cseq').method}`

export type Fate = 'lost' | 'unsent' | 'twice' | number

export interface Sent {
  readonly from: Name
  readonly to: Name
  readonly what: string
  readonly message: SipMessage
}

/** What its user was told of a call. */
export interface Heard {
  readonly user: SipCallUser<TestPeer>
  readonly told: string[]
  readonly referrals: SipReferral<TestPeer>[]
  end: SipCallEnd | null
  /** What it answers when it is asked. */
  answer: string | number
  wanted: string
  accepts: boolean | number
  call: SipCall<TestPeer> | null
}

export const listen = (): Heard => {
  const told: string[] = []
  const say = (text: string): void => void told.push(text)
  const text = (session: string | null): string => (session === null ? '-' : (/s=(.*)\r/.exec(session)?.[1] ?? session))
  const referrals: SipReferral<TestPeer>[] = []
  const heard: Heard = {
    told,
    referrals,
    end: null,
    answer: sdp('answer'),
    wanted: sdp('wanted'),
    accepts: true,
    call: null,
    user: {
      progress: (_, status, session) => say(`progress ${status} ${text(session)}`),
      answered: (_, session) => {
        say(`answered ${text(session)}`)
        return typeof heard.answer === 'string' ? heard.answer : undefined
      },
      offered: (_, session) => {
        say(`offered ${text(session)}`)
        return heard.answer
      },
      wanted: () => {
        say('wanted')
        return heard.wanted
      },
      agreed: (_, session) => say(`agreed ${text(session)}`),
      refused: (_, status) => say(`refused ${status}`),
      confirmed: () => say('confirmed'),
      referred: (_, referral) => {
        referrals.push(referral)
        return heard.accepts
      },
      referProgress: (_, status) => say(`refer ${status}`),
      digit: (_, key, durationMs) => say(`digit ${key} ${durationMs}`),
      ended: (_, end) => {
        heard.end = end
        say(`ended by ${end.by}${end.status === null ? '' : ` ${end.status}`}`)
      },
    },
  }
  return heard
}

export interface Rig {
  readonly clock: HandClock
  readonly agents: Readonly<Record<Name, UserAgent<TestPeer>>>
  readonly sent: Sent[]
  /** Calls that came to bob or carol, the last last. */
  readonly incoming: {
    readonly call: SipCall<TestPeer>
    readonly heard: Heard
    readonly replaces: SipCall<TestPeer> | null
  }[]
  /** Sessions of the calls that came. */
  readonly offers: (string | null)[]
  /** What was sent since the last time this was asked. */
  flow(): string[]
  invite(options?: Partial<InviteOptions<TestPeer>>): { readonly call: SipCall<TestPeer>; readonly heard: Heard }
  /** Hands a message to an agent as if it came from the other. */
  inject(to: Name, message: SipMessage, from: Name): void
  fate: (sent: Sent, index: number) => Fate | null
  /** Who gets nothing: a test answers in its place, by `inject`. */
  readonly deaf: Set<Name>
}

export interface RigOptions {
  readonly users?: Partial<Record<Name, Partial<UserAgentUser<TestPeer>>>>
  readonly options?: Partial<Record<Name, Partial<UserAgentOptions<TestPeer>>>>
  readonly random?: () => number
  /** Over a transport that brings everything. */
  readonly isReliable?: boolean
}

/** A repeatable source of numbers from 0 to 1 (mulberry32), with a period of 2^32: branches made of it do not meet. */
export const numbers = (seed = 1): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const once = Math.imul(state ^ (state >>> 15), state | 1)
    const twice = once ^ (once + Math.imul(once ^ (once >>> 7), once | 61))
    return ((twice ^ (twice >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const createRig = ({
  users = {},
  options = {},
  random = numbers(),
  isReliable = false,
}: RigOptions = {}): Rig => {
  const clock = createHandClock()
  const sent: Sent[] = []
  const incoming: Rig['incoming'] = []
  const offers: (string | null)[] = []
  let seen = 0
  const deliver = (from: Name, to: Name, bytes: Uint8Array, afterMs: number): void =>
    void clock.at(
      clock.nowMs() + afterMs,
      () => agents[to].receive(parseMessage(bytes), peer(from, isReliable)),
      undefined,
    )
  const agentOf = (name: Name): UserAgent<TestPeer> =>
    createUserAgent<TestPeer>({
      clock,
      random,
      send: (message, to, unsent) => {
        const what = { from: name, to: to.source, what: shown(message), message }
        sent.push(what)
        const fate = rig.fate(what, sent.length - 1) ?? 1
        if (fate === 'unsent') clock.at(clock.nowMs(), unsent, undefined)
        if (fate === 'unsent' || fate === 'lost' || rig.deaf.has(to.source)) return
        const bytes = writeMessage(message)
        deliver(name, to.source, bytes, fate === 'twice' ? 1 : fate)
        if (fate === 'twice') deliver(name, to.source, bytes, 2)
      },
      local: () => ({ host: name, port: 5060, transport: 'UDP' }),
      target: (uri) => {
        const found = names.find((each) => uri.kind === 'sip' && uri.host === each)
        if (found === undefined) throw new Error('no such host')
        return peer(found, isReliable)
      },
      userAgent: name,
      ...options[name],
      user: {
        incoming: (call, offer, replaces) => {
          offers.push(offer)
          const heard = listen()
          heard.call = call
          incoming.push({ call, heard, replaces })
          return heard.user
        },
        ...users[name],
      },
    })
  const rig: Rig = {
    clock,
    sent,
    incoming,
    offers,
    fate: () => null,
    deaf: new Set(),
    agents: {} as Rig['agents'],
    flow: () => {
      const fresh = sent.slice(seen).map(({ from, what }) => `${from}: ${what}`)
      seen = sent.length
      return fresh
    },
    invite: (more = {}) => {
      const heard = listen()
      const call = agents.alice.invite({
        to: parseUri('sip:bob@bob'),
        from: { name: null, uri: parseUri('sip:alice@alice'), params: [] },
        session: sdp('offer'),
        user: heard.user,
        ...more,
      })
      heard.call = call
      return { call, heard }
    },
    inject: (to, message, from) => agents[to].receive(parseMessage(writeMessage(message)), peer(from)),
  }
  const agents: Record<Name, UserAgent<TestPeer>> = {
    alice: agentOf('alice'),
    bob: agentOf('bob'),
    carol: agentOf('carol'),
  }
  Object.assign(rig.agents, agents)
  return rig
}

/** A call that both sides have. */
export const talking = (rig: Rig, more: Partial<InviteOptions<TestPeer>> = {}) => {
  const ours = rig.invite(more)
  rig.clock.move(10)
  const theirs = rig.incoming.at(-1)
  if (theirs === undefined) throw new Error('no call came')
  theirs.call.answer(sdp('answer'))
  rig.clock.move(10)
  rig.flow()
  ours.heard.told.length = 0
  theirs.heard.told.length = 0
  return { ours, theirs }
}

/** Nothing is left: no call, no transaction, no timer, once the transactions have run out. */
export const remains = (rig: Rig) => {
  rig.clock.move(120_000)
  const { alice, bob, carol } = rig.agents
  const all = [alice, bob, carol]
  return {
    calls: all.reduce((sum, { calls }) => sum + calls, 0),
    transactions: all.reduce((sum, { transactions }) => sum + transactions, 0),
    timers: rig.clock.due,
  }
}

export const nothing = { calls: 0, transactions: 0, timers: 0 }

export const sentBy = (rig: Rig, from: Name, what: string): SipMessage[] =>
  rig.sent.filter((each) => each.from === from && each.what === what).map(({ message }) => message)

export const requestBy = (rig: Rig, from: Name, method: string): SipRequest => {
  const message = sentBy(rig, from, method).at(-1)
  if (message?.kind !== 'request') throw new Error(`${from} sent no ${method}`)
  return message
}
