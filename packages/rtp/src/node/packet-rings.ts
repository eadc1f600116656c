/** What each party sent last, kept where another thread can read it: one ring of bytes for each, made with its first packet. */
import type { PartyTap } from '../engine/media-engine.js'

interface Ring {
  readonly bytes: Uint8Array
  at: number
}

export const packetRings = (sizeBytes: number): PartyTap => {
  const rings = new Map<number, Ring>()
  return (party, bytes, start, count) => {
    let ring = rings.get(party)
    if (ring === undefined) {
      ring = { bytes: new Uint8Array(new SharedArrayBuffer(sizeBytes)), at: 0 }
      rings.set(party, ring)
    }
    const { bytes: kept } = ring
    let { at } = ring
    for (let i = 0; i < count; i += 1) {
      kept[at] = bytes[start + i] as number
      at = at + 1 === sizeBytes ? 0 : at + 1
    }
    ring.at = at
  }
}
