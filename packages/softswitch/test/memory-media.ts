/** Media of a switch and of all phones, in virtual time over a network in memory, and what was heard. */
import type { RandomStream } from '@callweave/core'
import { createMediaEngine, type MediaEngine } from '@callweave/rtp/engine'
import { createMediaRelay, type MediaRelay } from '../src/board/media-relay.js'
import { MediaNetwork } from './memory-network.js'
import { deaf } from './shared-media.js'
import type { VirtualTime } from './virtual-time.js'

export interface Ear {
  readonly payloadType: number
  readonly codes: number[]
}

export interface MemoryMedia {
  readonly network: MediaNetwork
  readonly media: MediaEngine
  /** Whom the media of the switch tell. */
  readonly relay: MediaRelay
  readonly phoneMedia: MediaEngine
  /** What each party of the phones heard, as codes of A-law or mu-law. */
  readonly heard: Map<number, Ear>
  /** Keys that each party of the phones was sent. */
  readonly phoneKeys: Map<number, string[]>
  /** Recordings, whole. */
  readonly files: Map<string, Uint8Array>
}

const mostCodes = 16_000

export const createMemoryMedia = async (
  time: VirtualTime,
  random: RandomStream,
  silentAfterMs: number,
): Promise<MemoryMedia> => {
  const network = new MediaNetwork()
  const relay = createMediaRelay()
  const files = new Map<string, Uint8Array>()
  const heard = new Map<number, Ear>()
  const phoneKeys = new Map<number, string[]>()
  const create = (path: string) => {
    const written: number[] = []
    return {
      write: (bytes: Uint8Array) => {
        for (const byte of bytes) written.push(byte)
      },
      close: (header: Uint8Array, done: (failure: unknown) => void) => {
        files.set(path, Uint8Array.from([...header, ...written.slice(header.length)]))
        done(null)
      },
    }
  }
  const nowMs = (): number => time.nowMs()
  const common = { nowMs, epochMs: 0, random, files: { create }, silentAfterMs, sparePairs: 64 }
  const media: MediaEngine = await createMediaEngine({
    ...common,
    ports: network.ports('10.0.0.1', (datagram) => media.take(datagram)),
    user: relay.user,
  })
  const phoneMedia: MediaEngine = await createMediaEngine({
    ...common,
    ports: network.ports('10.9.0.1', (datagram) => phoneMedia.take(datagram)),
    user: {
      ...deaf,
      pressed: (party, key) => {
        phoneKeys.set(party, [...(phoneKeys.get(party) ?? []), key])
      },
    },
    tap: (party, bytes, start, sizeBytes, payloadType) => {
      if (payloadType !== 0 && payloadType !== 8) return
      const before = heard.get(party)
      const ear = before?.payloadType === payloadType ? before : { payloadType, codes: [] }
      heard.set(party, ear)
      for (let i = 0; i < sizeBytes; i += 1) ear.codes.push(bytes[start + i] as number)
      if (ear.codes.length > mostCodes) ear.codes.splice(0, mostCodes / 2)
    },
  })
  time.beats.push((dueAtMs) => {
    media.tick(dueAtMs)
    phoneMedia.tick(dueAtMs)
    network.drain()
    // Once more, so that what a packet leads to is told in the same beat.
    network.drain()
  })
  return { network, media, relay, phoneMedia, heard, phoneKeys, files }
}
