import { settings } from '@callweave/core'
import { z } from 'zod'
import { type Law, spanMs } from './law.js'

/** Known points of a distribution, straight lines between them: `{ ratio: 0.5, ms: 120_000 }` is the median. */
export interface Quantiles {
  readonly distribution: 'quantiles'
  /** By rising ratio, the first at 0 (the least), the last at 1 (the most). */
  readonly quantiles: readonly QuantilePoint[]
}

export interface QuantilePoint {
  readonly ratio: number
  readonly ms: number
}

export const quantiles = (points: readonly QuantilePoint[]): Quantiles => ({
  distribution: 'quantiles',
  quantiles: points,
})

export const quantilesSchema = settings({
  distribution: z.literal('quantiles'),
  quantiles: z
    .array(settings({ ratio: z.number({ error: 'a ratio must be a number' }), ms: spanMs('a quantile') }), {
      error: 'quantiles must be a list',
    })
    .min(2, { error: 'there must be at least two points, at ratio 0 and 1' })
    .refine((points) => points[0]?.ratio === 0 && points.at(-1)?.ratio === 1, {
      error: 'the first ratio must be 0 and the last 1',
    })
    .refine((points) => rises(points), { error: 'each ratio must be above the one before, and no ms below it' }),
})

export const quantilesLaw: Law<Quantiles> = {
  meanMs: ({ quantiles: points }) => momentOf(points, (a, b) => (a + b) / 2),
  scv: ({ quantiles: points }) => {
    const mean = momentOf(points, (a, b) => (a + b) / 2)
    const second = momentOf(points, (a, b) => (a * a + a * b + b * b) / 3)
    return mean === 0 ? 0 : Math.max(0, second / mean ** 2 - 1)
  },
  compile: ({ quantiles: points }) => {
    const ratios = Float64Array.from(points, ({ ratio }) => ratio)
    const spans = Float64Array.from(points, ({ ms }) => ms)
    return (stream) => {
      const drawn = stream.next()
      let low = 0
      let high = ratios.length - 1
      while (high - low > 1) {
        const middle = (low + high) >>> 1
        if ((ratios[middle] as number) <= drawn) low = middle
        else high = middle
      }
      const from = ratios[low] as number
      const start = spans[low] as number
      return start + ((drawn - from) / ((ratios[high] as number) - from)) * ((spans[high] as number) - start)
    }
  },
}

const rises = (points: readonly QuantilePoint[]): boolean =>
  points.every(({ ratio, ms }, index) => {
    const before = points[index - 1]
    return before === undefined || (ratio > before.ratio && ms >= before.ms)
  })

/** Sum over the pieces of their share times what the piece contributes. */
const momentOf = (points: readonly QuantilePoint[], piece: (a: number, b: number) => number): number =>
  points.reduce((sum, { ratio, ms }, index) => {
    const before = points[index - 1]
    return before === undefined ? sum : sum + (ratio - before.ratio) * piece(before.ms, ms)
  }, 0)
