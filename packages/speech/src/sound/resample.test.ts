import { describe, expect, test } from 'vitest'
import { levelDbov } from './pcm.js'
import { resampled } from './resample.js'

const sine = (hz: number, rateHz: number) => ({
  samples: Int16Array.from({ length: rateHz }, (_, i) =>
    Math.round(16_000 * Math.sin((2 * Math.PI * hz * i) / rateHz)),
  ),
  rateHz,
})
/** Away from the ends, where the filter has nothing on one side. */
const middle = (samples: Int16Array) => samples.subarray(1_000, -1_000)

describe.each([16_000, 22_050, 44_100, 48_000, 11_025])('from %i Hz to 8,000', (rateHz) => {
  test.each([100, 300, 1_004, 2_000, 3_400])('%i Hz keep their level within 0.1 dB', (hz) => {
    const { samples } = resampled(sine(hz, rateHz))
    expect(samples.length).toBe(8_000)
    expect(levelDbov(middle(samples)) - levelDbov(sine(hz, rateHz).samples)).toBeCloseTo(0, 1)
  })

  test('what a telephone cannot carry is 70 dB down and does not fold back', () => {
    for (const hz of [4_050, 4_600, 5_000, 5_500].filter((one) => one < rateHz / 2 - 10)) {
      const { samples } = resampled(sine(hz, rateHz))
      expect(levelDbov(middle(samples))).toBeLessThan(-79)
    }
  })
})

test('8,000 Hz stay as they are', () => {
  const pcm = sine(440, 8_000)
  expect(resampled(pcm)).toBe(pcm)
})
