import { settings } from '@callweave/core'
import { z } from 'zod'
import { type Law, spanMs } from './law.js'

/** Anything from min to max, alike. */
export interface Uniform {
  readonly distribution: 'uniform'
  readonly minMs: number
  readonly maxMs: number
}

export const uniform = ({ minMs, maxMs }: { readonly minMs: number; readonly maxMs: number }): Uniform => ({
  distribution: 'uniform',
  minMs,
  maxMs,
})

const mean = ({ minMs, maxMs }: Uniform): number => (minMs + maxMs) / 2

export const uniformSchema = settings({
  distribution: z.literal('uniform'),
  minMs: spanMs('the least'),
  maxMs: spanMs('the most'),
}).refine(({ minMs, maxMs }) => minMs <= maxMs, { path: ['maxMs'], error: 'the most must not be below the least' })

export const uniformLaw: Law<Uniform> = {
  meanMs: mean,
  scv: (data) => (data.maxMs === 0 ? 0 : (data.maxMs - data.minMs) ** 2 / 12 / mean(data) ** 2),
  compile: ({ minMs, maxMs }) => {
    const width = maxMs - minMs
    return (stream) => minMs + width * stream.next()
  },
}
