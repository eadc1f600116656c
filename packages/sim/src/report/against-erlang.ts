/**
 * A run beside Erlang A, queue by queue and interval by interval. The formula is given what the simulation did: its
 * calls, handle times and agents of that interval, as if they had been so for ever. Where the two differ by more than
 * three standard errors, `theory-causes.ts` says which of the formula's assumptions did not hold.
 *
 * The error is that of the difference. A replication with more calls than others has a worse service level AND a worse
 * formula, so errors of the simulated value alone would be too wide; leaving out one replication after the other and
 * computing both anew (the jackknife: Efron & Stein, Ann. Statist. 9(3) 1981) gives the error of what is compared.
 */
import { defaultServiceLevel, defaultTarget, type QueueRow } from '@callweave/cdr'
import type { ReplicationResult } from '../run/replication.js'
import type { CheckedScenario } from '../scenario/checked.js'
import { studentTQuantile, studentTTail } from '../statistics/student-t.js'
import type { ConditionRow } from './condition-row.js'
import { patienceOf } from './patience.js'
import type { TheoryCause, TheoryFigure, TheoryFigureName, TheoryRow } from './theory.js'
import { causesOf, type Evidence, evidenceOfQueue } from './theory-causes.js'
import { addAll, type Model, modelOf, type Sums, simulatedValues, without } from './theory-model.js'

/** Beyond so many standard errors a difference is marked. */
export const marked = 3

const figureNames = ['service-level', 'asa', 'abandonment'] as const
const formulas = {
  'service-level': defaultServiceLevel,
  asa: 'wait-of-answered',
  abandonment: 'abandoned-of-offered',
} as const

/** @throws TypeError when the replications have not counted their conditions. */
export const compareWithErlangA = (
  results: readonly ReplicationResult[],
  scenario: CheckedScenario,
): readonly TheoryRow[] => {
  const drafts = cellsOf(results).flatMap((cells) => draftsOfQueue(cells, results, scenario))
  const compared = drafts.flatMap(({ row }) => row.figures.filter(({ z }) => z !== null)).length
  const chanceLimit = compared === 0 ? marked : limitOfChance(compared, results.length)
  return drafts
    .map(({ row, evidence }) => explain(row, evidence, chanceLimit))
    .sort((a, b) => a.startMs - b.startMs || (a.queue < b.queue ? -1 : 1))
}

/** Among so many comparisons, one beyond this comes by chance in one run of twenty (Bonferroni; Student's t). */
export const limitOfChance = (compared: number, replications: number): number =>
  Math.max(marked, studentTQuantile(1 - 0.025 / compared, replications - 1))

/** How many of so many comparisons lie beyond three standard errors where the formula is exact. */
export const expectedByChance = (compared: number, replications: number): number =>
  replications < 2 ? 0 : 2 * compared * studentTTail(marked, replications - 1)

/** One queue's interval: what each replication did in it. */
export interface Cell {
  readonly queue: string
  readonly startMs: number
  readonly targetMs: number
  readonly rows: readonly (QueueRow | undefined)[]
  readonly conditions: readonly ConditionRow[]
}

/** By queue, in order of time. */
const cellsOf = (results: readonly ReplicationResult[]): readonly (readonly Cell[])[] => {
  const key = (queue: string, startMs: number): string => `${startMs} ${queue}`
  const rows = results.map(({ figures }) => new Map(figures.rows.map((row) => [key(row.queue, row.startMs), row])))
  const conditions = results.map((result) => {
    if (result.conditions === undefined) throw new TypeError('a replication has not counted its conditions')
    return new Map(result.conditions.map((row) => [key(row.queue, row.startMs), row]))
  })
  const byQueue = new Map<string, Cell[]>()
  for (const { queue, startMs } of results[0]?.conditions ?? []) {
    const at = key(queue, startMs)
    const cells = byQueue.get(queue) ?? []
    byQueue.set(queue, cells)
    cells.push({
      queue,
      startMs,
      targetMs: results[0]?.figures.targets[queue]?.withinMs ?? defaultTarget.withinMs,
      rows: rows.map((map) => map.get(at)),
      conditions: conditions.flatMap((map) => map.get(at) ?? []),
    })
  }
  return [...byQueue.values()]
}

interface Draft {
  readonly row: TheoryRow
  readonly evidence: Evidence
}

const draftsOfQueue = (
  cells: readonly Cell[],
  results: readonly ReplicationResult[],
  scenario: CheckedScenario,
): Draft[] => {
  const queue = cells[0]?.queue ?? ''
  const patience = patienceOf(scenario)
  const whole = evidenceOfQueue(cells, results, patience)
  const usualAhtMs = whole.talkMeanMs
  let before: number | null = scenario.warmUpMs === 0 ? 0 : null
  return cells.flatMap((cell): Draft[] => {
    const each = cell.conditions.map((condition, i) => sumsOf(cell.rows[i], condition))
    const all = addAll(each)
    const erlangsBefore = before
    const model = modelOf(all, cell.targetMs, patience, usualAhtMs)
    before = model?.offeredErlangs ?? 0
    if (model === null) return []
    const row: TheoryRow = {
      queue,
      startMs: cell.startMs,
      lengthMs: all.observedMs / all.replications,
      model: patience.meanMs === null ? 'erlang-c' : 'erlang-a',
      offered: all.offered / all.replications,
      offeredErlangs: model.offeredErlangs,
      ahtMs: model.ahtMs,
      agents: model.agents,
      patienceMs: patience.meanMs,
      targetMs: cell.targetMs,
      figures: figuresOfCell(each, all, model, (sums) => modelOf(sums, cell.targetMs, patience, usualAhtMs)),
      causes: [],
    }
    return [{ row, evidence: { cell, sums: all, erlangsBefore, queueLength: model.queueLength, whole, scenario } }]
  })
}

const sumsOf = (row: QueueRow | undefined, { observedMs, onDutyMs, ringMs, answeredOffers }: ConditionRow): Sums => ({
  replications: 1,
  observedMs,
  offered: row?.offered ?? 0,
  answered: row?.answered ?? 0,
  answeredWithin: row?.answeredWithin ?? 0,
  abandoned: row?.abandoned ?? 0,
  answeredWaitMs: row?.answeredWaitMs ?? 0,
  handled: row?.handled ?? 0,
  handleMs: row === undefined ? 0 : row.talkMs + row.holdMs + row.wrapUpMs,
  answeredOffers,
  ringMs,
  onDutyMs,
})

const figuresOfCell = (
  each: readonly Sums[],
  all: Sums,
  model: Model,
  modelFor: (sums: Sums) => Model | null,
): TheoryFigure[] => {
  const simulated = simulatedValues(all)
  const others = each.map((one) => {
    const rest = without(all, one)
    return { theory: modelFor(rest)?.values, simulated: simulatedValues(rest) }
  })
  return figureNames.map((name) => {
    const theory = model.values[name]
    const value = simulated[name]
    const spread = jackknife(others.map((other) => other.simulated[name]))
    const apart = jackknife(
      others.map((other) => {
        const formula = other.theory?.[name]
        return formula == null || other.simulated[name] === null ? null : (other.simulated[name] as number) - formula
      }),
    )
    const least = leastError(name, theory, all, model)
    const error = apart === null ? null : Math.max(apart * underTheory(name, theory, value), least)
    return {
      name,
      formula: formulas[name],
      theory,
      simulated: value,
      standardError: spread,
      z: theory === null || value === null || error === null ? null : inErrors(value - theory, error),
      unit: name === 'asa' ? 'ms' : 'ratio',
      explainedBy: [],
    }
  })
}

/** What cannot be told from 0 is 0: a mean wait of a billionth of a ms against none. */
const inErrors = (apart: number, error: number): number =>
  Math.abs(apart) < 1e-9 ? 0 : error === 0 ? Math.sign(apart) * 1e6 : apart / error

/** The standard error from the values with one replication left out each. */
const jackknife = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null)
  if (known.length < 2 || known.length < values.length) return null
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(((known.length - 1) / known.length) * squares)
}

/**
 * Replications that met hardly a wait have hardly a spread, however far they are from the formula: waits come rarely and
 * in clusters. So the error is the one that the formula's value would have, where that is wider: the variance of
 * a share grows with p (1 - p), that of a mean wait with the mean.
 */
const underTheory = (name: TheoryFigureName, theory: number | null, simulated: number | null): number => {
  if (theory === null || simulated === null) return 1
  const size = (value: number): number => (name === 'asa' ? value : value * (1 - value))
  return size(simulated) > 0 ? Math.max(1, Math.sqrt(size(theory) / size(simulated))) : 1
}

/** Fewer than so many calls to either side of a share, and replications that saw none have no spread to go by. */
export const rare = 25

/**
 * Where hardly any call waits, no replication may have seen one: then the error is what so many independent calls
 * would have under the formula. It is never more than the true one, since waits come in clusters.
 */
const leastError = (name: TheoryFigureName, theory: number | null, { offered, answered }: Sums, model: Model) => {
  if (theory === null) return 0
  if (name === 'asa') {
    const waiting = model.pWait * answered
    return waiting >= rare || waiting === 0 ? 0 : theory * Math.sqrt(2 / (model.pWait * Math.max(1, answered)))
  }
  const few = Math.min(theory, 1 - theory) * offered
  return few >= rare ? 0 : Math.sqrt((theory * (1 - theory)) / offered)
}

const explain = (row: TheoryRow, evidence: Evidence, chanceLimit: number): TheoryRow => {
  const causes = new Map<string, TheoryCause>()
  const figures = row.figures.map((figure): TheoryFigure => {
    if (figure.z === null || Math.abs(figure.z) <= marked) return figure
    const found = causesOf(figure, row, evidence)
    const named: readonly TheoryCause[] =
      found.length > 0
        ? found
        : [{ cause: Math.abs(figure.z) <= chanceLimit ? 'chance' : 'unexplained', terms: { limit: chanceLimit } }]
    for (const cause of named) causes.set(cause.cause, cause)
    return { ...figure, explainedBy: named.map(({ cause }) => cause) }
  })
  return { ...row, figures, causes: [...causes.values()] }
}
