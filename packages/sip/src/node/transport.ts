/** What carries messages between this machine and others: RFC 3261 section 18. */
import { CallweaveError } from '@callweave/core'
import type { SipLimits } from '../limits.js'
import type { SipMessage } from '../message/message.js'
import type { Peer } from '../transactions/transactions.js'

export type TransportName = 'UDP' | 'TCP' | 'TLS'

export interface SocketAddress {
  /** An IPv4 or IPv6 address, without brackets. */
  readonly host: string
  readonly port: number
}

/** Where a message came from or goes to. `source` is its address. */
export interface SipPeer extends Peer {
  readonly transport: TransportName
  readonly port: number
  /** The connection that the message came over; what goes to this peer goes over it. 0 for none. */
  readonly connection: number
  /** The name that a certificate has to be for (RFC 5922); `null` for the address itself. */
  readonly serverName: string | null
  /** Our own address that the message came to; `null` for a peer that was not heard of yet. */
  readonly local: SocketAddress | null
}

export interface PeerParts extends SocketAddress {
  readonly transport: TransportName
  readonly serverName?: string | null
}

/** A peer to send to. Names are looked up before, by `locate`. */
export const peerOf = ({ transport, host, port, serverName = null }: PeerParts): SipPeer => ({
  source: host,
  isReliable: transport !== 'UDP',
  transport,
  port,
  connection: 0,
  serverName,
  local: null,
})

/** Where a message goes that names no port (section 18.2.2). */
export const defaultPort = (transport: TransportName): number => (transport === 'TLS' ? 5061 : 5060)

/** What became of messages and connections, counted up since the transport was opened. */
export interface TransportCounts {
  /** Messages that were handed on. */
  received: number
  /** Messages that the system took. */
  sent: number
  unsent: number
  /** Messages that were SIP but malformed. */
  malformed: number
  /** Datagrams and streams that were no SIP: no answer. */
  noSip: number
  keepAlives: number
  /** Messages that `admit` did not let in. */
  dropped: number
  /** Connections that were over a limit when they came. */
  refused: number
  /** Connections that were too slow to speak or to listen. */
  tooSlow: number
}

export const noCounts = (): TransportCounts => ({
  received: 0,
  sent: 0,
  unsent: 0,
  malformed: 0,
  noSip: 0,
  keepAlives: 0,
  dropped: 0,
  refused: 0,
  tooSlow: 0,
})

export interface SipTransport {
  /** Where it listens, `null` when it only connects. A port of 0 that was asked for is the real one here. */
  readonly addresses: readonly (SocketAddress & { readonly transport: TransportName })[]
  readonly counts: Readonly<TransportCounts>
  /** Connections that are open or being opened. */
  readonly connections: number
  /** How long datagrams wait in the system's queue before they are read, in ms; where there are none, nothing. */
  readonly queueMs?: number
  /**
   * Sends a message; a response by section 18.2.2: over the connection of its request, or to where the top Via says. `maddr`
   * there is not followed: whoever sends one request could have the answers sent to anybody.
   * `unsent` is called once when it could not be sent, never inside this call; a datagram that is lost is not noticed.
   */
  send(message: SipMessage, to: SipPeer, unsent: () => void): void
  /** Closes all sockets, cancels all timers. What waited to be sent is told to be unsent before this resolves. */
  close(): Promise<void>
}

export interface TransportOptions extends SocketAddress {
  /**
   * A message that is whole and well formed; the top Via of a request is filled in. A SipError that it throws is answered
   * as the malformed message that it is.
   */
  readonly onMessage: (message: SipMessage, from: SipPeer) => void
  /**
   * Asked of each message before it is read: what is not let in costs no more than that, is not answered and only counted. A
   * stream goes on behind it. Several messages of a stream may be asked about before the first of them is handed on.
   * `kind` is what the first bytes say; a datagram that is no SIP is a `request`. Without this all are let in.
   */
  readonly admit?: (from: SipPeer, kind: SipMessage['kind']) => boolean
  /** Of one message. */
  readonly limits?: Partial<SipLimits>
}

export const refuseListening = (transport: TransportName, { host, port }: SocketAddress, cause: unknown): never => {
  const { code } = cause as NodeJS.ErrnoException
  throw new CallweaveError('peer-failed', {
    where: `${transport} ${host}:${port}`,
    message: 'cannot listen there',
    found: code,
    expected: 'an address of this machine and a port that no other program holds',
    cause,
  })
}

/** An IPv4 address that an IPv6 socket shows as `::ffff:192.0.2.1` is an IPv4 address. */
export const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address
