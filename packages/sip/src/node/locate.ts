/** Where a request to a URI goes: RFC 3263 section 4. */
import { isIP, isIPv6 } from 'node:net'
import { CallweaveError, type Clock, type RandomStream, type TimerId } from '@callweave/core'
import { type SipUri, uriParam } from '../uri/uri.js'
import type { Dns } from './dns.js'
import { orderServers, orderServices } from './order-services.js'
import { defaultPort, peerOf, type SipPeer, type TransportName } from './transport.js'

export interface LocateOptions {
  readonly dns: Dns
  readonly clock: Clock
  /** Draws between servers of one priority. */
  readonly random: RandomStream
  /** Those that there are. */
  readonly transports: readonly TransportName[]
  /** Whether there is a socket for IPv6 addresses. Default false. */
  readonly hasIpv6?: boolean
  /** For all look-ups together. Default 5,000 ms. */
  readonly withinMs?: number
}

/** Of records of one kind, and of peers in all: the rest is not looked at. */
const mostRecords = 16

/** One `host:port` by one transport, not yet looked up. */
interface Place {
  readonly host: string
  readonly port: number
  readonly transport: TransportName
}

/**
 * The peers to try for a URI, best first; the next when one is `unsent` or answers 503 (section 4.3). A port or transport in the
 * URI wins over DNS, an address needs none; `sips` goes by TLS or not at all. Each has the name that its certificate must be for.
 *
 * @throws CallweaveError `peer-failed` when there is nowhere to go, or not known in time; nothing was sent. Look-ups that are
 * late go on in the system for some seconds, and what they give is not used.
 */
export const locate = async (uri: SipUri, options: LocateOptions): Promise<readonly SipPeer[]> => {
  const { clock, withinMs = 5_000 } = options
  const target = uriParam(uri, 'maddr') || uri.host
  const state: SearchState = { isOver: false }
  let timer: TimerId = 0
  const late = new Promise<never>((_, reject) => {
    const tell = (): void => reject(nowhere(target, `no answer in ${withinMs} ms`))
    timer = clock.at(clock.nowMs() + withinMs, tell, undefined)
  })
  try {
    return await Promise.race([search(uri, target, options, state), late])
  } finally {
    state.isOver = true
    clock.cancel(timer)
  }
}

/** Nobody waits any more: nothing further is asked. */
interface SearchState {
  isOver: boolean
}

const search = async (
  uri: SipUri,
  target: string,
  options: LocateOptions,
  state: SearchState,
): Promise<readonly SipPeer[]> => {
  const { dns, hasIpv6 = false } = options
  const serverName = isIP(target) === 0 ? target : null
  const peers: SipPeer[] = []
  let failure: unknown = 'no address'
  for (const place of await placesOf(uri, target, options)) {
    const found =
      isIP(place.host) === 0 ? await dns.addresses(place.host).catch((error: unknown) => error) : [place.host]
    if (!isAddresses(found)) failure = found
    else for (const host of found) if (hasIpv6 || !isIPv6(host)) peers.push(peerOf({ ...place, host, serverName }))
    if (peers.length >= mostRecords || state.isOver) break
  }
  if (peers.length === 0) throw nowhere(target, failure)
  return peers.slice(0, mostRecords)
}

const isAddresses = (found: unknown): found is readonly string[] => Array.isArray(found)

const placesOf = async (uri: SipUri, target: string, options: LocateOptions): Promise<readonly Place[]> => {
  const transport = transportOf(uri, target)
  const usable = new Set(
    uri.scheme === 'sips' ? options.transports.filter((name) => name === 'TLS') : options.transports,
  )
  if (transport !== null && !usable.has(transport)) throw nowhere(target, `no ${transport} here`)
  if (transport !== null && (uri.port !== null || isIP(target) !== 0))
    return [{ host: target, port: uri.port ?? defaultPort(transport), transport }]
  if (isIP(target) === 0 && !isName(target)) throw nowhere(target, 'no name of a host')
  const places = await (transport === null
    ? placesByServices(target, usable, options)
    : placesByServers(serviceName(transport, target), transport, options))
  if (places.length > 0) return places
  // Neither NAPTR nor SRV: the name itself, by the transport that is asked for, else by the usual one.
  const chosen = transport ?? defaultOf(uri)
  if (!usable.has(chosen)) throw nowhere(target, `no ${chosen} here`)
  return [{ host: target, port: defaultPort(chosen), transport: chosen }]
}

/** Section 4.1: what is asked for, or must be since nothing is looked up; `null` where DNS says. */
const transportOf = (uri: SipUri, target: string): TransportName | null => {
  const asked = uriParam(uri, 'transport')?.toUpperCase()
  if (asked !== undefined) {
    if (asked === 'TLS' || (uri.scheme === 'sips' && asked === 'TCP')) return 'TLS'
    if (uri.scheme === 'sip' && (asked === 'UDP' || asked === 'TCP')) return asked
    throw nowhere(target, `transport ${asked} of ${uri.scheme}`)
  }
  return isIP(target) !== 0 || uri.port !== null ? defaultOf(uri) : null
}

const defaultOf = ({ scheme }: SipUri): TransportName => (scheme === 'sips' ? 'TLS' : 'UDP')

const placesByServices = async (
  target: string,
  usable: ReadonlySet<TransportName>,
  options: LocateOptions,
): Promise<readonly Place[]> => {
  const naptr = await options.dns.naptr(target).catch(() => [])
  const services = orderServices(naptr.slice(0, mostRecords), usable)
  const asked =
    services.length > 0
      ? services.filter(({ name }) => isName(name))
      : [...usable].map((transport) => ({ transport, name: serviceName(transport, target) }))
  const found = await Promise.all(asked.map(({ name, transport }) => placesByServers(name, transport, options)))
  return found.flat()
}

const placesByServers = async (
  name: string,
  transport: TransportName,
  { dns, random }: LocateOptions,
): Promise<readonly Place[]> => {
  const records = await dns.srv(name).catch(() => [])
  // A target of '.' says that there is no such service.
  const known = records.slice(0, mostRecords).filter((record) => isName(record.name))
  return orderServers(known, random).map(({ name: host, port }) => ({ host, port, transport }))
}

const serviceName = (transport: TransportName, target: string): string =>
  transport === 'TLS' ? `_sips._tcp.${target}` : `_sip._${transport.toLowerCase()}.${target}`

/** What may be asked for: labels of letters, digits, hyphens and the underscores of services. */
const isName = (name: string): boolean => name.length <= 253 && /^(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?$/.test(name)

const nowhere = (target: string, found: unknown): CallweaveError =>
  new CallweaveError('peer-failed', {
    where: target,
    message: 'no server can be found for this name',
    found: found instanceof Error ? found.message : found,
    expected: 'an address, or a name that DNS knows, and a transport that is open here',
    remedy: 'See the name, or give address, port and transport',
  })
