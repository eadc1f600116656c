import { settings } from '@callweave/core'
import { z } from 'zod'
import { momentsOf } from '../../statistics/moments.js'
import { type Law, spanMs } from './law.js'

/** Measured times, each as likely as the others; nothing between them, nothing beyond the longest. */
export interface Empirical {
  readonly distribution: 'empirical'
  readonly samplesMs: readonly number[]
}

export const empirical = ({ samplesMs }: { readonly samplesMs: readonly number[] }): Empirical => ({
  distribution: 'empirical',
  samplesMs,
})

export const empiricalSchema = settings({
  distribution: z.literal('empirical'),
  samplesMs: z.array(spanMs('a sample'), { error: 'samplesMs must be a list' }).min(1, {
    error: 'there must be at least one sample',
  }),
})

/** Sorted once, so that a larger number is a longer time and variants of a center stay in step. */
export const empiricalLaw: Law<Empirical> = {
  meanMs: ({ samplesMs }) => momentsOf(samplesMs).mean,
  scv: ({ samplesMs }) => {
    const { count, mean, squares } = momentsOf(samplesMs)
    return mean === 0 ? 0 : squares / count / mean ** 2
  },
  compile: ({ samplesMs }) => {
    const sorted = Float64Array.from(samplesMs).sort()
    return (stream) => sorted[Math.floor(stream.next() * sorted.length)] as number
  },
}
