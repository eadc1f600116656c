/** One TCP or TLS connection: bytes in, messages out, and no longer than its limits allow. */
import type { Socket } from 'node:net'
import type { Clock } from '@callweave/core'
import { createSipStream, type SipStream, type StreamPart } from '../message/stream.js'
import { type Arrival, kindOf, latin1, refuseMessage, takeMessage } from './arrival.js'
import { pongMs, type StreamLimits } from './stream-limits.js'
import type { SipPeer, TransportCounts } from './transport.js'

export interface ConnectionOwner extends Arrival {
  readonly counts: TransportCounts
  readonly clock: Clock
  readonly limits: StreamLimits
  /** After this many ms of quiet a connection of ours is pinged; `null` for never. */
  readonly pingMs: number | null
  /** The connection is no more. */
  readonly onClose: (connection: Connection) => void
}

export interface ConnectionOptions {
  readonly peer: SipPeer
  readonly isOurs: boolean
  /** Under which it is found again; `null` for one that the peer has opened. */
  readonly key: string | null
}

/** `opening` until the handshake is done; `ending` once we have hung up: what comes is thrown away. */
type State = 'opening' | 'open' | 'ending' | 'closed'

const never = Number.POSITIVE_INFINITY
const lineEnd = Buffer.from('\r\n')
const ping = Buffer.from('\r\n\r\n')

export class Connection {
  readonly peer: SipPeer
  readonly isOurs: boolean
  readonly key: string | null
  readonly #socket: Socket
  readonly #owner: ConnectionOwner
  readonly #stream: SipStream
  /** Told when the socket closes before their bytes went. */
  readonly #waiting = new Set<() => void>()
  #state: State = 'opening'
  #malformed = 0
  #hasCarried = false
  /** Instants by which something has to have happened. */
  #openBy: number
  #messageBy = never
  #idleBy = never
  #pingAt = never
  #pongBy = never

  constructor(socket: Socket, owner: ConnectionOwner, { peer, isOurs, key }: ConnectionOptions) {
    this.peer = peer
    this.isOurs = isOurs
    this.key = key
    this.#socket = socket
    this.#owner = owner
    this.#openBy = owner.clock.nowMs() + owner.limits.openMs
    const { limits, admit } = owner.options
    const isWanted = admit === undefined ? {} : { isWanted: (bytes: Uint8Array) => admit(peer, kindOf(bytes)) }
    this.#stream = createSipStream({ limits, latin1, ...isWanted })
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    // 'close' follows every error.
    socket.on('error', () => undefined)
    socket.once('close', () => this.#closed())
  }

  /** The handshake is done. */
  opened(): void {
    if (this.#state !== 'opening') return
    this.#state = 'open'
    this.#openBy = never
    if (!this.isOurs) this.#messageBy = this.#after(this.#owner.limits.messageMs)
    this.#heard()
  }

  send(bytes: Uint8Array, unsent: () => void): void {
    const { counts, limits } = this.#owner
    const done = (isSent: boolean): void => {
      if (!this.#waiting.delete(fail)) return
      counts[isSent ? 'sent' : 'unsent'] += 1
      if (!isSent) unsent()
    }
    const fail = (): void => done(false)
    this.#waiting.add(fail)
    const isOver = this.#state === 'ending' || this.#state === 'closed' || this.#socket.destroyed
    if (isOver) process.nextTick(fail)
    else if (this.#socket.writableLength + bytes.length > limits.unsentBytes) {
      if (this.#state === 'open') {
        counts.tooSlow += 1
        this.drop()
      } else process.nextTick(fail)
    } else this.#socket.write(bytes, (error) => done(error === null || error === undefined))
  }

  /** Looks at the time. */
  check(nowMs: number): void {
    if (this.#socket.destroyed) return
    if (nowMs >= Math.min(this.#openBy, this.#messageBy, this.#pongBy)) {
      if (this.#state !== 'ending') this.#owner.counts.tooSlow += 1
      this.drop()
    } else if (nowMs >= this.#idleBy) this.drop()
    else if (nowMs >= this.#pingAt) {
      this.#pingAt = never
      this.#pongBy = nowMs + pongMs
      this.#socket.write(ping)
    }
  }

  /** The handshake goes on. */
  get isOpening(): boolean {
    return this.#state === 'opening'
  }

  /** Whether a message has come over it. */
  get hasCarried(): boolean {
    return this.#hasCarried
  }

  /** Closes at once; what waits is unsent. */
  drop(): void {
    this.#socket.destroy()
  }

  #closed(): void {
    this.#state = 'closed'
    for (const fail of [...this.#waiting]) fail()
    this.#owner.onClose(this)
  }

  #take(chunk: Buffer): void {
    if (this.#state === 'ending' || this.#state === 'closed') return
    const parts = this.#stream.push(chunk)
    for (const part of parts) if (this.#isOpen()) this.#takePart(part)
    if (!this.#isOpen()) return
    if (this.isOurs) this.#pongBy = never
    if (parts.length > 0 || this.isOurs) this.#heard()
    if (parts.length > 0) this.#messageBy = never
    if (this.#stream.waitingBytes === 0) return
    if (this.#messageBy === never) this.#messageBy = this.#after(this.#owner.limits.messageMs)
  }

  #takePart(part: StreamPart): void {
    const { counts, limits } = this.#owner
    if (part.kind === 'ping') {
      counts.keepAlives += 1
      this.#reply(lineEnd)
      return
    }
    if (part.kind === 'unwanted') {
      counts.dropped += 1
      return
    }
    const { bytes } = part
    if (part.kind === 'broken') {
      this.#hangUp(refuseMessage(counts, bytes, part.error))
      return
    }
    const malformed = counts.malformed + counts.noSip
    if (part.kind === 'message') this.#hasCarried = true
    const answer =
      part.kind === 'message'
        ? takeMessage(this.#owner, bytes, () => part.message, this.peer)
        : refuseMessage(counts, bytes, part.error)
    this.#malformed += counts.malformed + counts.noSip - malformed
    if (this.#malformed > limits.malformed) this.#hangUp(answer)
    else this.#reply(answer)
  }

  /** What nobody waits to hear about; dropped with the connection when the peer does not read. */
  #reply(bytes: Uint8Array | null): void {
    if (bytes !== null) this.send(bytes, () => undefined)
  }

  /** Ends our side, and waits a little for the peer's: closing on bytes that were not read would take back the answer. */
  #hangUp(answer: Uint8Array | null): void {
    this.#reply(answer)
    if (!this.#isOpen()) return
    this.#state = 'ending'
    this.#messageBy = never
    this.#pingAt = never
    this.#pongBy = never
    this.#idleBy = this.#after(this.#owner.limits.lingerMs)
    this.#socket.end()
  }

  #heard(): void {
    const { limits, pingMs } = this.#owner
    this.#idleBy = this.#after(limits.idleMs)
    if (this.isOurs && pingMs !== null) this.#pingAt = this.#after(pingMs)
  }

  #isOpen(): boolean {
    return (this.#state === 'open' || this.#state === 'opening') && !this.#socket.destroyed
  }

  #after(ms: number): number {
    return this.#owner.clock.nowMs() + ms
  }
}
