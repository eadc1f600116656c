import { erlangA, type ImpatientPoint } from './erlang-a.js'

export interface ExpectedServiceLevels {
  /** answered within / (answered + abandoned); `evaluateStaffing` gives this one. */
  readonly 'abandoned-as-missed': number
  /** answered within / answered */
  readonly 'abandoned-ignored': number
  /** answered within / (answered + abandoned after the target) */
  readonly 'abandoned-within-ignored': number
  /** (answered within + abandoned within) / (answered + abandoned) */
  readonly 'abandoned-within-as-served': number
  /** (answered within + abandoned within the short threshold) / (answered + abandoned) */
  readonly 'abandoned-short-as-served': number
}

/**
 * What Erlang A expects of each of the five service levels, under the names that reports use: so that a simulated or a
 * measured figure is compared with the formula of its own kind. They differ by several percent at the same point.
 *
 * @param point shortAbandonMs: who abandons sooner counts as served under the last formula; 5 seconds is usual.
 * @throws CallweaveError `out-of-range`, naming the argument.
 */
export function expectedServiceLevels(
  point: ImpatientPoint & { readonly shortAbandonMs: number },
): ExpectedServiceLevels {
  const { pAbandon, answeredWithinTargetRatio, abandonedWithinTargetRatio } = erlangA(point)
  const short = erlangA({ ...point, targetMs: point.shortAbandonMs }).abandonedWithinTargetRatio
  return {
    'abandoned-as-missed': answeredWithinTargetRatio,
    'abandoned-ignored': answeredWithinTargetRatio / (1 - pAbandon),
    'abandoned-within-ignored': answeredWithinTargetRatio / (1 - abandonedWithinTargetRatio),
    'abandoned-within-as-served': answeredWithinTargetRatio + abandonedWithinTargetRatio,
    'abandoned-short-as-served': answeredWithinTargetRatio + short,
  }
}
