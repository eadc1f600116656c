/**
 * Pairs of UDP ports by the C library: epoll, recvmmsg and sendmmsg, called through koffi. Half the CPU of `node:dgram` for a
 * packet or less, Linux and IPv4 only. `poll` blocks its thread: it is for one that does nothing else.
 */
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
import { HostNames } from './host-names.js'
import {
  AF_INET,
  EADDRINUSE,
  EPOLL_CTL_ADD,
  EPOLLIN,
  epollDataAt,
  epollEventBytes,
  type Libc,
  loadLibc,
  MSG_DONTWAIT,
  SOCK_DGRAM_NONBLOCK,
} from './libc.js'
import { MessageBatch, socketAddress } from './message-batch.js'

const mostEvents = 512
const receiveBatch = 32
const sendBatch = 512
/** Batches read from one socket before the others have their turn. */
const mostReads = 4

interface Sockets {
  readonly pair: UdpPair
  /** One for each of our addresses. */
  readonly rtp: readonly number[]
  readonly rtcp: readonly number[]
  /** By which of our addresses it sends. */
  from: number
}

/** @throws Error saying why batches are not to be had here; nothing was opened. */
export const createBatchPorts = async (options: UdpPortsOptions): Promise<UdpPorts> =>
  new BatchPorts(options, await loadLibc())

class BatchPorts implements UdpPorts {
  readonly counts: UdpCounts = { received: 0, sent: 0, unsent: 0, tooLong: 0 }
  readonly #libc: Libc
  readonly #hosts: readonly number[]
  readonly #hostNames: readonly string[]
  readonly #onDatagram: (datagram: Datagram) => void
  readonly #range: PortRange
  readonly #names = new HostNames()
  readonly #open: (Sockets | undefined)[] = []
  readonly #epoll: number
  readonly #events = new Uint8Array(new ArrayBuffer(mostEvents * epollEventBytes))
  readonly #eventView = new DataView(this.#events.buffer)
  readonly #eventsAt: number
  readonly #incoming: MessageBatch
  readonly #outgoing: MessageBatch
  /** The socket of each message that waits to be sent. */
  readonly #outgoingFd = new Int32Array(sendBatch)
  #waiting = 0
  #isClosed = false
  #datagram: Datagram | null = null

  constructor({ host, otherHosts = [], leastPort, mostPort, onDatagram }: UdpPortsOptions, libc: Libc) {
    this.#hostNames = [host, ...otherHosts]
    this.#hosts = this.#hostNames.map((name) => {
      const number = this.#names.numberOf(name)
      if (number === null) throw new Error(`batches are for IPv4 addresses, this is ${name}`)
      return number
    })
    this.#libc = libc
    this.#onDatagram = onDatagram
    this.#range = new PortRange(leastPort, mostPort)
    this.#eventsAt = Number(libc.addressOf(this.#events))
    this.#incoming = new MessageBatch(receiveBatch, libc)
    this.#outgoing = new MessageBatch(sendBatch, libc)
    this.#epoll = libc.epoll_create1(0)
    if (this.#epoll < 0) throw new Error(`no epoll: errno ${libc.errno()}`)
  }

  async open(): Promise<UdpPair> {
    if (this.#isClosed) refuseSocket('the ports are closed', this.#hostNames.join(', '), 'open')
    for (let tried = 0; tried < this.#range.size; tried += 1) {
      const port = this.#range.take()
      if (port === null) break
      const rtp = this.#bindAll(port)
      const rtcp = rtp === null ? null : this.#bindAll(port + 1)
      if (rtp !== null && rtcp !== null) return this.#keep(port, rtp, rtcp)
      this.#closeAll(rtp ?? [])
      this.#range.give(port)
    }
    return this.#range.refuse(this.#hostNames.join(', '))
  }

  close({ id, rtpPort }: UdpPair): void {
    const sockets = this.#open[id]
    if (sockets === undefined || sockets.pair.rtpPort !== rtpPort) return
    this.flush()
    this.#open[id] = undefined
    // A socket that is closed leaves the epoll set by itself.
    this.#closeAll([...sockets.rtp, ...sockets.rtcp])
    this.#range.give(rtpPort)
  }

  sendFrom({ id }: UdpPair, host: string): void {
    const sockets = this.#open[id]
    if (sockets !== undefined) sockets.from = Math.max(0, this.#hostNames.indexOf(host))
  }

  send({ id }: UdpPair, isControl: boolean, bytes: Uint8Array, sizeBytes: number, { host, port }: Address): void {
    const sockets = this.#open[id]
    const number = this.#names.numberOf(host)
    const socket = (isControl ? sockets?.rtcp : sockets?.rtp)?.[sockets?.from ?? 0]
    if (socket === undefined || number === null || sizeBytes > mostDatagramBytes || !(port > 0 && port < 65_536)) {
      this.counts.unsent += 1
      return
    }
    if (this.#waiting === sendBatch) this.flush()
    this.#outgoing.set(this.#waiting, bytes, sizeBytes, number, port)
    this.#outgoingFd[this.#waiting] = socket
    this.#waiting += 1
  }

  flush(): void {
    const waiting = this.#waiting
    this.#waiting = 0
    for (let first = 0; first < waiting; ) {
      const fd = this.#outgoingFd[first] as number
      let end = first + 1
      while (end < waiting && this.#outgoingFd[end] === fd) end += 1
      const sent = this.#libc.sendmmsg(fd, this.#outgoing.from(first), end - first, MSG_DONTWAIT)
      // The first that fails ends a batch: it is given up, the others are tried again.
      if (sent > 0) this.counts.sent += sent
      else this.counts.unsent += 1
      first += Math.max(1, sent)
    }
  }

  poll(waitMs: number): undefined {
    if (this.#isClosed) return
    this.flush()
    const ready = this.#libc.epoll_wait(this.#epoll, this.#eventsAt, mostEvents, Math.max(0, Math.ceil(waitMs)))
    for (let i = 0; i < ready; i += 1) {
      const data = this.#eventView.getUint32(i * epollEventBytes + epollDataAt, true)
      const place = data >>> 1
      const hosts = this.#hosts.length
      this.#receive(Math.floor(place / hosts), place % hosts, data % 2 === 1)
    }
    this.flush()
  }

  async closeAll(): Promise<void> {
    // The number of a file that is closed is soon another's.
    if (this.#isClosed) return
    this.#isClosed = true
    for (const sockets of this.#open) if (sockets) this.close(sockets.pair)
    this.#libc.close(this.#epoll)
  }

  #receive(id: number, host: number, isControl: boolean): void {
    const batch = this.#incoming
    for (let read = 0; read < mostReads; read += 1) {
      // An earlier datagram of this turn may have closed the pair.
      const sockets = this.#open[id]
      if (sockets === undefined) return
      const fd = (isControl ? sockets.rtcp : sockets.rtp)[host] as number
      const count = this.#libc.recvmmsg(fd, batch.from(0), batch.size, MSG_DONTWAIT, 0)
      for (let i = 0; i < count && this.#open[id] === sockets; i += 1) this.#take(sockets.pair, isControl, i)
      batch.resetAddresses(count)
      if (count < batch.size) return
    }
  }

  #take(pair: UdpPair, isControl: boolean, i: number): void {
    const batch = this.#incoming
    const sizeBytes = batch.lengthOf(i)
    if (sizeBytes > mostDatagramBytes) {
      this.counts.tooLong += 1
      return
    }
    this.counts.received += 1
    const bytes = batch.buffers[i] as Uint8Array
    this.#datagram ??= { pair, isControl, bytes, sizeBytes: 0, host: '', port: 0 }
    const datagram = this.#datagram
    datagram.pair = pair
    datagram.isControl = isControl
    datagram.bytes = bytes
    datagram.sizeBytes = sizeBytes
    datagram.host = this.#names.nameOf(batch.hostOf(i))
    datagram.port = batch.portOf(i)
    this.#onDatagram(datagram)
  }

  #keep(port: number, rtp: readonly number[], rtcp: readonly number[]): UdpPair {
    const free = this.#open.indexOf(undefined)
    const id = free < 0 ? this.#open.length : free
    const pair: UdpPair = { id, rtpPort: port, rtcpPort: port + 1 }
    this.#open[id] = { pair, rtp, rtcp, from: 0 }
    const first = id * this.#hosts.length
    for (const [host, fd] of rtp.entries()) this.#watch(fd, (first + host) * 2)
    for (const [host, fd] of rtcp.entries()) this.#watch(fd, (first + host) * 2 + 1)
    return pair
  }

  #watch(fd: number, data: number): void {
    const event = new Uint8Array(new ArrayBuffer(epollEventBytes))
    const view = new DataView(event.buffer)
    view.setUint32(0, EPOLLIN, true)
    view.setUint32(epollDataAt, data, true)
    if (this.#libc.epoll_ctl(this.#epoll, EPOLL_CTL_ADD, fd, event) < 0) this.#fail('a socket cannot be watched')
  }

  /** On each of our addresses; null where the port is in use on one. */
  #bindAll(port: number): readonly number[] | null {
    const bound: number[] = []
    try {
      for (const host of this.#hosts) {
        const fd = this.#bind(host, port)
        if (fd < 0) break
        bound.push(fd)
      }
    } catch (error) {
      this.#closeAll(bound)
      throw error
    }
    if (bound.length === this.#hosts.length) return bound
    this.#closeAll(bound)
    return null
  }

  #closeAll(files: readonly number[]): void {
    for (const fd of files) this.#libc.close(fd)
  }

  /** -1 where the port is in use. */
  #bind(host: number, port: number): number {
    const fd = this.#libc.socket(AF_INET, SOCK_DGRAM_NONBLOCK, 0)
    if (fd < 0) this.#fail('no more sockets')
    const address = socketAddress(host, port)
    if (this.#libc.bind(fd, address, address.length) === 0) return fd
    const isInUse = this.#libc.errno() === EADDRINUSE
    this.#libc.close(fd)
    if (!isInUse) this.#fail('a port cannot be bound')
    return -1
  }

  #fail(message: string): never {
    return refuseSocket(message, this.#hostNames.join(', '), `errno ${this.#libc.errno()}`)
  }
}
