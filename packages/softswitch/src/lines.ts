/** The lines to the outside: trunk groups, their registrations, and the ways that calls out of them go. */
import type { Clock, RandomStream } from '@callweave/core'
import { parseUri, type SipRequest, type Uri } from '@callweave/sip'
import type { CredentialsFor, LocalAddress, UserAgent } from '@callweave/sip/user-agent'
import type { Facts } from './board/facts.js'
import type { Target, Ways } from './calls/originate.js'
import type { Flow } from './flow.js'
import type { SoftswitchSettings, TrunkGroupSettings } from './settings.js'
import type { Standing } from './standing.js'
import { contactUser, peerUri, routeBy, transportOf } from './trunks/peer-uri.js'
import { createPeers, type Peers } from './trunks/peers.js'
import { createProvider, type Provider } from './trunks/provider.js'
import type { TrunkPeer } from './trunks/settings.js'
import { createTrunks } from './trunks/trunks.js'

export interface LinesOptions {
  readonly clock: Clock
  readonly random: RandomStream
  readonly agent: UserAgent<Flow>
  readonly settings: SoftswitchSettings
  readonly facts: Facts
  readonly local: (peer: Flow) => LocalAddress
  /** The servers of a URI, best first. */
  readonly targets: (uri: Uri) => readonly Flow[] | Promise<readonly Flow[]>
  readonly standing: Standing
}

export interface Lines {
  isKnown(from: Flow): boolean
  /**
   * How a request to this URI goes inside a dialog that came from a provider over the connection that we registered by: over
   * it, and made again by the name that its certificate is for where it is gone. Its Contact is an address more often than not.
   */
  connectionTo(uri: Uri, last: Flow): Flow | null
  of(request: SipRequest, from: Flow): string | null
  /** A free channel, or 0: none is free, there is no such group, or it is down. */
  take(trunk: string, direction: 'in' | 'out'): number
  release(trunk: string, channel: number): void
  waysTo(trunk: string, number: string): Ways
  /** The user of the Contact that we register; null where we register nothing. */
  registeredAs(trunk: string): string | null
  /** Registers with the providers, and asks the peers whether they are there. */
  start(): void
  /** Takes the registrations back. */
  close(): void
  /** Of those, how many have not been answered. */
  readonly leaving: number
}

export const createLines = ({
  clock,
  random,
  agent,
  settings,
  facts,
  local,
  targets,
  standing,
}: LinesOptions): Lines => {
  const trunks = createTrunks(
    Object.entries(settings.trunks).map(([name, group]) => ({ ...group, name })),
    (change) => {
      if (change.what === 'failed') facts.trunkFailed(change.trunk, change.because)
      else facts.trunkRestored(change.trunk)
    },
  )
  const providers: Provider[] = []
  const peers = new Map<string, Peers>()

  const register = (name: string, { registration, peers: proxies = [] }: TrunkGroupSettings): void => {
    if (registration === undefined) return
    const provider = createProvider({
      clock,
      random,
      agent,
      local,
      targets,
      standing,
      settings: registration,
      proxies,
      user: contactUser(name, registration.username),
      onOver: (over) => trunks.registeredOver(name, over),
      onChange: (because) => trunks.setFault(name, 'registration', because),
    })
    providers.push(provider)
    provider.start()
  }

  const watch = (name: string, { peers: listed = [], keepAlive }: TrunkGroupSettings): void => {
    const group = createPeers({
      clock,
      peers: listed,
      keepAlive: keepAlive ?? null,
      ask: (peer, heard) => {
        const uri = peerUri(peer, null)
        const asks = ([first, ...otherPeers]: readonly Flow[]): void =>
          agent.request({
            method: 'OPTIONS',
            uri,
            ...(first === undefined ? {} : { peer: first, otherPeers }),
            answered: () => heard(true),
            failed: () => heard(false),
          })
        void (async () => targets(uri))().then(asks, () => heard(false))
      },
      onChange: (isAway) => trunks.setFault(name, 'peers', isAway ? 'no-answer' : null),
    })
    peers.set(name, group)
  }

  const wayBy = (peer: TrunkPeer, number: string): readonly Target[] => [{ to: peerUri(peer, number) }]

  return {
    isKnown: (from) => trunks.isKnown(from),
    connectionTo: (uri, last) => {
      const flow = trunks.connectionOf(last, uri)
      return flow !== null && transportOf(uri) === flow.transport ? flow : null
    },
    of: (request, from) => trunks.of(request, from),
    take: (trunk, direction) => {
      if (!Object.hasOwn(settings.trunks, trunk)) return 0
      const taken = trunks.take(trunk, direction)
      return taken.taken ? taken.channel : 0
    },
    registeredAs: (trunk) => {
      const { registration } = settings.trunks[trunk] ?? {}
      return registration === undefined ? null : contactUser(trunk, registration.username)
    },
    release: (trunk, channel) => trunks.release(trunk, channel),
    waysTo: (trunk, number) => {
      const group = settings.trunks[trunk]
      const { registration } = group ?? {}
      const listed = peers.get(trunk)?.inOrder() ?? group?.peers ?? []
      const provider = registration === undefined ? null : parseUri(registration.registrar)
      if (registration === undefined || provider?.kind !== 'sip') return listed.map((peer) => wayBy(peer, number))
      const { username, authUsername = username, secret } = registration
      const credentials: CredentialsFor = () => ({ username: authUsername, secret })
      const there = { to: { ...provider, user: number, headers: [] }, fromHost: provider.host, credentials }
      return listed.length === 0 ? [[there]] : listed.map((proxy) => [{ ...there, route: routeBy(proxy) }])
    },
    start: () => {
      for (const [name, group] of Object.entries(settings.trunks)) {
        watch(name, group)
        register(name, group)
      }
    },
    get leaving() {
      return providers.filter(({ isLeaving }) => isLeaving).length
    },
    close: () => {
      for (const each of providers) each.close()
      for (const each of peers.values()) each.close()
    },
  }
}
