/** Holds the figures of a run against the thresholds it was given. */
import type { Figure } from '@callweave/cdr'
import { CallweaveError, nearestName } from '@callweave/core'
import type { Comparison, Threshold } from './parse-threshold.js'

export interface ThresholdResult {
  readonly expression: string
  readonly ok: boolean
  /** What the run had; `null` when there was nothing to measure, which is never ok. */
  readonly value: number | null
}

const holds: Readonly<Record<Comparison, (value: number, limit: number) => boolean>> = {
  '>=': (value, limit) => value >= limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '<': (value, limit) => value < limit,
}

/**
 * One result for each threshold, in their order. Where figures of several formulas go by one name and the threshold names
 * none, the first in the list is meant, which is the center's own.
 *
 * @throws CallweaveError `usage` when the figures have no such metric, queue or formula: a threshold on nothing is a
 * mistake, not a pass.
 */
export const evaluateThresholds = (
  thresholds: readonly Threshold[],
  figures: readonly Figure[],
): readonly ThresholdResult[] =>
  thresholds.map((threshold) => {
    const { expression, comparison } = threshold
    const { value } = figureOf(threshold, figures)
    const ok = value !== null && holds[comparison](value, threshold.value)
    return { expression, ok, value }
  })

const figureOf = ({ expression, metric, queue, formula }: Threshold, figures: readonly Figure[]): Figure => {
  const named = figures.filter((figure) => figure.name === metric)
  const ofQueue = named.filter((figure) => figure.queue === queue)
  const found = ofQueue.find((figure) => formula === null || figure.formula === formula)
  if (found !== undefined) return found
  if (named.length === 0)
    throw absent(
      expression,
      `this run has no figure called '${metric}'`,
      metric,
      figures.map(({ name }) => name),
    )
  if (ofQueue.length > 0 && formula !== null)
    throw absent(
      expression,
      `no ${metric} goes by the formula '${formula}'`,
      formula,
      ofQueue.map((figure) => figure.formula),
    )
  if (queue === null)
    throw absent(expression, `${metric} is measured for each queue, not for the whole center`, '', named.map(queueOf))
  throw absent(expression, `there is no queue called '${queue}'`, queue, named.map(queueOf))
}

const queueOf = ({ queue }: Figure): string => queue ?? ''

const absent = (where: string, message: string, name: string, known: readonly string[]): CallweaveError => {
  const names = [...new Set(known)].filter((one) => one !== '')
  const nearest = nearestName(name, names)
  return new CallweaveError('usage', {
    where,
    message,
    ...(names.length === 0 ? {} : { expected: `one of ${names.slice(0, 12).join(', ')}` }),
    ...(nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` }),
  })
}
