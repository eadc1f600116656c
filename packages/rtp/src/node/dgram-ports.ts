/** Pairs of UDP ports by `node:dgram`, for any system: a socket for each port, 14-20 us of CPU for a packet relayed. */
import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from 'node:dgram'
import { once } from 'node:events'
import { isIP, isIPv6 } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from '../lock/source-lock.js'
import { PortRange, refuseSocket } from '../relay/port-range.js'
import {
  type Datagram,
  mostDatagramBytes,
  type UdpCounts,
  type UdpPair,
  type UdpPorts,
  type UdpPortsOptions,
} from '../relay/udp-ports.js'

interface Sockets {
  readonly pair: UdpPair
  /** One for each of our addresses. */
  readonly rtp: readonly Socket[]
  readonly rtcp: readonly Socket[]
  /** By which of our addresses it sends. */
  from: number
}

/** Datagrams that the system has not yet taken; more are dropped, for they would come too late. */
const mostPending = 4_096

export class DgramPorts implements UdpPorts {
  readonly counts: UdpCounts = { received: 0, sent: 0, unsent: 0, tooLong: 0 }
  readonly #host: string
  readonly #hosts: readonly string[]
  readonly #onDatagram: (datagram: Datagram) => void
  readonly #range: PortRange
  readonly #open: (Sockets | undefined)[] = []
  /** Buffers that are not on their way. */
  readonly #free: Uint8Array[] = []
  #pending = 0
  #isClosed = false
  #datagram: Datagram | null = null

  /** @throws CallweaveError `out-of-range` for a range without a pair. */
  constructor({ host, otherHosts = [], leastPort, mostPort, onDatagram }: UdpPortsOptions) {
    this.#host = host
    this.#hosts = [host, ...otherHosts]
    this.#onDatagram = onDatagram
    this.#range = new PortRange(leastPort, mostPort)
  }

  async open(): Promise<UdpPair> {
    if (this.#isClosed) refuseSocket('the ports are closed', this.#host, 'open')
    // Ports that other programs hold are passed over, each once.
    for (let tried = 0; tried < this.#range.size; tried += 1) {
      const port = this.#range.take()
      if (port === null) break
      const rtp = await this.#bindAll(port)
      const rtcp = rtp === null ? null : await this.#bindAll(port + 1)
      if (rtp !== null && rtcp !== null) return this.#keep(port, rtp, rtcp)
      closeAll(rtp ?? [])
      this.#range.give(port)
    }
    return this.#range.refuse(this.#host)
  }

  close({ id, rtpPort }: UdpPair): void {
    const sockets = this.#open[id]
    if (sockets === undefined || sockets.pair.rtpPort !== rtpPort) return
    this.#open[id] = undefined
    closeAll([...sockets.rtp, ...sockets.rtcp])
    this.#range.give(rtpPort)
  }

  sendFrom({ id }: UdpPair, host: string): void {
    const sockets = this.#open[id]
    if (sockets !== undefined) sockets.from = Math.max(0, this.#hosts.indexOf(host))
  }

  send({ id }: UdpPair, isControl: boolean, bytes: Uint8Array, sizeBytes: number, { host, port }: Address): void {
    const sockets = this.#open[id]
    const socket = (isControl ? sockets?.rtcp : sockets?.rtp)?.[sockets?.from ?? 0]
    // Node would take an empty host for the loopback.
    if (socket === undefined || this.#pending >= mostPending || sizeBytes > mostDatagramBytes || host === '') {
      this.counts.unsent += 1
      return
    }
    const buffer = this.#free.pop() ?? new Uint8Array(mostDatagramBytes)
    buffer.set(bytes.subarray(0, sizeBytes))
    this.#pending += 1
    const done = (error: Error | null): void => {
      this.#pending -= 1
      this.#free.push(buffer)
      if (error === null) this.counts.sent += 1
      else this.counts.unsent += 1
    }
    try {
      socket.send(buffer, 0, sizeBytes, port, host, done)
    } catch (error) {
      // A port outside 1..65,535 is refused at once.
      done(error as Error)
    }
  }

  flush(): void {
    // Each datagram went with its `send`.
  }

  async poll(waitMs: number): Promise<void> {
    await sleep(waitMs)
  }

  async closeAll(): Promise<void> {
    this.#isClosed = true
    const closing = this.#open.flatMap((sockets) =>
      sockets ? [...sockets.rtp, ...sockets.rtcp].map((socket) => once(socket, 'close')) : [],
    )
    for (const sockets of this.#open) if (sockets) this.close(sockets.pair)
    await Promise.all(closing)
  }

  #keep(port: number, rtp: readonly Socket[], rtcp: readonly Socket[]): UdpPair {
    const free = this.#open.indexOf(undefined)
    const id = free < 0 ? this.#open.length : free
    const pair: UdpPair = { id, rtpPort: port, rtcpPort: port + 1 }
    this.#open[id] = { pair, rtp, rtcp, from: 0 }
    for (const socket of rtp) socket.on('message', (bytes, from) => this.#take(pair, false, bytes, from))
    for (const socket of rtcp) socket.on('message', (bytes, from) => this.#take(pair, true, bytes, from))
    return pair
  }

  #take(pair: UdpPair, isControl: boolean, bytes: Uint8Array, { address, port }: RemoteInfo): void {
    // What was on its way when the pair was closed.
    if (this.#open[pair.id]?.pair !== pair) return
    if (bytes.length > mostDatagramBytes) {
      this.counts.tooLong += 1
      return
    }
    this.counts.received += 1
    this.#datagram ??= { pair, isControl, bytes, sizeBytes: 0, host: '', port: 0 }
    const datagram = this.#datagram
    datagram.pair = pair
    datagram.isControl = isControl
    datagram.bytes = bytes
    datagram.sizeBytes = bytes.length
    datagram.host = address
    datagram.port = port
    this.#onDatagram(datagram)
  }

  /** On each of our addresses; null where the port is in use on one. */
  async #bindAll(port: number): Promise<readonly Socket[] | null> {
    const bound: Socket[] = []
    try {
      for (const host of this.#hosts) {
        const socket = await this.#bind(host, port)
        if (socket === undefined) break
        bound.push(socket)
      }
    } catch (error) {
      closeAll(bound)
      throw error
    }
    if (bound.length === this.#hosts.length) return bound
    closeAll(bound)
    return null
  }

  /** Undefined where the port is in use. */
  async #bind(host: string, port: number): Promise<Socket | undefined> {
    const type = isIPv6(host) ? 'udp6' : 'udp4'
    const socket = createSocket({ type, lookup: asIs })
    try {
      // An address needs no look-up, so it may be listening before `bind` returns.
      const listening = once(socket, 'listening')
      socket.bind({ port, address: host, exclusive: true })
      await listening
      // Errors of a socket that is up are those of single datagrams: counted where they were sent.
      socket.on('error', () => undefined)
      return socket
    } catch (error) {
      socket.close()
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EADDRINUSE') return undefined
      return refuseSocket('a port cannot be bound', host, code)
    }
  }
}

const closeAll = (sockets: readonly Socket[]): void => {
  for (const socket of sockets) socket.close()
}

/** Media goes to addresses, never to names: a name that came in an SDP is not looked up, and its datagrams are refused. */
const asIs: NonNullable<SocketOptions['lookup']> = (host, _, done) => {
  const family = isIP(host)
  if (family === 0) done(Object.assign(new Error('no address'), { code: 'EINVAL' }), '', 0)
  else done(null, host, family)
}
