/** The phones of ours: who may register, where each is, and how it is called. */
import type { Clock, RandomStream } from '@callweave/core'
import type { HeaderFields, SipRequest, SipResponse } from '@callweave/sip'
import type { Respond, UserAgent } from '@callweave/sip/user-agent'
import type { Facts } from './board/facts.js'
import type { Target } from './calls/originate.js'
import type { Senders } from './calls/senders.js'
import type { Flow } from './flow.js'
import type { Account } from './guard/authenticator.js'
import type { Binding } from './registrar/binding.js'
import { createPresence } from './registrar/presence.js'
import { createRegistrar } from './registrar/registrar.js'
import type { SoftswitchSettings } from './settings.js'

export interface PhonesOptions {
  readonly clock: Clock
  readonly random: RandomStream
  readonly agent: UserAgent<Flow>
  readonly settings: SoftswitchSettings
  readonly senders: Senders<Flow>
  readonly facts: Pick<Facts, 'phoneRegistered' | 'phoneLost'>
}

/** A phone that is registered, as whoever runs the switch wants to see it. */
export interface Registration {
  readonly extension: string
  /** Where it is reached: `UDP 192.0.2.7:5062`. */
  readonly address: string
  readonly userAgent: string | null
  readonly expiresAtMs: number
  readonly isReachable: boolean
}

export interface Phones {
  accountOf(name: string): Account | null
  /** A request outside of a call, from somebody who is known. */
  request(request: SipRequest, from: Flow, respond: Respond): void
  /** All phones of an extension that can be rung. */
  targetsOf(extension: string): readonly Target[]
  /** Whether a phone (of this extension) is registered over this flow. */
  isAt(from: Flow, extension?: string): boolean
  /** The connection is no more: phones behind it are not rung until they register again. */
  lost(from: Flow): void
  registrations(): readonly Registration[]
  /** From now on the center is told which extensions have a phone, beginning with those that have one. */
  startTelling(): void
  /** The extension was rung, and nobody was there. */
  rangInVain(extension: string): void
  close(): void
}

/** What a response of the registrar says beyond what every response does. */
const toldHeaders = ({ headers }: SipResponse): HeaderFields => {
  const { contact, date, minExpires, warning } = headers.all()
  return { contact, date, minExpires, warning }
}

export const createPhones = ({ clock, random, agent, settings, senders, facts }: PhonesOptions): Phones => {
  const registrar = createRegistrar<Flow>({
    clock,
    random,
    settings: settings.registrar ?? {},
    onChange: ({ binding }) => presence.changed(binding.extension),
    ask: ({ contact, flow }, heard) =>
      agent.request({
        method: 'OPTIONS',
        uri: contact.uri,
        peer: flow,
        answered: () => heard(true),
        failed: () => heard(false),
      }),
  })

  const presence = createPresence({
    facts,
    isReachable: (extension) => registrar.of(extension).some(({ isReachable }) => isReachable),
  })

  const targetOf = ({ contact, flow }: Binding<Flow>): Target => ({ to: contact.uri, peer: flow })

  return {
    accountOf: (name) => {
      const password = settings.extensions[name]?.password ?? null
      if (password === null || !Object.hasOwn(settings.extensions, name)) return null
      return { identity: { who: 'phone', extension: name }, secretOf: () => ({ password }) }
    },
    request: (request, from, respond) => {
      const identity = senders.of(request, from)
      if (request.method === 'OPTIONS') respond(200)
      else if (request.method !== 'REGISTER' || identity?.who !== 'phone') respond(405)
      else {
        const response = registrar.register(request, identity.extension, from)
        respond(response.status, { headers: toldHeaders(response) })
      }
    },
    targetsOf: (extension) =>
      registrar
        .of(extension)
        .filter(({ isReachable }) => isReachable)
        .map(targetOf),
    isAt: (from, extension) => registrar.isAt(from, extension),
    lost: (from) => registrar.lost(from),
    registrations: () =>
      registrar.all().map(({ extension, flow, userAgent, expiresAtMs, isReachable }) => ({
        extension,
        address: `${flow.transport} ${flow.source}:${flow.port}`,
        userAgent,
        expiresAtMs,
        isReachable,
      })),
    startTelling: () => presence.start(registrar.all().map(({ extension }) => extension)),
    rangInVain: presence.rangInVain,
    close: () => registrar.close(),
  }
}
