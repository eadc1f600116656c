import type { RandomStream } from '@callweave/core'
import { z } from 'zod'

/** Draws one span in ms, not rounded. */
export type Draw = (stream: RandomStream) => number

/** What each family of distributions says about its own data. One file each. */
export interface Law<Data> {
  meanMs(data: Data): number
  /** Squared coefficient of variation: variance over mean squared. 0 is constant, 1 exponential. */
  scv(data: Data): number
  /** Prepares what can be, so that a draw does only what depends on chance. */
  compile(data: Data): Draw
}

/** A span that may be 0. */
export const spanMs = (what: string): z.ZodNumber =>
  z
    .number({ error: `${what} must be a number of milliseconds` })
    .nonnegative({ error: `${what} must not be below 0 ms` })

export const positiveMs = (what: string): z.ZodNumber =>
  z.number({ error: `${what} must be a number of milliseconds` }).positive({ error: `${what} must be above 0 ms` })
