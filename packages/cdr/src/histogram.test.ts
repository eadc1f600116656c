import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHistogram, mergeHistograms } from './histogram.js'

const lengths = fc.array(fc.oneof(fc.nat(5_000), fc.nat(10_000_000), fc.maxSafeNat()), { minLength: 1, maxLength: 200 })

const of = (values: readonly number[]) => {
  const histogram = createHistogram()
  for (const value of values) histogram.record(value)
  return histogram
}

test('D3 histogram: a quantile is never less than the true one, and at most a thousandth more', () => {
  const inRange = fc.array(fc.oneof(fc.nat(5_000), fc.nat(2 ** 31)), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(inRange, fc.double({ min: 0, max: 1, noNaN: true }), (values, ratio) => {
      const sorted = [...values].sort((a, b) => a - b)
      const truth = sorted[Math.max(0, Math.ceil(ratio * sorted.length - 1e-9 * sorted.length) - 1)] as number
      const found = of(values).quantileMs(ratio)
      expect(found).toBeGreaterThanOrEqual(truth)
      expect(found - truth).toBeLessThanOrEqual(truth / 1000)
    }),
  )
})

test('D3 histogram: merging parts, live or as JSON, is the same as recording all', () => {
  fc.assert(
    fc.property(lengths, lengths, (a, b) => {
      const whole = of([...a, ...b]).toJSON()
      const merged = mergeHistograms(of(a).toJSON(), of(b).toJSON())
      expect({ ...merged, sumMs: 0 }).toEqual({ ...whole, sumMs: 0 })
      expect(merged.sumMs).toBeCloseTo(whole.sumMs, -3)
      expect(createHistogram(JSON.parse(JSON.stringify(merged))).toJSON()).toEqual(merged)
    }),
  )
})

test('D3 histogram: min, max, mean and counts are exact; nothing recorded is 0 everywhere', () => {
  const histogram = of([0, 10, 2_000, 90_000])
  expect([histogram.count, histogram.minMs, histogram.maxMs, histogram.meanMs]).toEqual([4, 0, 90_000, 23_002.5])
  expect(histogram.countWithin(2_000)).toBe(3)
  expect(histogram.quantileMs(1)).toBe(90_000)
  const empty = createHistogram()
  expect([empty.count, empty.minMs, empty.maxMs, empty.meanMs, empty.quantileMs(0.5)]).toEqual([0, 0, 0, 0, 0])
  expect(empty.toJSON()).toEqual({ count: 0, sumMs: 0, minMs: 0, maxMs: 0, slots: [] })
})

test('D3 histogram: a length over 49 days is counted, and its maximum stays true', () => {
  const histogram = of([2 ** 40])
  expect(histogram.maxMs).toBe(2 ** 40)
  expect(histogram.quantileMs(0.5)).toBe(2 ** 32 - 1)
})

test('D3 histogram: refuses what is no length and what is no ratio', () => {
  expect(() => of([-1])).toThrow(TypeError)
  expect(() => of([Number.NaN])).toThrow(TypeError)
  expect(() => of([1]).quantileMs(95)).toThrow('a quantile is a ratio (found 95); expected 0 to 1')
})
