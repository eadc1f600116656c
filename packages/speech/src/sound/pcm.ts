/** Sound as numbers: one channel, 16 bits a sample. */
import { monoSamples, readWav } from '@callweave/rtp/audio'

export interface Pcm {
  readonly samples: Int16Array
  /** Samples a second. */
  readonly rateHz: number
}

/** What a telephone carries (G.711). */
export const telephoneRateHz = 8_000

/** The sound of a WAV file called `where`. @throws CallweaveError `file-invalid`. */
export const pcmOfWav = (bytes: Uint8Array, where: string): Pcm => {
  const file = readWav(bytes, where)
  return { samples: monoSamples(file), rateHz: file.rateHz }
}

const fullScale = 32_768

/** Root mean square in dBov: 0 is that of a full-scale square wave. -Infinity for silence. */
export const levelDbov = (samples: Int16Array): number => {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return samples.length === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(sum / samples.length / fullScale ** 2)
}

/** The largest sample, 0..32,768. */
export const peakOf = (samples: Int16Array): number => {
  let peak = 0
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
  return peak
}

export const ratioOfDb = (db: number): number => 10 ** (db / 20)

/** A whole sample within 16 bits. */
export const clip = (sample: number): number => Math.max(-fullScale, Math.min(fullScale - 1, Math.round(sample)))
