import { describe, expect, it } from 'vitest'
import { momentsOf, varianceOf } from '../statistics/moments.js'
import {
  compileDistribution,
  constant,
  createStreams,
  type Distribution,
  distributionSchema,
  empirical,
  erlang,
  exponential,
  gamma,
  logNormal,
  meanMs,
  oneOf,
  quantiles,
  scv,
  uniform,
} from './index.js'

const count = 200_000
const mean = 180_000
const bounds = [
  { ratio: 0, ms: 5000 },
  { ratio: 0.5, ms: 120_000 },
  { ratio: 0.9, ms: 400_000 },
  { ratio: 1, ms: 1_800_000 },
]

/** Each family with its distribution function. */
const families: readonly { of: Distribution; cdf: (ms: number) => number }[] = [
  { of: exponential({ meanMs: mean }), cdf: (ms) => 1 - Math.exp(-ms / mean) },
  { of: logNormal({ meanMs: mean, sdMs: 100_000 }), cdf: (ms) => logNormalCdf(ms, mean, 100_000) },
  { of: logNormal({ meanMs: mean, medianMs: 130_000 }), cdf: (ms) => logNormalCdf(ms, mean, sdOfMedian(130_000)) },
  { of: gamma({ meanMs: mean, shape: 2.5 }), cdf: (ms) => lowerGamma(2.5, (2.5 * ms) / mean) },
  { of: gamma({ meanMs: mean, shape: 0.4 }), cdf: (ms) => lowerGamma(0.4, (0.4 * ms) / mean) },
  { of: erlang({ meanMs: mean, stages: 3 }), cdf: (ms) => lowerGamma(3, (3 * ms) / mean) },
  { of: erlang({ meanMs: mean, stages: 20 }), cdf: (ms) => lowerGamma(20, (20 * ms) / mean) },
  { of: uniform({ minMs: 2000, maxMs: 9000 }), cdf: (ms) => (ms - 2000) / 7000 },
  { of: quantiles(bounds), cdf: (ms) => between(ms) },
  {
    of: oneOf([
      { weight: 3, of: exponential({ meanMs: 60_000 }) },
      { weight: 1, of: oneOf([{ weight: 9, of: uniform({ minMs: 300_000, maxMs: 900_000 }) }]) },
    ]),
    cdf: (ms) => 0.75 * (1 - Math.exp(-ms / 60_000)) + 0.25 * Math.min(1, Math.max(0, (ms - 300_000) / 600_000)),
  },
]

const sample = (of: Distribution, seed: number): Float64Array => {
  const draw = compileDistribution(of)
  const stream = createStreams(seed).stream('sample')
  return Float64Array.from({ length: count }, () => draw(stream))
}

describe('distributions', () => {
  it.each(families.map((family, index) => ({ name: JSON.stringify(family.of).slice(0, 80), index, ...family })))(
    'distribution $name: Kolmogorov-Smirnov, mean and variance',
    ({ of, cdf, index }) => {
      const values = sample(of, 100 + index).sort()
      // Largest gap between sample and distribution; 99.9 % of samples stay below 1.95 / sqrt(n).
      let gap = 0
      for (const [rank, value] of values.entries()) {
        const expected = cdf(value)
        gap = Math.max(gap, Math.abs(expected - rank / count), Math.abs(expected - (rank + 1) / count))
      }
      expect(gap).toBeLessThan(1.95 / Math.sqrt(count))

      const moments = momentsOf(values)
      const variance = varianceOf(moments)
      const fourth = values.reduce((sum, value) => sum + (value - moments.mean) ** 4, 0) / count
      const expectedVariance = scv(of) * meanMs(of) ** 2
      // Four standard errors each; that of a variance is sqrt((m4 - v^2) / n).
      expect(Math.abs(moments.mean - meanMs(of))).toBeLessThan(4 * Math.sqrt(variance / count))
      expect(Math.abs(variance - expectedVariance)).toBeLessThan(4 * Math.sqrt((fourth - variance ** 2) / count))
      expect(moments.min).toBeGreaterThanOrEqual(0)
    },
  )

  it('distribution empirical: only what was measured, each as often', () => {
    const of = empirical({ samplesMs: [30_000, 10_000, 10_000, 90_000] })
    expect(meanMs(of)).toBe(35_000)
    expect(scv(of)).toBeCloseTo(1_075_000_000 / 35_000 ** 2, 12)
    const values = sample(of, 5)
    expect([...new Set(values)].sort((a, b) => a - b)).toEqual([10_000, 30_000, 90_000])
    const half = values.filter((value) => value === 10_000).length
    expect(Math.abs(half - count / 2)).toBeLessThan(4 * Math.sqrt(count / 4))
  })

  it('distribution constant: draws nothing', () => {
    const of = constant({ ms: 4000 })
    const stream = createStreams(1).stream('sample')
    expect(compileDistribution(of)(stream)).toBe(4000)
    expect(stream.next()).toBe(createStreams(1).stream('sample').next())
    expect([meanMs(of), scv(of)]).toEqual([4000, 0])
  })

  it('distribution: no spread at all is not a division by zero', () => {
    expect([scv(uniform({ minMs: 0, maxMs: 0 })), scv(empirical({ samplesMs: [0, 0] }))]).toEqual([0, 0])
    const stream = createStreams(1).stream('sample')
    expect(compileDistribution(logNormal({ meanMs: 5000, sdMs: 0 }))(stream)).toBe(5000)
  })

  it('distribution: inversion keeps variants in step: twice the mean, twice the time, draw by draw', () => {
    for (const make of [exponential, (data: { meanMs: number }) => logNormal({ ...data, sdMs: data.meanMs / 2 })]) {
      const [short, long] = [make({ meanMs: 1000 }), make({ meanMs: 2000 })].map((of) => sample(of, 9).slice(0, 50))
      long?.forEach((value, index) => {
        expect(value / (short?.[index] ?? 0)).toBeCloseTo(2, 9)
      })
    }
  })

  it('distribution: data is plain, and passes its own check', () => {
    for (const { of } of [...families, { of: constant({ ms: 0 }) }, { of: empirical({ samplesMs: [1] }) }]) {
      expect(distributionSchema.parse(JSON.parse(JSON.stringify(of)))).toEqual(of)
    }
  })

  it('distribution log-normal: a median above the mean cannot be', () => {
    expect(() => logNormal({ meanMs: 100, medianMs: 101 })).toThrow(/medianMs.*101.*at most the mean, 100/)
  })

  it.each([
    [{ distribution: 'exponential', meanMs: -5 }, 'meanMs', 'the mean must be above 0 ms'],
    [{ distribution: 'exponential', meanMs: '3m' }, 'meanMs', 'the mean must be a number of milliseconds'],
    [{ distribution: 'exponential' }, 'meanMs', 'the mean must be a number of milliseconds'],
    [{ distribution: 'exponential', meanMs: 5, menMs: 5 }, '', "'menMs' is not a setting here; did you mean 'meanMs'?"],
    [{ distribution: 'log-normal', meanMs: 5, sdMs: -1 }, 'sdMs', 'the standard deviation must not be below 0 ms'],
    [{ distribution: 'gamma', meanMs: 5, shape: 0 }, 'shape', 'the shape must be above 0'],
    [{ distribution: 'erlang', meanMs: 5, stages: 1.5 }, 'stages', 'stages must be a whole number'],
    [{ distribution: 'erlang', meanMs: 5, stages: 0 }, 'stages', 'there must be at least 1 stage'],
    [{ distribution: 'uniform', minMs: 9, maxMs: 5 }, 'maxMs', 'the most must not be below the least'],
    [{ distribution: 'constant', ms: -1 }, 'ms', 'the time must not be below 0 ms'],
    [{ distribution: 'empirical', samplesMs: [] }, 'samplesMs', 'there must be at least one sample'],
    [{ distribution: 'empirical', samplesMs: [1, -2] }, 'samplesMs.1', 'a sample must not be below 0 ms'],
    [
      { distribution: 'quantiles', quantiles: bounds.slice(1) },
      'quantiles',
      'the first ratio must be 0 and the last 1',
    ],
    [
      { distribution: 'quantiles', quantiles: [bounds[0], bounds[2], bounds[1], bounds[3]] },
      'quantiles',
      'each ratio must be above the one before, and no ms below it',
    ],
    [{ distribution: 'one-of', choices: [] }, 'choices', 'there must be at least one choice'],
    [
      { distribution: 'one-of', choices: [{ weight: 0, of: constant({ ms: 1 }) }] },
      'choices.0.weight',
      'a weight must be above 0',
    ],
    [
      { distribution: 'one-of', choices: [{ weight: 1, of: { distribution: 'constant', ms: -1 } }] },
      'choices.0.of.ms',
      'the time must not be below 0 ms',
    ],
    [
      { distribution: 'exponental', meanMs: 5 },
      'distribution',
      'a distribution must be one of constant, empirical, erlang, exponential, gamma, log-normal, quantiles, uniform, one-of',
    ],
  ])('distribution %j is refused at %s: %s', (data, path, message) => {
    const issue = distributionSchema.safeParse(data).error?.issues[0]
    expect(issue?.message).toBe(message)
    expect(issue?.path.join('.')).toBe(path)
  })
})

const sdOfMedian = (medianMs: number): number => mean * Math.sqrt((mean / medianMs) ** 2 - 1)

const logNormalCdf = (ms: number, meanMs: number, sdMs: number): number => {
  const variance = Math.log(1 + (sdMs / meanMs) ** 2)
  const z = (Math.log(ms / meanMs) + variance / 2) / Math.sqrt(variance)
  return 0.5 + (Math.sign(z) * lowerGamma(0.5, (z * z) / 2)) / 2
}

/** Regularized lower incomplete gamma function, by its series (all terms positive). */
const lowerGamma = (shape: number, x: number): number => {
  if (x <= 0) return 0
  let term = 1 / shape
  let sum = term
  for (let k = 1; term > 1e-17 * sum; k += 1) {
    term *= x / (shape + k)
    sum += term
  }
  return Math.min(1, sum * Math.exp(shape * Math.log(x) - x - logGamma(shape)))
}

const logGamma = (value: number): number => {
  if (value < 20) return logGamma(value + 1) - Math.log(value)
  return (
    (value - 0.5) * Math.log(value) - value + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * value) - 1 / (360 * value ** 3)
  )
}

const between = (ms: number): number => {
  const at = bounds.findIndex((point) => point.ms >= ms)
  const [from, to] = [bounds[at - 1] ?? { ratio: 0, ms: 0 }, bounds[at] ?? { ratio: 1, ms: 1 }]
  return from.ratio + ((to.ratio - from.ratio) * (ms - from.ms)) / (to.ms - from.ms)
}
