/**
 * Comfort noise (RFC 3389): its first byte is a level in dB below overload; the spectrum that may follow is not used, so the
 * noise is white. Static payload type 13.
 */
import type { RandomStream } from '@callweave/core'
import { noiseLevelOf, rmsAtNoiseLevel } from './level.js'

export const comfortNoiseType = 13

/** The level of a payload, 0..127 dB below overload; null of an empty one. The upper bit is reserved. */
export const readNoiseLevel = (bytes: Uint8Array, start: number, sizeBytes: number): number | null =>
  sizeBytes < 1 ? null : (bytes[start] as number) & 127

/** Writes a payload of one byte that tells how loud the samples are. */
export const writeNoiseLevel = (samples: Int16Array, bytes: Uint8Array, at: number): void => {
  bytes[at] = noiseLevelOf(samples)
}

/** Fills `samples` with white noise of that level. It is uniform, so louder than 5 dB below overload it would clip, and is not. */
export const fillNoise = (samples: Int16Array, level: number, random: RandomStream): void => {
  const peak = rmsAtNoiseLevel(Math.max(5, level)) * Math.sqrt(3)
  for (let i = 0; i < samples.length; i += 1) samples[i] = Math.round((random.next() * 2 - 1) * peak)
}
