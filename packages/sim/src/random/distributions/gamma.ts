import { settings } from '@callweave/core'
import { z } from 'zod'
import { normalQuantile } from '../../statistics/normal.js'
import { type Draw, type Law, positiveMs } from './law.js'

/** Shape 1 is exponential; a larger one is steadier (scv = 1 / shape), a smaller one wilder. */
export interface Gamma {
  readonly distribution: 'gamma'
  readonly meanMs: number
  readonly shape: number
}

export const gamma = ({ meanMs, shape }: { readonly meanMs: number; readonly shape: number }): Gamma => ({
  distribution: 'gamma',
  meanMs,
  shape,
})

export const gammaSchema = settings({
  distribution: z.literal('gamma'),
  meanMs: positiveMs('the mean'),
  shape: z.number({ error: 'the shape must be a number' }).positive({ error: 'the shape must be above 0' }),
})

/** Marsaglia & Tsang, ACM TOMS 26(3) 2000: rejection, 2.0 to 2.1 numbers a draw on average (shape below 1: one more). */
export const gammaLaw: Law<Gamma> = {
  meanMs: ({ meanMs }) => meanMs,
  scv: ({ shape }) => 1 / shape,
  compile: ({ meanMs, shape }) => {
    const scale = meanMs / shape
    if (shape >= 1) return gammaDraw(shape, scale)
    const above = gammaDraw(shape + 1, scale)
    return (stream) => above(stream) * (1 - stream.next()) ** (1 / shape)
  },
}

/** For a shape from 1. */
export const gammaDraw = (shape: number, scale: number): Draw => {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  return (stream) => {
    for (;;) {
      const x = normalQuantile(stream.next())
      const root = 1 + c * x
      if (root <= 0) continue
      const v = root * root * root
      const u = 1 - stream.next()
      if (u < 1 - 0.0331 * x * x * x * x) return d * v * scale
      if (Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v * scale
    }
  }
}
