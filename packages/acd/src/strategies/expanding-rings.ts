/**
 * Expanding rings: as a call waits, lower levels of the skills it wants will do, ring by ring, and in the end perhaps
 * none. Within each ring the strategy inside decides. The skills are those that the queue and the flow want.
 */
import { z } from 'zod'
import { combinator, strategyValue } from '../strategy/built-in.js'
import type { Ring, StrategyRef } from '../strategy/define.js'

export interface ExpandingRingsOptions {
  /** From `afterMs` of waiting, a level of `skillLevel` will do; 0 drops the skills. Times rise, levels fall. */
  readonly rings: readonly Ring[]
}

export const expandingRings = (within: StrategyRef, options: ExpandingRingsOptions): StrategyRef =>
  strategyValue('expanding-rings', { ...options }, within)

const ring = z.strictObject({
  afterMs: z.int('a span is a whole number of ms').min(1000, 'a ring begins after at least 1,000 ms'),
  skillLevel: z
    .int('a skill level is a whole number')
    .min(0, 'a skill level is at least 0, which drops the skill')
    .max(10, 'a skill level is at most 10'),
})

const later = (a: Ring | undefined, b: Ring): boolean =>
  a === undefined || (b.afterMs > a.afterMs && b.skillLevel < a.skillLevel)

export const expandingRingsCode = combinator(
  z.strictObject({
    rings: z
      .array(ring)
      .min(1, 'at least one ring')
      .refine((rings) => rings.every((each, i) => later(rings[i - 1], each)), 'each ring begins later and wants less'),
  }),
  ({ rings }, inner) => ({ ...inner, rings }),
)
