/**
 * A goal that a run has to reach, in one line: `service-level{queue=service} >= 0.8`.
 *
 *     metric [ "{" label "=" name { "," label "=" name } "}" ] ( ">=" | "<=" | ">" | "<" ) number [ unit ]
 *
 * Labels are `queue` (else the whole center) and `formula` (else the center's own). A share is written 0.8 or 80%; a
 * span of time always has its unit: ms, s, m or h.
 */
import type { Unit } from '@callweave/cdr'
import { CallweaveError, nearestName } from '@callweave/core'
import { metricUnits } from './metrics.js'

export type Comparison = '>=' | '<=' | '>' | '<'

export interface Threshold {
  /** As it was written. */
  readonly expression: string
  readonly metric: string
  /** `null`: the whole center. */
  readonly queue: string | null
  /** `null`: whichever formula the figures name first. */
  readonly formula: string | null
  readonly comparison: Comparison
  /** In the unit of the metric: a ratio is 0..1, a span is in ms. */
  readonly value: number
  readonly unit: Unit
}

const shape = /^([a-z][a-z0-9-]*)\s*(?:\{(.*)\})?\s*(>=|<=|==|!=|=>|=<|=|>|<)\s*(\S.*)$/s
const comparisons: readonly string[] = ['>=', '<=', '>', '<'] satisfies readonly Comparison[]
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 }

/** @throws CallweaveError `usage`, saying what in it cannot be understood and what was probably meant. */
export const parseThreshold = (text: string): Threshold => {
  const expression = text.trim()
  const [, metric = '', labels = '', comparison = '', amount = ''] = shape.exec(expression) ?? []
  if (metric === '') throw wrong(expression, 'this threshold cannot be read', { expected: example })
  const unit = Object.hasOwn(metricUnits, metric) ? metricUnits[metric] : undefined
  if (unit === undefined) throw unknownMetric(expression, metric)
  if (!isComparison(comparison)) throw unknownComparison(expression, comparison)
  return {
    expression,
    metric,
    ...parseLabels(expression, labels),
    comparison,
    value: parseAmount(expression, amount, unit),
    unit,
  }
}

const isComparison = (text: string): text is Comparison => comparisons.includes(text)

const example = "a figure, a comparison and a value, such as 'service-level{queue=service} >= 0.8' or 'asa <= 20s'"

interface Hints {
  readonly found?: string
  readonly expected?: string
  readonly remedy?: string | undefined
}

const wrong = (where: string, message: string, { remedy, ...rest }: Hints): CallweaveError =>
  new CallweaveError('usage', { where, message, ...rest, ...(remedy === undefined ? {} : { remedy }) })

const didYouMean = (nearest: string | undefined): string | undefined =>
  nearest === undefined ? undefined : `Did you mean '${nearest}'?`

const unknownMetric = (expression: string, metric: string): CallweaveError => {
  const known = Object.keys(metricUnits)
  return wrong(expression, `there is no figure called '${metric}'`, {
    expected: `one of ${known.slice(0, 8).join(', ')} and ${known.length - 8} more`,
    remedy: didYouMean(nearestName(metric, known)),
  })
}

const unknownComparison = (expression: string, comparison: string): CallweaveError =>
  wrong(expression, `'${comparison}' is no comparison`, {
    expected: '>=, <=, > or <',
    remedy: didYouMean({ '=>': '>=', '=<': '<=' }[comparison]),
  })

const label = /^\s*([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s"{},=]+))\s*$/

const parseLabels = (expression: string, text: string): Pick<Threshold, 'queue' | 'formula'> => {
  const found = { queue: null as string | null, formula: null as string | null }
  if (text.trim() === '') return found
  for (const part of splitLabels(text)) {
    const [, key = '', quoted, plain] = label.exec(part) ?? []
    if (key !== 'queue' && key !== 'formula')
      throw wrong(expression, 'what stands in the braces cannot be read', {
        found: part.trim(),
        expected: 'queue=name or formula=name; a name with blanks stands in double quotes',
        remedy: didYouMean(nearestName(key, ['queue', 'formula'])),
      })
    if (found[key] !== null) throw wrong(expression, `${key} is given more than once`, {})
    found[key] = quoted ?? plain ?? ''
  }
  return found
}

/** At commas outside quotes. */
const splitLabels = (text: string): readonly string[] => text.match(/(?:"[^"]*"|[^,"])+|"/g) ?? [text]

const parseAmount = (expression: string, text: string, unit: Unit): number => {
  const [, digits, sign = ''] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%|[a-z]+)?$/.exec(text) ?? []
  const number = Number(digits)
  if (digits === undefined || !Number.isFinite(number))
    throw wrong(expression, 'the value cannot be read', { found: text, expected: expectedOf(unit) })
  switch (unit) {
    case 'ratio': {
      const ratio = sign === '%' ? Number((number / 100).toPrecision(15)) : number
      if ((sign === '%' || sign === '') && ratio <= 1) return ratio
      const meant = sign === '' && number <= 100 ? `${digits}%` : undefined
      throw wrong(expression, 'this is not a share', {
        found: text,
        expected: expectedOf(unit),
        remedy: didYouMean(meant),
      })
    }
    case 'ms': {
      const factor = Object.hasOwn(unitMs, sign) ? unitMs[sign] : undefined
      if (factor !== undefined) return number * factor
      const meant = sign === '' ? `${digits}s` : undefined
      throw wrong(expression, 'a span of time needs its unit', {
        found: text,
        expected: expectedOf(unit),
        remedy: didYouMean(meant),
      })
    }
    case 'calls':
    case 'offers':
    case 'erlangs':
      if (sign === '') return number
      throw wrong(expression, `${unit} are counted without a unit`, { found: text, expected: expectedOf(unit) })
  }
}

const expectedOf = (unit: Unit): string => {
  switch (unit) {
    case 'ratio':
      return 'a share from 0 to 1, such as 0.8 or 80%'
    case 'ms':
      return 'a span of time such as 20s, 500ms or 2m'
    case 'calls':
    case 'offers':
    case 'erlangs':
      return 'a number from 0 up'
  }
}
