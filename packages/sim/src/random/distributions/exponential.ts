import { settings } from '@callweave/core'
import { z } from 'zod'
import { type Law, positiveMs } from './law.js'

/** No memory: how long it lasts yet does not depend on how long it has lasted. The assumption of Erlang's formulas. */
export interface Exponential {
  readonly distribution: 'exponential'
  readonly meanMs: number
}

export const exponential = ({ meanMs }: { readonly meanMs: number }): Exponential => ({
  distribution: 'exponential',
  meanMs,
})

export const exponentialSchema = settings({ distribution: z.literal('exponential'), meanMs: positiveMs('the mean') })

/** By inversion: one number a draw, so that two runs from one seed stay in step. */
export const exponentialLaw: Law<Exponential> = {
  meanMs: ({ meanMs }) => meanMs,
  scv: () => 1,
  compile:
    ({ meanMs }) =>
    (stream) =>
      -meanMs * Math.log(1 - stream.next()),
}
