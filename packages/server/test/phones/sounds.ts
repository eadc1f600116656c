/** Tones that a peer says, and whether they are in what another one heard. */
import { readFileSync, writeFileSync } from 'node:fs'
import { pcm16Bytes, readWav, telephoneSamples, writeWav } from '@callweave/rtp/audio'

const rate = 8_000

/** A pure tone, 8,000 Hz, mono. */
export const tone = (hz: number, ms: number, amplitude = 8_000): Int16Array =>
  Int16Array.from({ length: (ms * rate) / 1_000 }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / rate)),
  )

/** A WAV file with what `samples` has. */
export const writeSound = (file: string, samples: Int16Array): string => {
  writeFileSync(file, writeWav({ format: 'pcm-16' }, pcm16Bytes(samples)))
  return file
}

/** What a peer has written down, at 8,000 Hz; nothing while its file is not whole. */
export const readSound = (file: string): Int16Array => {
  try {
    return telephoneSamples(readWav(readFileSync(file), file))
  } catch {
    return new Int16Array(0)
  }
}

/** Amplitude of one frequency: Goertzel. */
const amplitudeOf = (samples: Int16Array, hz: number): number => {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate)
  let [last, before] = [0, 0]
  for (const sample of samples) [last, before] = [sample + turn * last - before, last]
  const power = last * last + before * before - turn * last * before
  return (2 * Math.sqrt(Math.max(0, power))) / Math.max(1, samples.length)
}

const windowMs = 100
const leastAmplitude = 1_000

/** For how many ms that tone is there, in windows of 100 ms in which it has most of the sound. */
export const msOf = (samples: Int16Array, hz: number): number => {
  const length = (windowMs * rate) / 1_000
  let ms = 0
  for (let at = 0; at + length <= samples.length; at += length) {
    if (amplitudeOf(samples.subarray(at, at + length), hz) > leastAmplitude) ms += windowMs
  }
  return ms
}
