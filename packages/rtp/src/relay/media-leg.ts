/** One leg's media: what comes in is judged and counted, what goes out is one stream. */

import type { Law } from '../g711/laws.js'
import { type Address, SourceLock, type SourceLockOptions } from '../lock/source-lock.js'
import { Reception } from '../quality/reception.js'
import { OutgoingStream, type StreamStart } from './outgoing-stream.js'
import type { UdpPair } from './udp-ports.js'

/** Turns a payload type of this leg into the other leg's: -1 where that one has none. */
export type PayloadTypes = Int16Array

/** 128 of them; null where a payload type is passed on as it comes. */
export type LawsToConvert = readonly (Law | null)[]

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
  /** By payload type: the law of what the other leg has only in the other law, and is turned by table, code for code. */
  lawsToConvert: LawsToConvert | null = null
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

/** Those that are turned, by their payload type; null where there are none. */
export const lawsToConvert = (pairs: readonly (readonly [number, Law])[]): LawsToConvert | null => {
  if (pairs.length === 0) return null
  const table = new Array<Law | null>(128).fill(null)
  for (const [type, law] of pairs) table[type] = law
  return table
}
