import { CallweaveError } from '@callweave/core'
import { type Moments, momentsOf, varianceOf } from './moments.js'
import { studentTQuantile } from './student-t.js'

/** A simulated figure is a value between two others, or it says nothing. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
  /** How sure the interval is meant to be, 0..1. */
  readonly confidenceRatio: number
  /** How many independent values it rests on: replications, batches or trials. */
  readonly count: number
}

const usualConfidence = 0.95

/**
 * Mean of independent values (one for each replication) with Student's interval.
 *
 * One value has no spread: its interval is -Infinity..Infinity (null in JSON). No value at all gives value NaN.
 *
 * @throws CallweaveError `out-of-range` unless 0 < confidenceRatio < 1.
 */
export function estimateMean(values: Iterable<number> | Moments, confidenceRatio: number = usualConfidence): Estimate {
  const quantile = checkedConfidence(confidenceRatio)
  const moments = 'squares' in values ? values : momentsOf(values)
  const { count } = moments
  if (count < 2) {
    const value = count === 1 ? moments.mean : Number.NaN
    return { value, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, confidenceRatio, count }
  }
  const half = studentTQuantile(quantile, count - 1) * Math.sqrt(varianceOf(moments) / count)
  return { value: moments.mean, low: moments.mean - half, high: moments.mean + half, confidenceRatio, count }
}

/**
 * How much one run differs from its base, replication by replication under the same seeds (other minus base). What chance
 * gave to both cancels, so the interval is far narrower than that of two unpaired runs. Without 0 in it, the
 * difference is real at that confidence.
 *
 * @throws CallweaveError `out-of-range` when the two lists differ in length.
 */
export function estimateDifference(
  base: readonly number[],
  other: readonly number[],
  confidenceRatio: number = usualConfidence,
): Estimate {
  if (base.length !== other.length) {
    throw new CallweaveError('out-of-range', {
      message: 'a paired comparison needs the same replications on both sides',
      found: `${base.length} and ${other.length}`,
      expected: 'equal numbers',
    })
  }
  return estimateMean(
    base.map((value, index) => (other[index] ?? Number.NaN) - value),
    confidenceRatio,
  )
}

/** The quantile that leaves half of the doubt on each side. */
function checkedConfidence(confidenceRatio: number): number {
  if (confidenceRatio > 0 && confidenceRatio < 1) return 0.5 + confidenceRatio / 2
  throw new CallweaveError('out-of-range', {
    where: 'confidenceRatio',
    message: 'an interval cannot have this confidence',
    found: String(confidenceRatio),
    expected: 'above 0 and below 1, 0.95 as a rule',
  })
}
