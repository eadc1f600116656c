/**
 * An array of `struct mmsghdr` with its buffers and IPv4 addresses, laid out once and used for ever.
 *
 *   mmsghdr, 64 bytes:  0 name *  8 name length  16 iovec *  24 iovec count  32 control *  40 its length  48 flags | 56 length
 *   sockaddr_in, 16:    0 family  2 port, big-endian  4 address, big-endian
 */
import { mostDatagramBytes } from '../relay/udp-ports.js'
import { AF_INET, type Libc } from './libc.js'

const headerBytes = 64
const vectorBytes = 16
const addressBytes = 16

export class MessageBatch {
  readonly size: number
  /** The payloads, `mostDatagramBytes` each, and one byte more that shows what was too long. */
  readonly buffers: readonly Uint8Array[]
  readonly #headers: Uint8Array
  readonly #headersAt: number
  readonly #headerView: DataView
  readonly #vectorView: DataView
  readonly #addresses: Uint8Array
  readonly #addressView: DataView
  /** Kept, for the headers point into it. */
  readonly #vectors: Uint8Array

  constructor(size: number, libc: Libc) {
    this.size = size
    this.#headers = new Uint8Array(new ArrayBuffer(size * headerBytes))
    this.#vectors = new Uint8Array(new ArrayBuffer(size * vectorBytes))
    this.#addresses = new Uint8Array(new ArrayBuffer(size * addressBytes))
    this.#headerView = new DataView(this.#headers.buffer)
    this.#vectorView = new DataView(this.#vectors.buffer)
    this.#addressView = new DataView(this.#addresses.buffer)
    this.buffers = Array.from({ length: size }, () => new Uint8Array(new ArrayBuffer(mostDatagramBytes + 1)))
    this.#headersAt = Number(libc.addressOf(this.#headers))
    const [vectors, addresses] = [libc.addressOf(this.#vectors), libc.addressOf(this.#addresses)]
    for (const [i, buffer] of this.buffers.entries()) {
      this.#vectorView.setBigUint64(i * vectorBytes, libc.addressOf(buffer), true)
      this.#vectorView.setBigUint64(i * vectorBytes + 8, BigInt(buffer.length), true)
      const at = i * headerBytes
      this.#headerView.setBigUint64(at, addresses + BigInt(i * addressBytes), true)
      this.#headerView.setBigUint64(at + 16, vectors + BigInt(i * vectorBytes), true)
      this.#headerView.setBigUint64(at + 24, 1n, true)
    }
    this.resetAddresses(size)
  }

  /** Where the headers from that place on are, as the system wants them. */
  from(first: number): number {
    return this.#headersAt + first * headerBytes
  }

  /** Of those received, before the next: the system has written how long each address is. */
  resetAddresses(count: number): void {
    for (let i = 0; i < count; i += 1) this.#headerView.setUint32(i * headerBytes + 8, addressBytes, true)
  }

  lengthOf(i: number): number {
    return this.#headerView.getUint32(i * headerBytes + 56, true)
  }

  /** The address of a message received, as a number, and its port. */
  hostOf(i: number): number {
    return this.#addressView.getUint32(i * addressBytes + 4)
  }

  portOf(i: number): number {
    return this.#addressView.getUint16(i * addressBytes + 2)
  }

  /** Puts a message into that place. */
  set(i: number, bytes: Uint8Array, sizeBytes: number, host: number, port: number): void {
    const buffer = this.buffers[i] as Uint8Array
    for (let at = 0; at < sizeBytes; at += 1) buffer[at] = bytes[at] as number
    this.#vectorView.setUint32(i * vectorBytes + 8, sizeBytes, true)
    writeAddress(this.#addressView, i * addressBytes, host, port)
  }
}

/** A `sockaddr_in`. */
export const socketAddress = (host: number, port: number): Uint8Array => {
  const bytes = new Uint8Array(new ArrayBuffer(addressBytes))
  writeAddress(new DataView(bytes.buffer), 0, host, port)
  return bytes
}

const writeAddress = (view: DataView, at: number, host: number, port: number): void => {
  view.setUint16(at, AF_INET, true)
  view.setUint16(at + 2, port)
  view.setUint32(at + 4, host)
}
