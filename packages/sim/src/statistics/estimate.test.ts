import { describe, expect, it } from 'vitest'
import { createStreams } from '../random/streams.js'
import { estimateDifference, estimateMean } from './estimate.js'

describe('estimates', () => {
  it('mean: ten replications, worked by hand', () => {
    const { value, low, high, count } = estimateMean([9, 11, 10, 12, 8, 10, 9, 11, 10, 10])
    // Variance 12 / 9, standard error 0.365148, t(9) = 2.262157.
    expect(value).toBe(10)
    expect(low).toBeCloseTo(10 - 0.826023, 6)
    expect(high).toBeCloseTo(10 + 0.826023, 6)
    expect(count).toBe(10)
  })

  it('mean: one replication says nothing about its spread', () => {
    expect(estimateMean([5])).toMatchObject({ value: 5, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY })
    expect(JSON.stringify(estimateMean([5]))).toContain('"low":null')
    expect(estimateMean([]).value).toBeNaN()
  })

  it('mean: 95 % intervals hold the truth in 95 % of experiments', () => {
    const stream = createStreams(11).stream('coverage')
    let held = 0
    for (let experiment = 0; experiment < 4000; experiment += 1) {
      const { low, high } = estimateMean(Array.from({ length: 10 }, () => stream.next()))
      if (low <= 0.5 && 0.5 <= high) held += 1
    }
    // Three standard errors of 4000 trials: 1.03 points.
    expect(Math.abs(held / 4000 - 0.95)).toBeLessThan(0.0103)
  })

  it('difference: what both runs share cancels', () => {
    const base = [100, 220, 130, 310, 90]
    const other = [103, 222, 133, 314, 93]
    const { value, low, high } = estimateDifference(base, other)
    expect(value).toBeCloseTo(3, 12)
    expect(high - low).toBeLessThan(2)
    expect(low).toBeGreaterThan(0)
    expect(() => estimateDifference([1, 2], [1])).toThrow(/2 and 1/)
  })
})
