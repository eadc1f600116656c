/** By which of our sockets a peer is spoken to, where there are several addresses. */
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { SipPeer, SocketAddress, TransportName } from '@callweave/sip/node'
import { isAny } from './own-host.js'

export interface Door extends SocketAddress {
  readonly transport: TransportName
}

export interface Doors {
  /** The one that a peer speaks to, or would; `null` where nothing listens at all. */
  of(peer: SipPeer): Door | null
  /**
   * A peer that was not heard of, to be spoken to by the door that leads to its network: the one that `last` was heard at, else
   * the one whose address the system would take itself. Where there is one door it is given back as it is.
   */
  through(peer: SipPeer, last: SipPeer | null): Promise<SipPeer>
}

const isAt = (door: Door, { transport, local }: SipPeer): boolean =>
  door.transport === transport && door.host === local?.host && door.port === local.port

const isLoopback = (host: string): boolean => host.startsWith('127.') || host === '::1'

/** @param routeTo the address of ours by which the system reaches a host; `null` where it does not. */
export const createDoors = (doors: readonly Door[], routeTo = systemRoute): Doors => {
  const leadingTo = ({ transport, source }: SipPeer): readonly Door[] =>
    doors.filter((door) => door.transport === transport && isIPv6(door.host) === isIPv6(source))
  const nearest = async (peer: SipPeer, own: readonly Door[]): Promise<Door | undefined> => {
    const host = await routeTo(peer.source)
    return (
      own.find((door) => door.host === host) ??
      own.find((door) => isAny(door.host)) ??
      own.find((door) => isLoopback(door.host) === isLoopback(peer.source)) ??
      own[0]
    )
  }
  return {
    of: (peer) =>
      doors.find((door) => isAt(door, peer)) ??
      leadingTo(peer)[0] ??
      doors.find(({ transport }) => transport === peer.transport) ??
      doors[0] ??
      null,
    through: async (peer, last) => {
      const own = leadingTo(peer)
      if (own.length < 2 || peer.local !== null) return peer
      const same = own.find((door) => door.host === last?.local?.host && door.port === last.local.port)
      const door = same ?? own.find(({ host }) => host === last?.local?.host) ?? (await nearest(peer, own))
      return door === undefined ? peer : { ...peer, local: { host: door.host, port: door.port } }
    },
  }
}

/** Nothing is sent: a socket that is connected knows its way. */
const systemRoute = (host: string): Promise<string | null> =>
  new Promise((done) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    const tell = (address: string | null): void => {
      socket.close()
      done(address)
    }
    socket.once('error', () => tell(null))
    socket.connect(5060, host, () => tell(socket.address().address))
  })

/** The addresses that media are bound to: those that one of `0.0.0.0` or `::` has already are left out. */
export const mediaHosts = (doors: readonly SocketAddress[]): readonly [string, ...string[]] => {
  const hosts = [...new Set(doors.map(({ host }) => host))]
  if (hosts.includes('::')) return ['::']
  const kept = hosts.includes('0.0.0.0') ? hosts.filter((host) => host === '0.0.0.0' || isIPv6(host)) : hosts
  const [first = '127.0.0.1', ...others] = kept
  return [first, ...others]
}

/** Of these, the one that is bound for what comes to `host`. */
export const mediaHostFor = (hosts: readonly string[], host: string): string | undefined =>
  hosts.find((each) => each === host) ??
  hosts.find((each) => isAny(each) && (each === '::' || !isIPv6(host))) ??
  hosts[0]
