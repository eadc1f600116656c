/** A network in memory: SIP messages as bytes and datagrams of media, from address to address. */
import type { Clock } from '@callweave/core'
import type { Address, Datagram, UdpPair, UdpPorts } from '@callweave/rtp'
import { parseMessage, type SipMessage, stampVia, writeMessage } from '@callweave/sip'
import type { Flow } from '../src/flow.js'

export type Receive = (message: SipMessage, from: Flow) => void

/** `10.0.0.1:5060` */
export const placeOf = ({ source, port }: Flow): string => `${source}:${port}`

export const memoryFlow = (source: string, port = 5060): Flow => ({
  source,
  port,
  transport: 'UDP',
  isReliable: false,
  connection: 0,
})

/** Signalling: each message is written, and read again where it comes. Nothing comes from or to a host that is cut off. */
export class SipNetwork {
  readonly #clock: Clock
  readonly #hosts = new Map<string, Receive>()
  readonly cutOff = new Set<string>()
  messages = 0
  /** The To tag of the last response in each call. */
  readonly tags = new Map<string, string>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  join(at: Flow, receive: Receive): void {
    this.#hosts.set(placeOf(at), receive)
  }

  send(message: SipMessage, from: Flow, to: Flow): void {
    this.messages += 1
    const { headers } = message
    const { tag } = headers.need('to')
    if (message.kind === 'response' && tag !== null) this.tags.set(headers.need('callId'), tag)
    const bytes = writeMessage(message)
    this.#clock.at(this.#clock.nowMs(), () => this.#arrive(bytes, from, to), undefined)
  }

  #arrive(bytes: Uint8Array, from: Flow, to: Flow): void {
    if (this.cutOff.has(placeOf(from)) || this.cutOff.has(placeOf(to))) return
    const receive = this.#hosts.get(placeOf(to))
    if (receive === undefined) return
    const message = parseMessage(bytes)
    receive(message.kind === 'request' ? stampVia(message, { host: from.source, port: from.port }) : message, from)
  }
}

/** Media: what is sent is there when the network is drained, never inside `send`. */
export class MediaNetwork {
  readonly #takers = new Map<string, (bytes: Uint8Array, from: Address) => void>()
  #under: { readonly to: string; readonly bytes: Uint8Array; readonly from: Address }[] = []
  datagrams = 0

  ports(host: string, take: (datagram: Datagram) => void): MemoryPorts {
    return new MemoryPorts(this, host, take)
  }

  listen(at: Address, take: (bytes: Uint8Array, from: Address) => void): void {
    this.#takers.set(`${at.host}:${at.port}`, take)
  }

  leave(at: Address): void {
    this.#takers.delete(`${at.host}:${at.port}`)
  }

  send(to: Address, bytes: Uint8Array, from: Address): void {
    this.datagrams += 1
    this.#under.push({ to: `${to.host}:${to.port}`, bytes, from })
  }

  drain(): void {
    const under = this.#under
    this.#under = []
    for (const { to, bytes, from } of under) this.#takers.get(to)?.(bytes, from)
  }

  get listeners(): number {
    return this.#takers.size
  }
}

export class MemoryPorts implements UdpPorts {
  readonly counts = { received: 0, sent: 0, unsent: 0, tooLong: 0 }
  readonly #network: MediaNetwork
  readonly #host: string
  readonly #take: (datagram: Datagram) => void
  readonly #free: UdpPair[] = []
  #ids = 0

  constructor(network: MediaNetwork, host: string, take: (datagram: Datagram) => void) {
    this.#network = network
    this.#host = host
    this.#take = take
  }

  async open(): Promise<UdpPair> {
    const pair = this.#free.shift() ?? this.#make()
    for (const isControl of [false, true]) {
      this.#network.listen(this.#addressOf(pair, isControl), (bytes, { host, port }) =>
        this.#take({ pair, isControl, bytes, sizeBytes: bytes.length, host, port }),
      )
    }
    return pair
  }

  close(pair: UdpPair): void {
    this.#network.leave(this.#addressOf(pair, false))
    this.#network.leave(this.#addressOf(pair, true))
    this.#free.push(pair)
  }

  send(pair: UdpPair, isControl: boolean, bytes: Uint8Array, sizeBytes: number, to: Address): void {
    this.#network.send(to, bytes.slice(0, sizeBytes), this.#addressOf(pair, isControl))
  }

  flush(): void {}

  async poll(): Promise<void> {}

  async closeAll(): Promise<void> {}

  #make(): UdpPair {
    const id = this.#ids
    this.#ids += 1
    return { id, rtpPort: 10_000 + id * 2, rtcpPort: 10_001 + id * 2 }
  }

  #addressOf({ rtpPort, rtcpPort }: UdpPair, isControl: boolean): Address {
    return { host: this.#host, port: isControl ? rtcpPort : rtpPort }
  }
}
