/** SIP over TCP and TLS: listening, connecting, and using a connection again. RFC 3261 sections 18.1.1, 18.2.2 and 26.2.1. */
import { once } from 'node:events'
import { connect as connectTcp, createServer, isIP, isIPv6, type Server, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import { CallweaveError, type Clock, type TimerId } from '@callweave/core'
import type { SipMessage } from '../message/message.js'
import { outgoing } from './arrival.js'
import { Connection, type ConnectionOwner } from './connection.js'
import { networkOf } from './network-of.js'
import { type RefusedConnection, refusedConnection } from './refused-connection.js'
import { defaultStreamLimits, type StreamLimits } from './stream-limits.js'
import {
  noCounts,
  peerOf,
  plainAddress,
  refuseListening,
  type SipPeer,
  type SipTransport,
  type SocketAddress,
  type TransportOptions,
} from './transport.js'

export interface StreamOptions extends TransportOptions {
  /** For the limits in ms, looked at once a second. */
  readonly clock: Clock
  readonly streamLimits?: Partial<StreamLimits>
  /** After this many ms of quiet a connection that we opened is pinged (RFC 5626 section 4.4.1), and closed when no byte comes back within 10 s. Default never. */
  readonly pingMs?: number
  /**
   * A connection over which messages came is no more, whoever ended it: what goes to this peer can only be unsent. Not told by
   * `close`.
   */
  readonly onClosed?: (peer: SipPeer) => void
}

export interface TlsOptions extends StreamOptions {
  /** PEM: the certificate and those up to, not with, the root. */
  readonly certificate: string
  readonly key: string
  /** PEM: who is trusted when we connect, instead of those that Node trusts. */
  readonly authorities?: string
  /** A certificate was refused, theirs or ours; told for every connection that it happens to. */
  readonly onRefused?: (refused: RefusedConnection) => void
}

interface Security {
  readonly context: SecureContext
  readonly onRefused: ((refused: RefusedConnection) => void) | undefined
}

const checkEveryMs = 1_000

class StreamTransport implements SipTransport {
  readonly counts = noCounts()
  readonly addresses: SipTransport['addresses']
  readonly #server: Server
  readonly #options: StreamOptions
  readonly #security: Security | null
  readonly #owner: ConnectionOwner
  readonly #local: SocketAddress
  readonly #live = new Map<number, Connection>()
  readonly #ours = new Map<string, Connection>()
  /** How many connections each network has opened. */
  readonly #sources = new Map<string, number>()
  #lastId = 0
  #timer: TimerId = 0
  #closing: Promise<void> | null = null

  constructor(server: Server, options: StreamOptions, security: Security | null) {
    this.#server = server
    this.#options = options
    this.#security = security
    const { clock, streamLimits, pingMs = null } = options
    const limits = { ...defaultStreamLimits, ...streamLimits }
    const onClose = (connection: Connection): void => this.#forget(connection)
    this.#owner = { options, counts: this.counts, clock, limits, pingMs, onClose }
    const { address, port } = server.address() as { address: string; port: number }
    this.#local = { host: address, port }
    this.addresses = [{ ...this.#local, transport: this.#name }]
    server.on('connection', (socket) => this.#accept(socket))
    // A connection that could not be accepted, as for want of files: the next may be.
    server.on('error', () => undefined)
  }

  get connections(): number {
    return this.#live.size
  }

  send(message: SipMessage, to: SipPeer, unsent: () => void): void {
    const out = outgoing(message, to)
    const connection = out === null ? null : this.#connectionFor(message, to, out.port)
    if (out !== null && connection !== null) connection.send(out.bytes, unsent)
    else
      process.nextTick(() => {
        this.counts.unsent += 1
        unsent()
      })
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  get #name() {
    return this.#security === null ? ('TCP' as const) : ('TLS' as const)
  }

  #connectionFor(message: SipMessage, to: SipPeer, port: number): Connection | null {
    if (this.#closing !== null) return null
    if (to.connection === 0) return this.#reach(to)
    const known = this.#live.get(to.connection)
    if (known !== undefined || message.kind === 'request') return known ?? null
    return this.#reach(peerOf({ transport: this.#name, host: to.source, port }))
  }

  /** The connection of ours to that address, under that name: a certificate says nothing of other names (RFC 5923 section 7). */
  #reach(to: SipPeer): Connection | null {
    const { source: host, port, serverName } = to
    const key = `${host} ${port} ${serverName ?? ''}`
    const known = this.#ours.get(key)
    if (known !== undefined) return known
    const isTooMany = this.#live.size >= this.#owner.limits.connections
    if (isTooMany || isIP(host) === 0 || port < 1 || port > 65_535) return null
    const socket = this.#connect(to)
    const connection = this.#keep(socket, { ...to, transport: this.#name, isReliable: true }, key)
    socket.once(this.#security === null ? 'connect' : 'secureConnect', () => connection.opened())
    return connection
  }

  /** By the address of ours that the peer knows, where it was heard at one. */
  #connect({ source: host, port, serverName, local }: SipPeer): Socket {
    const isAny = local === null || local.host === '0.0.0.0' || local.host === '::'
    const by = isAny || isIPv6(local.host) !== isIPv6(host) ? { host, port } : { host, port, localAddress: local.host }
    if (this.#security === null) return connectTcp(by)
    const name = serverName === null ? {} : { servername: serverName }
    return connectTls({ ...by, ...name, secureContext: this.#security.context, rejectUnauthorized: true })
  }

  #accept(raw: Socket): void {
    const { limits } = this.#owner
    const source = plainAddress(raw.remoteAddress ?? '')
    const network = networkOf(source)
    const ofSource = this.#sources.get(network) ?? 0
    const isOver = this.#closing !== null || source === ''
    if (isOver || this.#live.size >= limits.connections || ofSource >= limits.ofSource) {
      this.counts.refused += 1
      raw.destroy()
      return
    }
    this.#sources.set(network, ofSource + 1)
    const peer = peerOf({ transport: this.#name, host: source, port: raw.remotePort ?? 0 })
    if (this.#security === null) {
      this.#keep(raw, peer, null).opened()
      return
    }
    // What goes wrong below is told above too, where it ends the connection.
    raw.on('error', () => undefined)
    const socket = new TLSSocket(raw, { isServer: true, secureContext: this.#security.context })
    socket.disableRenegotiation()
    const connection = this.#keep(socket, peer, null)
    socket.once('secure', () => connection.opened())
  }

  #keep(socket: Socket, peer: SipPeer, key: string | null): Connection {
    this.#lastId += 1
    const id = this.#lastId
    const isOurs = key !== null
    const connection = new Connection(socket, this.#owner, {
      peer: { ...peer, connection: id, local: this.#local },
      isOurs,
      key,
    })
    socket.once('error', (error) => this.#failed(connection, error))
    this.#live.set(id, connection)
    if (key !== null) this.#ours.set(key, connection)
    if (this.#live.size === 1) this.#wait()
    return connection
  }

  #failed({ peer, isOpening }: Connection, error: Error): void {
    const { onRefused } = this.#security ?? {}
    if (onRefused === undefined || !isOpening || this.#closing !== null) return
    const refused = refusedConnection(peer, error)
    if (refused !== null) onRefused(refused)
  }

  #forget({ peer, isOurs, key, hasCarried }: Connection): void {
    const { connection, source } = peer
    this.#live.delete(connection)
    if (key !== null) this.#ours.delete(key)
    if (!isOurs) {
      const network = networkOf(source)
      const left = (this.#sources.get(network) ?? 1) - 1
      if (left === 0) this.#sources.delete(network)
      else this.#sources.set(network, left)
    }
    if (this.#live.size === 0) this.#stopWaiting()
    if (hasCarried && this.#closing === null) this.#options.onClosed?.(peer)
  }

  #wait(): void {
    const { clock } = this.#options
    this.#timer = clock.at(clock.nowMs() + checkEveryMs, this.#check, null)
  }

  #check = (): void => {
    const nowMs = this.#options.clock.nowMs()
    for (const connection of [...this.#live.values()]) connection.check(nowMs)
    this.#wait()
  }

  #stopWaiting(): void {
    this.#options.clock.cancel(this.#timer)
    this.#timer = 0
  }

  async #closeAll(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const connection of [...this.#live.values()]) connection.drop()
    // The server waits for the connections that it accepted, not for ours.
    while (this.#live.size > 0) await new Promise(setImmediate)
    await closed
    this.#stopWaiting()
  }
}

const openStreams = async (options: StreamOptions, security: Security | null): Promise<SipTransport> => {
  const { host, port } = options
  const server = createServer()
  try {
    const listening = once(server, 'listening')
    server.listen({ host, port, exclusive: true, backlog: 1_024 })
    await listening
    return new StreamTransport(server, options, security)
  } catch (error) {
    server.close()
    return refuseListening(security === null ? 'TCP' : 'TLS', options, error)
  }
}

/**
 * Listens for TCP connections and makes them. Resolves once the port is bound.
 *
 * @throws CallweaveError `peer-failed` when the address or port cannot be had; nothing is left open.
 */
export const openTcp = (options: StreamOptions): Promise<SipTransport> => openStreams(options, null)

/**
 * As `openTcp`, over TLS 1.2 or newer. A server that we connect to has to show a certificate for the name of its peer.
 *
 * @throws CallweaveError `definition-invalid` when key and certificate cannot be used; as `openTcp`.
 */
export const openTls = async (options: TlsOptions): Promise<SipTransport> =>
  openStreams(options, { context: contextOf(options), onRefused: options.onRefused })

const contextOf = ({ certificate, key, authorities }: TlsOptions): SecureContext => {
  try {
    const trusted = authorities === undefined ? {} : { ca: authorities }
    return createSecureContext({ cert: certificate, key, ...trusted, minVersion: 'TLSv1.2' })
  } catch (cause) {
    throw new CallweaveError('definition-invalid', {
      message: 'the certificate and its key cannot be used',
      expected: 'both in PEM, the key without a passphrase, and belonging together',
      remedy: 'See whether the two files belong together: openssl x509 and openssl pkey print the same public key',
      cause,
    })
  }
}
