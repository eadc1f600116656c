/** From replications to figures with intervals. */
import {
  defaultServiceLevel,
  type Figure,
  figuresOf,
  mergeQueueFigures,
  type QueueFigures,
  type ServiceLevelFormula,
  serviceLevel,
} from '@callweave/cdr'
import type { ReplicationResult } from '../run/replication.js'
import { addTallies, type CallTally, emptyTally } from '../run/tally.js'
import { estimateDifference, estimateMean } from '../statistics/index.js'
import type { IntervalPoint, Kpi } from './report.js'

/** Every figure of every queue and of the center, one list for each replication, all in the same order. */
const figuresOfEach = (
  results: readonly ReplicationResult[],
  queues: readonly string[],
  formula: ServiceLevelFormula,
): readonly (readonly Figure[])[] =>
  results.map(({ figures, tally }) => [
    ...figuresOf(figures, null, formula),
    ...figuresOfTally(tally),
    ...queues.flatMap((queue) => figuresOf(figures, queue, formula)),
  ])

const figuresOfTally = ({ offered, blocked, answered }: CallTally): Figure[] => [
  { name: 'calls', formula: 'dialed', queue: null, value: offered, unit: 'calls' },
  {
    name: 'blocking',
    formula: 'busy-of-dialed',
    queue: null,
    value: offered === 0 ? null : blocked / offered,
    unit: 'ratio',
  },
  {
    name: 'reached',
    formula: 'answered-of-dialed',
    queue: null,
    value: offered === 0 ? null : answered / offered,
    unit: 'ratio',
  },
]

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

export const summarize = (
  results: readonly ReplicationResult[],
  queues: readonly string[],
  formula: ServiceLevelFormula = defaultServiceLevel,
): readonly Kpi[] => {
  const lists = figuresOfEach(results, queues, formula)
  return (lists[0] ?? []).map(({ name, formula: by, queue, unit }, at) => {
    const values = lists.flatMap((list) => list[at]?.value ?? [])
    const { value, low, high } = estimateMean(values)
    return { name, formula: by, queue, value: finite(value), low: finite(low), high: finite(high), unit }
  })
}

/** The other run less this one, figure by figure, replication against replication with the same seed. */
export const compareResults = (
  base: readonly ReplicationResult[],
  other: readonly ReplicationResult[],
  queues: readonly string[],
  formula: ServiceLevelFormula = defaultServiceLevel,
): readonly Kpi[] => {
  const ours = figuresOfEach(base, queues, formula)
  const theirs = figuresOfEach(other, queues, formula)
  return (ours[0] ?? []).map(({ name, formula: by, queue, unit }, at) => {
    const pairs = ours.flatMap((list, i) => {
      const a = list[at]?.value ?? null
      const b = theirs[i]?.[at]?.value ?? null
      return a === null || b === null ? [] : [[a, b] as const]
    })
    const { value, low, high } = estimateDifference(
      pairs.map(([a]) => a),
      pairs.map(([, b]) => b),
    )
    return { name, formula: by, queue, value: finite(value), low: finite(low), high: finite(high), unit }
  })
}

export const totalTally = (results: readonly ReplicationResult[]): CallTally =>
  results.reduce((sum, { tally }) => addTallies(sum, tally), emptyTally() as CallTally)

/** The day by intervals, all queues together, mean over the replications. */
export const intervalsOf = (
  results: readonly ReplicationResult[],
  formula: ServiceLevelFormula = defaultServiceLevel,
): readonly IntervalPoint[] => {
  const [first, ...rest] = results
  if (first === undefined) return []
  const all: QueueFigures = rest.reduce((sum, { figures }) => mergeQueueFigures(sum, figures), first.figures)
  const starts = [...new Set(all.rows.map((row) => row.startMs))].sort((a, b) => a - b)
  return starts.map((startMs) => {
    const rows = all.rows.filter((row) => row.startMs === startMs)
    const sum = (
      key:
        | 'offered'
        | 'answered'
        | 'abandoned'
        | 'answeredWithin'
        | 'abandonedWithin'
        | 'abandonedShort'
        | 'answeredWaitMs',
    ) => rows.reduce((total, row) => total + row[key], 0)
    const answered = sum('answered')
    return {
      startMs,
      offered: sum('offered') / results.length,
      answered: answered / results.length,
      abandoned: sum('abandoned') / results.length,
      serviceLevel: serviceLevel(
        {
          answered,
          answeredWithin: sum('answeredWithin'),
          abandoned: sum('abandoned'),
          abandonedWithin: sum('abandonedWithin'),
          abandonedShort: sum('abandonedShort'),
        },
        formula,
      ),
      asaMs: answered === 0 ? null : sum('answeredWaitMs') / answered,
    }
  })
}
