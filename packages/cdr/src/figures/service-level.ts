/**
 * The five service levels. All of them ask how many calls were answered within the target; they differ in what they
 * make of callers who gave up, and on the same day by several percent. So no output says "service level" without the
 * name of its formula.
 */
import { ratioOf } from './figure.js'

/** What a service level is computed from; `QueueCounts` has them. */
export interface ServiceLevelCounts {
  readonly answered: number
  readonly answeredWithin: number
  readonly abandoned: number
  /** Abandoned within the target. */
  readonly abandonedWithin: number
  /** Abandoned within the short-abandon threshold (wrong numbers, second thoughts). */
  readonly abandonedShort: number
}

type Formula = (counts: ServiceLevelCounts) => number | null

/** Each by its name, with the formula as code and, in the comment, as text. */
export const serviceLevels = {
  /** answered within / (answered + abandoned) */
  'abandoned-as-missed': (c) => ratioOf(c.answeredWithin, c.answered + c.abandoned),
  /** answered within / answered */
  'abandoned-ignored': (c) => ratioOf(c.answeredWithin, c.answered),
  /** answered within / (answered + abandoned after the target) */
  'abandoned-within-ignored': (c) => ratioOf(c.answeredWithin, c.answered + c.abandoned - c.abandonedWithin),
  /** (answered within + abandoned within) / (answered + abandoned) */
  'abandoned-within-as-served': (c) => ratioOf(c.answeredWithin + c.abandonedWithin, c.answered + c.abandoned),
  /** (answered within + abandoned within the short threshold) / (answered + abandoned) */
  'abandoned-short-as-served': (c) => ratioOf(c.answeredWithin + c.abandonedShort, c.answered + c.abandoned),
} as const satisfies Record<string, Formula>

export type ServiceLevelFormula = keyof typeof serviceLevels

/** The strictest; what Erlang A calls the probability of an answer within the target. */
export const defaultServiceLevel: ServiceLevelFormula = 'abandoned-as-missed'

/**
 * 0..1, or `null` when the formula has nothing to divide by.
 *
 * ```ts run
 * import { serviceLevel } from '@callweave/cdr'
 *
 * const day = { answered: 1000, answeredWithin: 860, abandoned: 60, abandonedWithin: 20, abandonedShort: 10 }
 * console.log(serviceLevel(day)?.toFixed(4)) // => 0.8113
 * console.log(serviceLevel(day, 'abandoned-ignored')) // => 0.86
 * ```
 */
export const serviceLevel = (
  counts: ServiceLevelCounts,
  formula: ServiceLevelFormula = defaultServiceLevel,
): number | null => serviceLevels[formula](counts)
