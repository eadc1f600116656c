import { settings } from '@callweave/core'
import { z } from 'zod'
import { gammaDraw } from './gamma.js'
import { type Law, positiveMs } from './law.js'

/** So many exponential stages, one after the other: scv = 1 / stages. */
export interface Erlang {
  readonly distribution: 'erlang'
  readonly meanMs: number
  readonly stages: number
}

export const erlang = ({ meanMs, stages }: { readonly meanMs: number; readonly stages: number }): Erlang => ({
  distribution: 'erlang',
  meanMs,
  stages,
})

/** A product of 12 numbers is at least 2^-636, far from where doubles end; beyond, the gamma sampler is faster. */
const mostByProduct = 12

export const erlangSchema = settings({
  distribution: z.literal('erlang'),
  meanMs: positiveMs('the mean'),
  stages: z.int({ error: 'stages must be a whole number' }).min(1, { error: 'there must be at least 1 stage' }),
})

export const erlangLaw: Law<Erlang> = {
  meanMs: ({ meanMs }) => meanMs,
  scv: ({ stages }) => 1 / stages,
  compile: ({ meanMs, stages }) => {
    const scale = meanMs / stages
    if (stages > mostByProduct) return gammaDraw(stages, scale)
    return (stream) => {
      let product = 1
      for (let stage = 0; stage < stages; stage += 1) product *= 1 - stream.next()
      return -scale * Math.log(product)
    }
  },
}
