/** The lines to the outside: trunk groups, their registrations, and the ways that calls out of them go. */
import type { Clock, RandomStream, TimerId } from '@callweave/core'
import { parseUri, type SipRequest, sipUri, type Uri, viaOf } from '@callweave/sip'
import type { CredentialsFor, LocalAddress, UserAgent } from '@callweave/sip/user-agent'
import type { Ask } from './ask.js'
import type { Facts } from './board/facts.js'
import type { Target, Ways } from './calls/originate.js'
import type { Flow } from './flow.js'
import type { SoftswitchSettings, TrunkGroupSettings } from './settings.js'
import { createPeers, type Peers } from './trunks/peers.js'
import { createRegistration, type Registration } from './trunks/registration.js'
import type { TrunkPeer } from './trunks/settings.js'
import { createTrunks } from './trunks/trunks.js'

export interface LinesOptions {
  readonly clock: Clock
  readonly random: RandomStream
  readonly agent: UserAgent<Flow>
  readonly settings: SoftswitchSettings
  readonly facts: Facts
  readonly local: (peer: Flow) => LocalAddress
  readonly target: (uri: Uri, last: Flow | null) => Flow | Promise<Flow>
}

export interface Lines {
  isKnown(from: Flow): boolean
  of(request: SipRequest, from: Flow): string | null
  /** A free channel, or 0: none is free, there is no such group, or it is down. */
  take(trunk: string, direction: 'in' | 'out'): number
  release(trunk: string, channel: number): void
  waysTo(trunk: string, number: string): Ways
  /** Registers with the providers, and asks the peers whether they are there. */
  start(): void
  close(): void
}

/** A provider that cannot be found is looked for again. */
const retryMs = 30_000

const transportParams = (transport: string) =>
  transport === 'UDP' ? [] : [{ name: 'transport', value: transport.toLowerCase() }]

const uriOf = ({ host, port, transport }: TrunkPeer, user: string | null): Uri =>
  sipUri({ scheme: transport === 'TLS' ? 'sips' : 'sip', user, host, port, params: transportParams(transport) })

export const createLines = ({ clock, random, agent, settings, facts, local, target }: LinesOptions): Lines => {
  const trunks = createTrunks(
    Object.entries(settings.trunks).map(([name, group]) => ({ ...group, name })),
    (change) => {
      if (change.what === 'failed') facts.trunkFailed(change.trunk, change.because)
      else facts.trunkRestored(change.trunk)
    },
  )
  const registrations: Registration[] = []
  const peers = new Map<string, Peers>()
  const timers = new Set<TimerId>()
  let isClosed = false

  /** Its own Via is put there by the user agent. */
  const ask: Ask = (request, answered) => {
    const { via: _, contentLength: __, ...headers } = request.headers.all()
    const { method, uri, body } = request
    agent.request({ method, uri, headers, body, answered, failed: answered })
  }

  const registerAs = (name: string, { registration: provider }: TrunkGroupSettings, flow: Flow): void => {
    if (provider === undefined || isClosed) return
    const { host, port, transport } = local(flow)
    const user = `${provider.username}-${name}`.replace(/[^\w.-]/g, '')
    const registration = createRegistration({
      clock,
      random,
      settings: provider,
      ask,
      via: () => viaOf({ transport, host, port }),
      contact: sipUri({ user, host, port, params: transportParams(transport) }),
      onChange: (because) => {
        trunks.registeredOver(name, because === null ? { flow, user } : null)
        trunks.setFault(name, 'registration', because)
      },
    })
    registrations.push(registration)
    registration.start()
  }

  const register = (name: string, group: TrunkGroupSettings): void => {
    if (group.registration === undefined || isClosed) return
    const { registrar } = group.registration
    const lost = (): void => {
      if (isClosed) return
      trunks.setFault(name, 'registration', 'unsent')
      const timer: TimerId = clock.at(
        clock.nowMs() + retryMs,
        () => {
          timers.delete(timer)
          register(name, group)
        },
        undefined,
      )
      timers.add(timer)
    }
    // Its own errors are told where it fails, not where it was begun.
    new Promise<Flow>((found) => found(target(parseUri(registrar), null))).then(
      (flow) => registerAs(name, group, flow),
      lost,
    )
  }

  const watch = (name: string, { peers: listed = [], keepAlive }: TrunkGroupSettings): void => {
    const group = createPeers({
      clock,
      peers: listed,
      keepAlive: keepAlive ?? null,
      ask: (peer, heard) =>
        agent.request({
          method: 'OPTIONS',
          uri: uriOf(peer, null),
          answered: () => heard(true),
          failed: () => heard(false),
        }),
      onChange: (isAway) => trunks.setFault(name, 'peers', isAway ? 'no-answer' : null),
    })
    peers.set(name, group)
  }

  const wayBy = (peer: TrunkPeer, number: string): readonly Target[] => [{ to: uriOf(peer, number) }]

  return {
    isKnown: (from) => trunks.isKnown(from),
    of: (request, from) => trunks.of(request, from),
    take: (trunk, direction) => {
      if (!Object.hasOwn(settings.trunks, trunk)) return 0
      const taken = trunks.take(trunk, direction)
      return taken.taken ? taken.channel : 0
    },
    release: (trunk, channel) => trunks.release(trunk, channel),
    waysTo: (trunk, number) => {
      const group = settings.trunks[trunk]
      const { registration } = group ?? {}
      const listed = peers.get(trunk)?.inOrder() ?? group?.peers ?? []
      if (listed.length > 0) return listed.map((peer) => wayBy(peer, number))
      const provider = registration === undefined ? null : parseUri(registration.registrar)
      if (registration === undefined || provider?.kind !== 'sip') return []
      const { username, authUsername = username, secret } = registration
      const credentials: CredentialsFor = () => ({ username: authUsername, secret })
      return [[{ to: { ...provider, user: number, headers: [] }, fromHost: provider.host, credentials }]]
    },
    start: () => {
      for (const [name, group] of Object.entries(settings.trunks)) {
        watch(name, group)
        register(name, group)
      }
    },
    close: () => {
      isClosed = true
      for (const timer of timers) clock.cancel(timer)
      timers.clear()
      for (const each of registrations) each.close()
      for (const each of peers.values()) each.close()
    },
  }
}
