/** One leg's media: what comes in is judged and counted, what goes out is one stream. */

import type { Law } from '../g711/laws.js'
import { type Address, SourceLock, type SourceLockOptions } from '../lock/source-lock.js'
import { Reception } from '../quality/reception.js'
import { OutgoingStream, type StreamStart } from './outgoing-stream.js'
import type { UdpPair } from './udp-ports.js'

/** Turns a payload type of this leg into the other leg's: -1 where that one has none. */
export type PayloadTypes = Int16Array

/** Sees each packet that a leg accepted, before it is relayed: recorders, detectors of keys. Copies what it keeps. */
export type Tap = (
  bytes: Uint8Array,
  start: number,
  sizeBytes: number,
  payloadType: number,
  timestamp: number,
  sequence: number,
) => void

export interface MediaLegOptions {
  readonly pair: UdpPair
  readonly lock: SourceLockOptions
  readonly start: StreamStart
}

export class MediaLeg {
  readonly pair: UdpPair
  readonly lock: SourceLock
  readonly stream: OutgoingStream
  /** Of the source that is heard; another one with each new SSRC. */
  reception = new Reception({ ssrc: 0 })
  tap: Tap | null = null
  /** The leg that hears this one, and the payload types it knows. */
  bridgedTo: MediaLeg | null = null
  payloadTypes: PayloadTypes | null = null
  /** The law that this leg speaks where the other one speaks the other: turned by table, code for code. */
  lawToConvert: Law | null = null
  /** The payload type of telephone-events, whose timestamps say nothing of jitter; -1 where there are none. */
  eventType = -1

  constructor({ pair, lock, start }: MediaLegOptions) {
    this.pair = pair
    this.lock = new SourceLock(lock)
    this.stream = new OutgoingStream(start)
  }

  get peer(): Address | null {
    return this.lock.peer
  }
}

/** A table for `payloadTypes` of what both legs know under other numbers; all others are dropped. */
export const payloadTypesOf = (pairs: readonly (readonly [number, number])[]): PayloadTypes => {
  const table = new Int16Array(128).fill(-1)
  for (const [from, to] of pairs) table[from] = to
  return table
}
