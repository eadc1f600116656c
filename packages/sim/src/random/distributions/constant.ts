import { settings } from '@callweave/core'
import { z } from 'zod'
import { type Law, spanMs } from './law.js'

/** Always the same; draws no number. */
export interface Constant {
  readonly distribution: 'constant'
  readonly ms: number
}

export const constant = ({ ms }: { readonly ms: number }): Constant => ({ distribution: 'constant', ms })

export const constantSchema = settings({ distribution: z.literal('constant'), ms: spanMs('the time') })

export const constantLaw: Law<Constant> = {
  meanMs: ({ ms }) => ms,
  scv: () => 0,
  compile:
    ({ ms }) =>
    () =>
      ms,
}
