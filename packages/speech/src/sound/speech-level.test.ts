import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { peakOf } from './pcm.js'
import { activeDbov, burstCount, speechDbov, telephoneSpeech } from './speech-level.js'

/** Bursts of a tone with silence around them, as words are. */
const words = (count: number, amplitude: number, rateHz = 8_000): Int16Array => {
  const [wordMs, pauseMs] = [200, 300]
  const each = ((wordMs + pauseMs) * rateHz) / 1_000
  return Int16Array.from({ length: count * each + (pauseMs * rateHz) / 1_000 }, (_, i) =>
    i % each < (pauseMs * rateHz) / 1_000 ? 0 : Math.round(amplitude * Math.sin((2 * Math.PI * 500 * i) / rateHz)),
  )
}

describe('telephone speech', () => {
  test('quiet and loud engines come out at one level, trimmed, in whole ms', () => {
    for (const amplitude of [300, 3_000, 30_000]) {
      const { samples, rateHz } = telephoneSpeech({ samples: words(3, amplitude, 16_000), rateHz: 16_000 })
      expect(rateHz).toBe(8_000)
      expect(activeDbov(samples, rateHz)).toBeCloseTo(speechDbov, 0)
      expect(samples.length % 8).toBe(0)
      expect(samples.length / 8).toBeGreaterThan(3 * 200 + 2 * 300)
      expect(samples.length / 8).toBeLessThan(3 * 200 + 2 * 300 + 150)
      expect(burstCount(samples, rateHz, 100)).toBe(3)
    }
  })

  test('silence, and noise that nobody hears, are nothing', () => {
    expect(telephoneSpeech({ samples: new Int16Array(8_000), rateHz: 8_000 }).samples).toHaveLength(0)
    expect(telephoneSpeech({ samples: new Int16Array(8_000).fill(3), rateHz: 16_000 }).samples).toHaveLength(0)
    expect(telephoneSpeech({ samples: new Int16Array(), rateHz: 22_050 }).samples).toHaveLength(0)
  })

  test('nothing is clipped, whatever comes in', () => {
    const sample = fc.integer({ min: -32_768, max: 32_767 })
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 500 }), fc.constantFrom(8_000, 16_000, 22_050), (list, rateHz) => {
        expect(peakOf(telephoneSpeech({ samples: Int16Array.from(list), rateHz }).samples)).toBeLessThan(29_300)
      }),
    )
  })
})
