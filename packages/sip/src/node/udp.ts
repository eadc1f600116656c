/** SIP over UDP: a datagram holds one message. RFC 3261 sections 18.1.1, 18.2.1 and 18.3. */
import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from 'node:dgram'
import { once } from 'node:events'
import { isIP, isIPv6 } from 'node:net'
import type { SipMessage } from '../message/message.js'
import { parseMessage } from '../message/parse.js'
import { kindOf, latin1, outgoing, takeMessage } from './arrival.js'
import { type QueueDelay, watchQueue } from './queue-delay.js'
import { growReceiveBuffer } from './receive-buffer.js'
import {
  noCounts,
  plainAddress,
  refuseListening,
  type SipPeer,
  type SipTransport,
  type SocketAddress,
  type TransportOptions,
} from './transport.js'

/** Datagrams that the system has not yet taken; more are told to be unsent. */
const mostPending = 4_096

class UdpTransport implements SipTransport {
  readonly counts = noCounts()
  readonly connections = 0
  readonly addresses: SipTransport['addresses']
  readonly #socket: Socket
  readonly #options: TransportOptions
  readonly #local: SocketAddress
  readonly #queue: QueueDelay
  #pending = 0
  #closing: Promise<void> | null = null

  constructor(socket: Socket, options: TransportOptions) {
    this.#socket = socket
    this.#options = options
    const { address, port } = socket.address()
    this.#local = { host: address, port }
    this.addresses = [{ ...this.#local, transport: 'UDP' }]
    socket.on('message', (bytes, from) => this.#take(bytes, from))
    // Errors of a socket that is up are those of single datagrams, told where they were sent.
    socket.on('error', () => undefined)
    const self = selfOf(this.#local)
    this.#queue = watchQueue(() => socket.send(probe, port, self, () => undefined))
  }

  get queueMs(): number {
    return this.#queue.ms
  }

  send(message: SipMessage, to: SipPeer, unsent: () => void): void {
    const out = outgoing(message, to)
    this.#write(out === null ? null : out.bytes, { host: to.source, port: out?.port ?? 0 }, unsent)
  }

  close(): Promise<void> {
    this.#queue.close()
    this.#closing ??= closeSocket(this.#socket)
    return this.#closing
  }

  #write(bytes: Uint8Array | null, { host, port }: SocketAddress, unsent: () => void): void {
    const done = (isSent: boolean): void => {
      this.counts[isSent ? 'sent' : 'unsent'] += 1
      if (!isSent) unsent()
    }
    const mayGo = isIP(host) !== 0 && port > 0 && port < 65_536
    if (bytes === null || !mayGo || this.#closing !== null || this.#pending >= mostPending) {
      process.nextTick(done, false)
      return
    }
    this.#pending += 1
    this.#socket.send(bytes, port, host, (error) => {
      this.#pending -= 1
      done(error === null)
    })
  }

  /** Each datagram comes in bytes of its own, which the message may hold. */
  #take(bytes: Uint8Array, { address, port }: RemoteInfo): void {
    if (this.#closing !== null) return
    if (isKeepAlive(bytes)) {
      if (port === this.#local.port && address === selfOf(this.#local)) this.#queue.heard()
      else this.counts.keepAlives += 1
      return
    }
    const from: SipPeer = {
      source: plainAddress(address),
      isReliable: false,
      transport: 'UDP',
      port,
      connection: 0,
      serverName: null,
      local: this.#local,
    }
    const { limits, admit } = this.#options
    if (admit !== undefined && !admit(from, kindOf(bytes))) {
      this.counts.dropped += 1
      return
    }
    const read = (): SipMessage => parseMessage(bytes, { limits, latin1 })
    const answer = takeMessage({ options: this.#options, counts: this.counts }, bytes, read, from)
    if (answer !== null) this.#write(answer, { host: from.source, port }, () => undefined)
  }
}

/** What we send to ourselves reads as a keep-alive, and is answered by nobody. */
const probe = Buffer.from('\r\n\r\n')

/** Where a socket reaches itself: one that is bound to every address, by the loopback. */
const selfOf = ({ host }: SocketAddress): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host)

/** Line ends and nothing else, or nothing at all. */
const isKeepAlive = (bytes: Uint8Array): boolean =>
  bytes.length <= 4 && bytes.every((byte) => byte === 13 || byte === 10)

const closeSocket = async (socket: Socket): Promise<void> => {
  const closed = once(socket, 'close')
  socket.close()
  await closed
}

/** Messages go to addresses: a name is looked up before, by `locate`. */
const asIs: NonNullable<SocketOptions['lookup']> = (host, _, done) => done(null, host, isIP(host))

/**
 * Listens for datagrams. Resolves once the socket is bound.
 *
 * @throws CallweaveError `peer-failed` when the address or port cannot be had; nothing is left open.
 */
export const openUdp = async (options: TransportOptions): Promise<SipTransport> => {
  const { host, port } = options
  const type = isIPv6(host) ? 'udp6' : 'udp4'
  const socket = createSocket({ type, lookup: asIs })
  try {
    const listening = once(socket, 'listening')
    socket.bind({ port, address: host, exclusive: true })
    await listening
    growReceiveBuffer(socket)
    return new UdpTransport(socket, options)
  } catch (error) {
    socket.close()
    return refuseListening('UDP', options, error)
  }
}
