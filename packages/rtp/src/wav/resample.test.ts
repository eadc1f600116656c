import { describe, expect, test } from 'vitest'
import { resample } from './resample.js'

const sine = (hz: number, rateHz: number, seconds = 0.5): Int16Array =>
  Int16Array.from({ length: rateHz * seconds }, (_, n) =>
    Math.round(16_000 * Math.sin((2 * Math.PI * hz * n) / rateHz)),
  )

/** The amplitude of one frequency in dB below 16,000, and what is left besides it; without the ends. */
const measure = (samples: Int16Array, hz: number, rateHz: number) => {
  const middle = samples.subarray(rateHz / 10, samples.length - rateHz / 10)
  // Whole periods: all frequencies here are multiples of 10 Hz.
  const used = middle.subarray(0, Math.floor(middle.length / (rateHz / 10)) * (rateHz / 10))
  let [x, y, energy] = [0, 0, 0]
  used.forEach((sample, n) => {
    x += sample * Math.cos((2 * Math.PI * hz * n) / rateHz)
    y += sample * Math.sin((2 * Math.PI * hz * n) / rateHz)
    energy += sample * sample
  })
  const power = (2 * (x * x + y * y)) / used.length ** 2
  const whole = 16_000 ** 2 / 2
  return {
    levelDb: 10 * Math.log10(power / whole),
    restDb: 10 * Math.log10(Math.max(1e-9, energy / used.length - power) / whole),
  }
}

describe('resampling', () => {
  const rates = [11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000]

  test.each(rates)('%i Hz to 8 kHz: the telephone band is kept to 0.05 dB, and nothing added', (rateHz) => {
    for (const hz of [50, 300, 1_000, 2_000, 3_000, 3_400]) {
      const { levelDb, restDb } = measure(resample(sine(hz, rateHz), rateHz), hz, 8_000)
      expect(Math.abs(levelDb)).toBeLessThan(0.05)
      // Rounding to 16 bits alone leaves -92 dB.
      expect(restDb).toBeLessThan(-80)
    }
  })

  test.each(rates)('%i Hz to 8 kHz: what would fold back is 80 dB down', (rateHz) => {
    for (const hz of [4_050, 4_600, 5_000]) {
      const down = resample(sine(hz, rateHz), rateHz).subarray(800, 3_200)
      const power = down.reduce((sum, sample) => sum + sample * sample, 0) / down.length
      expect(10 * Math.log10(Math.max(1e-9, power) / (16_000 ** 2 / 2))).toBeLessThan(-80)
    }
  })

  test('4 kHz to 8 kHz, and to rates above', () => {
    const { levelDb, restDb } = measure(resample(sine(1_000, 4_000), 4_000), 1_000, 8_000)
    expect(Math.abs(levelDb)).toBeLessThan(0.05)
    expect(restDb).toBeLessThan(-80)
    expect(Math.abs(measure(resample(sine(1_000, 8_000), 8_000, 48_000), 1_000, 48_000).levelDb)).toBeLessThan(0.05)
  })

  test('length and place are kept: an impulse stays where it was', () => {
    const samples = new Int16Array(4_410)
    samples[2_205] = 30_000
    const down = resample(samples, 44_100)
    expect(down.length).toBe(800)
    expect(down.indexOf(Math.max(...down))).toBe(400)
  })

  test('the same rate is a copy, an empty file stays empty, no rate is refused', () => {
    const samples = sine(440, 8_000)
    expect(resample(samples, 8_000)).toEqual(samples)
    expect(resample(samples, 8_000)).not.toBe(samples)
    expect(resample(new Int16Array(0), 44_100).length).toBe(0)
    for (const hz of [0, -8_000, 3_999, 192_001, Number.NaN]) expect(() => resample(samples, hz)).toThrow(/no rate/)
  })
})
