/** Speech as a caller should get it: at one loudness whoever speaks, without silence before and after. */
import { resample } from '@callweave/rtp/audio'
import { clip, levelDbov, type Pcm, peakOf, ratioOfDb, telephoneRateHz } from './pcm.js'

/**
 * 6 dB above the -26 dBov of a talker in ITU-T's listening tests (P.800): a prompt is heard over the noise of a street,
 * and nobody speaks against it.
 */
export const speechDbov = -20
/** No sample is above this; where a talker's peaks would be, the whole is left quieter. A peak is some 15 dB above the mean. */
export const mostPeakDb = -1

const frameMs = 10
/** Below the loudest frame: pauses, which do not count when loudness is measured. */
const pauseDb = -25
/** Below the loudest frame, at the ends: nothing that could be heard over a telephone. */
const silenceDb = -40
/** In dBov: a whole utterance below it says nothing. Rounding noise of 16 bits is at -101. */
const nothingDbov = -65
const keptBeforeMs = 20
/** Prompts and digits that are played in a row are heard apart. */
const keptAfterMs = 100

/** 8 kHz, trimmed, at `speechDbov`, a whole number of ms long. Empty where there was nothing to hear. */
export const telephoneSpeech = (pcm: Pcm): Pcm => {
  const rateHz = telephoneRateHz
  const samples = resample(pcm.samples, pcm.rateHz, rateHz)
  return { samples: wholeMs(levelled(trimmed(samples, rateHz), rateHz), rateHz), rateHz }
}

/** The mean level of what is no pause, in dBov. */
export const activeDbov = (samples: Int16Array, rateHz: number): number => {
  const levels = frameLevels(samples, rateHz)
  const loudest = loudestOf(levels)
  const active = levels.filter((level) => level > loudest + pauseDb)
  return 10 * Math.log10(active.reduce((sum, level) => sum + 10 ** (level / 10), 0) / active.length)
}

/** How often sound begins after at least `pauseMs` of silence, or after the start: once for each word said apart. */
export const burstCount = (samples: Int16Array, rateHz: number, pauseMs: number): number => {
  const levels = frameLevels(samples, rateHz)
  const loudest = loudestOf(levels)
  let [count, silentMs] = [0, pauseMs]
  for (const level of levels) {
    if (level > loudest + pauseDb) {
      if (silentMs >= pauseMs) count += 1
      silentMs = 0
    } else silentMs += frameMs
  }
  return count
}

const frameLevels = (samples: Int16Array, rateHz: number): readonly number[] => {
  const size = (rateHz * frameMs) / 1_000
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, i) =>
    levelDbov(samples.subarray(i * size, (i + 1) * size)),
  )
}

const loudestOf = (levels: readonly number[]): number =>
  levels.reduce((most, level) => Math.max(most, level), Number.NEGATIVE_INFINITY)

const trimmed = (samples: Int16Array, rateHz: number): Int16Array => {
  const levels = frameLevels(samples, rateHz)
  const loudest = loudestOf(levels)
  if (loudest < nothingDbov) return new Int16Array()
  const heard = (level: number): boolean => level > loudest + silenceDb
  const size = (rateHz * frameMs) / 1_000
  const from = Math.max(0, levels.findIndex(heard) - keptBeforeMs / frameMs) * size
  return samples.subarray(from, (levels.findLastIndex(heard) + 1 + keptAfterMs / frameMs) * size)
}

const levelled = (samples: Int16Array, rateHz: number): Int16Array => {
  if (samples.length === 0) return samples
  const wanted = ratioOfDb(speechDbov - activeDbov(samples, rateHz))
  const most = (32_767 * ratioOfDb(mostPeakDb)) / peakOf(samples)
  const gain = Math.min(wanted, most)
  return samples.map((sample) => clip(sample * gain))
}

const wholeMs = (samples: Int16Array, rateHz: number): Int16Array => {
  const perMs = rateHz / 1_000
  const whole = new Int16Array(Math.ceil(samples.length / perMs) * perMs)
  whole.set(samples)
  return whole
}
