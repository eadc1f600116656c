/** Tones in files: written to be said, and looked for in what was heard. */
import { readFileSync, writeFileSync } from 'node:fs'
import { pcm16Bytes, readWav, telephoneSamples, writeWav } from '@callweave/rtp/audio'

const rateHz = 8_000

export const writeTone = (file: string, hz: number, lengthMs: number): void => {
  const samples = Int16Array.from({ length: (lengthMs * rateHz) / 1_000 }, (_, i) =>
    Math.round(8_000 * Math.sin((2 * Math.PI * hz * i) / rateHz)),
  )
  writeFileSync(file, writeWav({ format: 'pcm-16', rateHz }, pcm16Bytes(samples)))
}

export const readSamples = (file: string): Int16Array => telephoneSamples(readWav(readFileSync(file), file))

const blockSamples = 400

/** In how many blocks of 50 ms a tone has more than half of the power, by Goertzel's filter. */
export const blocksOfTone = (samples: Int16Array, hz: number): number => {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rateHz)
  let blocks = 0
  for (let from = 0; from + blockSamples <= samples.length; from += blockSamples) {
    let [one, two, power] = [0, 0, 0]
    for (let i = from; i < from + blockSamples; i += 1) {
      const sample = samples[i] as number
      const next = sample + turn * one - two
      two = one
      one = next
      power += sample * sample
    }
    const inTone = (2 * (one * one + two * two - turn * one * two)) / blockSamples
    if (power / blockSamples > 10_000 && inTone > power / 2) blocks += 1
  }
  return blocks
}

/** In how many blocks of 50 ms anything is heard. */
export const loudBlocks = (samples: Int16Array): number => {
  let blocks = 0
  for (let from = 0; from + blockSamples <= samples.length; from += blockSamples) {
    const block = samples.subarray(from, from + blockSamples)
    if (block.reduce((sum, sample) => sum + sample * sample, 0) / blockSamples > 10_000) blocks += 1
  }
  return blocks
}
