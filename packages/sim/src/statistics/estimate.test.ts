import { describe, expect, it } from 'vitest'
import { createStreams } from '../random/streams.js'
import { addToBatches, createBatchMeans, estimateFromBatches } from './batch-means.js'
import { estimateDifference, estimateMean, estimateProportion } from './estimate.js'

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

  it('proportion: Wilson, as in the literature, and at the ends', () => {
    // Newcombe, Statistics in Medicine 17, 1998, table I: method 3.
    for (const [successes, trials, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const estimate = estimateProportion(successes, trials)
      expect(estimate.low).toBeCloseTo(low, 4)
      expect(estimate.high).toBeCloseTo(high, 4)
    }
    expect(estimateProportion(20, 20).high).toBe(1)
    expect(estimateProportion(0, 0)).toMatchObject({ low: 0, high: 1 })
    expect(() => estimateProportion(3, 2)).toThrow(/3 of 2/)
    expect(() => estimateProportion(1, 2, 95)).toThrow(/confidenceRatio.*95/)
  })

  it('batch means: memory stays constant, no value is lost', () => {
    const run = createBatchMeans(8)
    for (let value = 0; value < 8 * 1024; value += 1) addToBatches(run, value)
    expect(run.means.length).toBeGreaterThanOrEqual(8)
    expect(run.means.length).toBeLessThan(16)
    expect(run.size * run.means.length).toBe(8 * 1024)
    expect(estimateFromBatches(run).value).toBe((8 * 1024 - 1) / 2)
  })

  it('batch means: neighbours that hang together widen the interval, and short batches show it', () => {
    const stream = createStreams(5).stream('autoregressive')
    let held = 0
    const runs = 300
    for (let experiment = 0; experiment < runs; experiment += 1) {
      const run = createBatchMeans()
      let value = 0
      for (let step = 0; step < 6000; step += 1) {
        value = 0.9 * value + stream.next() - 0.5
        addToBatches(run, value)
      }
      const { low, high } = estimateFromBatches(run)
      if (low <= 0 && 0 <= high) held += 1
    }
    expect(held / runs).toBeGreaterThan(0.9)
    const short = createBatchMeans()
    for (let step = 0; step < 40; step += 1) addToBatches(short, step)
    expect(estimateFromBatches(short).lagOneCorrelation).toBeGreaterThan(0.8)
  })
})
