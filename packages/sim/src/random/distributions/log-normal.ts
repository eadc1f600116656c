import { CallweaveError, settings } from '@callweave/core'
import { z } from 'zod'
import { normalQuantile } from '../../statistics/normal.js'
import { type Law, positiveMs, spanMs } from './law.js'

/** What talk times of real centers look like (Brown et al., JASA 100(469) 2005): a hump, and a long tail. */
export interface LogNormal {
  readonly distribution: 'log-normal'
  readonly meanMs: number
  readonly sdMs: number
}

/**
 * From mean and standard deviation, or from mean and median (which a report is likelier to show).
 * @throws CallweaveError `out-of-range` when the median is not above 0 and at most the mean: no log-normal has it so.
 */
export const logNormal = (
  data: { readonly meanMs: number; readonly sdMs: number } | { readonly meanMs: number; readonly medianMs: number },
): LogNormal => {
  const { meanMs } = data
  if ('sdMs' in data) return { distribution: 'log-normal', meanMs, sdMs: data.sdMs }
  const { medianMs } = data
  if (!(medianMs > 0 && medianMs <= meanMs)) {
    throw new CallweaveError('out-of-range', {
      where: 'medianMs',
      message: 'a log-normal distribution has its median below its mean',
      found: String(medianMs),
      expected: `above 0 and at most the mean, ${meanMs}`,
    })
  }
  return { distribution: 'log-normal', meanMs, sdMs: meanMs * Math.sqrt((meanMs / medianMs) ** 2 - 1) }
}

export const logNormalSchema = settings({
  distribution: z.literal('log-normal'),
  meanMs: positiveMs('the mean'),
  sdMs: spanMs('the standard deviation'),
})

/** By inversion: one number a draw. */
export const logNormalLaw: Law<LogNormal> = {
  meanMs: ({ meanMs }) => meanMs,
  scv: ({ meanMs, sdMs }) => (sdMs / meanMs) ** 2,
  compile: ({ meanMs, sdMs }) => {
    const variance = Math.log1p((sdMs / meanMs) ** 2)
    const center = Math.log(meanMs) - variance / 2
    const spread = Math.sqrt(variance)
    if (spread === 0) return () => meanMs
    return (stream) => Math.exp(center + spread * normalQuantile(stream.next()))
  },
}
