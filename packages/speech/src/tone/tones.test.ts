import { expect, test } from 'vitest'
import { levelDbov } from '../sound/pcm.js'
import { toneNames, toneSamples } from './tones.js'

const lengths = { beep: 400, busy: 1_000, congestion: 500, 'ring-back': 5_000 }

test.each(toneNames)('%s has its length, the level of a tone, and no click', (name) => {
  const { samples } = toneSamples(name)
  expect(samples.length / 8).toBe(lengths[name])
  expect(levelDbov(samples.subarray(80, 8 * 200))).toBeCloseTo(-10 - 6.15, 0)
  expect(Math.abs(samples[0] ?? 1)).toBe(0)
  for (let i = 1; i < samples.length; i += 1)
    expect(Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0))).toBeLessThan(7_300)
})
