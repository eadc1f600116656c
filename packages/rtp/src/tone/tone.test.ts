import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomOf } from '../../test/chance.js'
import { fillNoise, readNoiseLevel, writeNoiseLevel } from './comfort-noise.js'
import { dbm0Of, noiseLevelOf, powerOf } from './level.js'
import { TonePlayer } from './player.js'
import { type ProgressTone, progressTone, type ToneCountry } from './progress.js'

/** In dBm0, of one frequency in samples of whole periods. */
const levelAt = (samples: Int16Array, hz: number): number => {
  let [x, y] = [0, 0]
  samples.forEach((sample, n) => {
    x += sample * Math.cos((2 * Math.PI * hz * n) / 8_000)
    y += sample * Math.sin((2 * Math.PI * hz * n) / 8_000)
  })
  return dbm0Of((2 * (x * x + y * y)) / samples.length ** 2)
}

describe('tones', () => {
  test('have their level and frequency, and end where they should', () => {
    const player = new TonePlayer([
      { tones: [{ hz: 440, dbm0: -10 }], lengthMs: 100 },
      { tones: [], lengthMs: 50 },
      { tones: [{ hz: 1_000, dbm0: -20 }], lengthMs: 1 },
    ])
    const samples = new Int16Array(2_000).fill(7)
    expect(player.fill(samples)).toBe(800 + 400 + 8)
    expect(player.isOver).toBe(true)
    expect(levelAt(samples.subarray(0, 800), 440)).toBeCloseTo(-10, 2)
    expect(dbm0Of(powerOf(samples.subarray(0, 800)))).toBeCloseTo(-10, 2)
    expect(powerOf(samples.subarray(800, 1_200))).toBe(0)
    expect(powerOf(samples.subarray(1_208))).toBe(0)
    expect(player.fill(samples)).toBe(0)
  })

  test('come out the same whatever the size of the pieces', () => {
    const segments = progressTone('gb', 'ring-back')
    const whole = new Int16Array(40_000)
    new TonePlayer(segments, { repeats: true }).fill(whole)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        const player = new TonePlayer(segments, { repeats: true })
        let at = 0
        for (const size of sizes) {
          if (at + size > whole.length) break
          const piece = new Int16Array(size)
          player.fill(piece)
          expect(piece).toEqual(whole.subarray(at, at + size))
          at += size
        }
      }),
    )
  })

  test('with a ramp a segment swells and dies away in equal steps, and is as it was between', () => {
    const segments = [{ tones: [{ hz: 1_000, dbm0: 0 }], lengthMs: 50 }]
    const [plain, ramped] = [new Int16Array(400), new Int16Array(500).fill(7)]
    new TonePlayer(segments).fill(plain)
    const player = new TonePlayer(segments, { rampMs: 5 })
    player.fill(ramped.subarray(0, 30))
    player.fill(ramped.subarray(30))
    expect(ramped.subarray(40, 361)).toEqual(plain.subarray(40, 361))
    for (let i = 0; i < 40; i += 1) {
      expect(Math.abs((ramped[i] as number) - ((plain[i] as number) * i) / 40)).toBeLessThanOrEqual(1)
      const [late, shape] = [ramped[399 - i] as number, plain[399 - i] as number]
      expect(Math.abs(late - (shape * (i + 1)) / 40)).toBeLessThanOrEqual(1)
    }
    expect(powerOf(ramped.subarray(400))).toBe(0)
    for (const rampMs of [-1, Number.NaN]) expect(() => new TonePlayer(segments, { rampMs })).toThrow(/no ramp/)
  })

  test('a continuous tone joins itself without a click', () => {
    const player = new TonePlayer(progressTone('us', 'dial'), { repeats: true })
    const samples = new Int16Array(16_000)
    player.fill(samples)
    const steps = samples.map((sample, i) => Math.abs(sample - (samples[i - 1] ?? sample)))
    expect(Math.max(...steps.subarray(7_990, 8_010))).toBeLessThanOrEqual(Math.max(...steps.subarray(0, 7_990)))
  })

  const countries: readonly ToneCountry[] = ['cn', 'de', 'fr', 'gb', 'us']
  const names: readonly ProgressTone[] = ['dial', 'ring-back', 'busy', 'congestion', 'call-waiting']
  test.each(countries.flatMap((country) => names.map((name) => [country, name] as const)))(
    '%s %s plays',
    (country, name) => {
      const samples = new Int16Array(8_000)
      new TonePlayer(progressTone(country, name), { repeats: true }).fill(samples)
      expect(powerOf(samples)).toBeGreaterThan(0)
    },
  )

  test.each([0, -1, 4_000, Number.NaN])('%f Hz are refused', (hz) => {
    expect(() => new TonePlayer([{ tones: [{ hz, dbm0: 0 }], lengthMs: 10 }])).toThrow(/expected 0\.\.4000 Hz/)
  })

  test('a cadence without length is refused, and would never end', () => {
    for (const lengthMs of [0, -5, 0.1, Number.NaN, Infinity])
      expect(() => new TonePlayer([{ tones: [], lengthMs }], { repeats: true })).toThrow(/a sample or more/)
    expect(new TonePlayer([], { repeats: true }).fill(new Int16Array(8))).toBe(0)
  })
})

describe('comfort noise (RFC 3389)', () => {
  test.each([20, 40, 60, 70])('noise of -%i dBov measures as that', (level) => {
    const samples = new Int16Array(8_000)
    fillNoise(samples, level, randomOf(level))
    expect(Math.abs(noiseLevelOf(samples) - level)).toBeLessThanOrEqual(1)
    const payload = new Uint8Array(1)
    writeNoiseLevel(samples, payload, 0)
    expect(readNoiseLevel(payload, 0, 1)).toBe(noiseLevelOf(samples))
  })

  test('silence is 127, the reserved bit is no level, an empty payload says nothing', () => {
    expect(noiseLevelOf(new Int16Array(160))).toBe(127)
    expect(readNoiseLevel(Uint8Array.from([0x80 | 30, 9]), 0, 2)).toBe(30)
    expect(readNoiseLevel(new Uint8Array(0), 0, 0)).toBe(null)
  })

  test('the loudest noise does not clip', () => {
    const samples = new Int16Array(8_000)
    fillNoise(samples, 0, randomOf(1))
    expect(Math.abs(noiseLevelOf(samples) - 5)).toBeLessThanOrEqual(1)
  })
})
