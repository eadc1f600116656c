/**
 * Why a simulated figure leaves Erlang A: one rule for each of the formula's assumptions, checked on what the
 * replications did. A rule that can push one way only explains no deviation to the other side.
 */
import { createHistogram } from '@callweave/cdr'
import type { ReplicationResult } from '../run/replication.js'
import type { CheckedScenario } from '../scenario/checked.js'
import { addValue, createMoments, varianceOf } from '../statistics/moments.js'
import type { Cell } from './against-erlang.js'
import type { ConditionRow } from './condition-row.js'
import type { Patience } from './patience.js'
import type { TheoryCause, TheoryCauseName, TheoryFigure, TheoryRow } from './theory.js'
import type { Sums } from './theory-model.js'

/** What is known of one interval. */
export interface Evidence {
  readonly cell: Cell
  readonly sums: Sums
  /** Offered load of the interval before; `null` where it was not counted. */
  readonly erlangsBefore: number | null
  /** By the formula. */
  readonly queueLength: number
  readonly whole: QueueEvidence
  readonly scenario: CheckedScenario
}

/** What is known of the queue over the whole run. */
export interface QueueEvidence {
  readonly patience: Patience
  /** Of conversations with their wrap-up. */
  readonly talkMeanMs: number
  readonly talkScv: number
  readonly talks: number
  /** The widest gap between the distribution function of handle times and the exponential one of the same mean. */
  readonly talkGap: number
  /** Variance over mean of the calls in an interval, from replication to replication: 1 for Poisson arrivals. */
  readonly dispersion: number | null
  readonly dispersionError: number
}

export const evidenceOfQueue = (
  cells: readonly Cell[],
  results: readonly ReplicationResult[],
  patience: Patience,
): QueueEvidence => {
  const queue = cells[0]?.queue ?? ''
  const sum = (of: (row: ConditionRow) => number): number =>
    cells.reduce((total, { conditions }) => total + conditions.reduce((part, row) => part + of(row), 0), 0)
  const talks = sum((row) => row.talks)
  const talkMeanMs = talks === 0 ? 0 : sum((row) => row.talkMs) / talks
  const handling = createHistogram()
  for (const { figures } of results) {
    const data = figures.waits[queue]?.handling
    if (data !== undefined) handling.merge(data)
  }
  return {
    patience,
    talks,
    talkMeanMs,
    talkScv: talks === 0 ? 1 : sum((row) => row.talkSquares) / talks / talkMeanMs ** 2 - 1,
    talkGap: Math.max(0, ...[0.25, 0.5, 1, 2, 3].map((at) => gapAt(handling, at))),
    ...dispersionOf(cells),
  }
}

const gapAt = (handling: ReturnType<typeof createHistogram>, at: number): number =>
  handling.count === 0 ? 0 : Math.abs(handling.countWithin(at * handling.meanMs) / handling.count - -Math.expm1(-at))

/** Pooled over the intervals: each adds its variance over the replications and its mean. */
const dispersionOf = (cells: readonly Cell[]): Pick<QueueEvidence, 'dispersion' | 'dispersionError'> => {
  let variance = 0
  let mean = 0
  let weight = 0
  for (const { conditions, rows } of cells) {
    const counts = createMoments()
    for (const i of conditions.keys()) addValue(counts, rows[i]?.offered ?? 0)
    if (counts.count < 2 || counts.mean === 0) continue
    variance += varianceOf(counts)
    mean += counts.mean
    weight += counts.mean ** 2 / (counts.count - 1)
  }
  // Of a Poisson count's sample variance: mean^2 * 2 / (R - 1), and mean / R more where the mean is small.
  return mean === 0
    ? { dispersion: null, dispersionError: 0 }
    : {
        dispersion: variance / mean,
        dispersionError: Math.sqrt(2 * weight + mean / (cells[0]?.rows.length ?? 1)) / mean,
      }
}

/** Worse: fewer in time, longer waits, more who give up. */
type Direction = 'worse' | 'better' | 'either'

interface Finding {
  readonly direction: Direction
  readonly terms: Readonly<Record<string, number>>
}

type Rule = (evidence: Evidence, figure: TheoryFigure, row: TheoryRow) => Finding | null

/** All causes that apply and push the way this figure went. */
export const causesOf = (figure: TheoryFigure, row: TheoryRow, evidence: Evidence): readonly TheoryCause[] => {
  const worse = (figure.z ?? 0) > 0 !== (figure.name === 'service-level')
  return Object.entries(rules).flatMap(([cause, rule]) => {
    const finding = rule(evidence, figure, row)
    if (finding === null || (finding.direction !== 'either' && (finding.direction === 'worse') !== worse)) return []
    return [{ cause: cause as TheoryCauseName, terms: finding.terms }]
  })
}

/** A tenth: what is called a change of load. */
const changeRatio = 0.1
/** A share of calls, or of time, below this explains nothing that could be measured. */
const noticed = 0.005

const carryOver: Rule = ({ cell, queueLength }) => {
  const waiting = createMoments()
  for (const row of cell.conditions) addValue(waiting, row.waitingAtStart)
  const error = waiting.count < 2 ? 0 : Math.sqrt(varianceOf(waiting) / waiting.count)
  return waiting.mean - queueLength > Math.max(0.5, 3 * error)
    ? { direction: 'worse', terms: { waiting: waiting.mean, expected: queueLength } }
    : null
}

/** What is left of a change after a handle time is e^-1 of it, so calls that are short against the interval forget it. */
const changingLoad: Rule = ({ erlangsBefore, cell }, _, { offeredErlangs, ahtMs, lengthMs }) => {
  const lasting = ahtMs / lengthMs
  if (erlangsBefore !== null && Math.abs(erlangsBefore / offeredErlangs - 1) > changeRatio && lasting > 0.01) {
    const direction = erlangsBefore > offeredErlangs ? 'worse' : 'better'
    return { direction, terms: { beforeErlangs: erlangsBefore, nowErlangs: offeredErlangs } }
  }
  const parts = addUp(cell.conditions.map(({ entered }) => entered))
  const low = Math.min(...parts)
  const high = Math.max(...parts)
  // Of six counts that are equal but for chance, the extremes lie about 2.5 standard deviations apart; 5 is not chance.
  const chance = 5 * Math.sqrt((low + high) / 2)
  return high - low > changeRatio * high && high - low > chance
    ? {
        direction: 'either',
        terms: { lowestPart: low / cell.conditions.length, highestPart: high / cell.conditions.length },
      }
    : null
}

const addUp = (lists: readonly (readonly number[])[]): number[] =>
  lists.reduce<number[]>((sum, list) => list.map((value, i) => value + (sum[i] ?? 0)), [])

/** One agent of a hundred more or less is nobody's explanation. */
const fewAgents = 0.01

const agentsChanged: Rule = ({ cell }) => {
  const least = Math.min(...cell.conditions.map(({ leastOnDuty }) => leastOnDuty))
  const most = Math.max(...cell.conditions.map(({ mostOnDuty }) => mostOnDuty))
  return most - least > fewAgents * most ? { direction: 'either', terms: { least, most } } : null
}

/** Some runs with far more calls than others are worse, and can be better: of an overload, a mean is not the middle. */
const arrivalsNotPoisson: Rule = ({ whole: { dispersion, dispersionError } }) =>
  dispersion !== null && Math.abs(dispersion - 1) > Math.max(0.1, 3 * dispersionError)
    ? { direction: dispersion < 1 ? 'better' : 'either', terms: { dispersion } }
    : null

const talkNotExponential: Rule = ({ whole: { talkScv, talkGap, talks } }) => {
  // Of exponential lengths: the error of the scv is 2 / sqrt(n), of a distribution function at most 1 / (2 sqrt(n)).
  const byScv = Math.abs(talkScv - 1) > Math.max(0.1, 6 / Math.sqrt(talks))
  const byShape = talkGap > Math.max(0.02, 2 / Math.sqrt(talks))
  return byScv || byShape ? { direction: 'either', terms: { scv: talkScv, gapRatio: talkGap } } : null
}

const patienceNotExponential: Rule = ({ whole: { patience } }) =>
  patience.exponential ? null : { direction: 'either', terms: { scv: patience.scv } }

const shareOf = (
  { cell }: Evidence,
  part: (row: ConditionRow) => number,
  whole: (row: ConditionRow) => number,
): number => {
  const total = cell.conditions.reduce((sum, row) => sum + whole(row), 0)
  return total === 0 ? 0 : cell.conditions.reduce((sum, row) => sum + part(row), 0) / total
}
const enteredIn = ({ entered }: ConditionRow): number => entered.reduce((sum, count) => sum + count, 0)

const shareRule =
  (part: (row: ConditionRow) => number, whole: (row: ConditionRow) => number, direction: Direction): Rule =>
  (evidence) => {
    const ratio = shareOf(evidence, part, whole)
    return ratio > noticed ? { direction, terms: { ratio } } : null
  }

/** The wait goes on while the phone rings, and so does the caller's patience. */
const ringing: Rule = ({ sums: { ringMs, answeredOffers } }, _, { ahtMs }) => {
  const meanMs = answeredOffers === 0 ? 0 : ringMs / answeredOffers
  return meanMs > noticed * ahtMs ? { direction: 'worse', terms: { ringMs: meanMs } } : null
}

const skills: Rule = ({ cell }) => {
  const sum = (of: (row: ConditionRow) => number): number => cell.conditions.reduce((total, row) => total + of(row), 0)
  const skilled = sum((row) => row.skilled)
  const able = skilled === 0 ? 0 : sum((row) => row.able) / skilled
  const members = cell.conditions[0]?.members ?? 0
  return skilled > 0 && able < members ? { direction: 'worse', terms: { able, members } } : null
}

const otherExits: Rule = ({ cell, sums: { offered } }) => {
  const left = cell.rows.reduce(
    (sum, row) =>
      row === undefined
        ? sum
        : sum +
          row.overflowed +
          row.leftByKey +
          row.leftByMaxWait +
          row.leftByNobody +
          row.leftForCallback +
          row.refused,
    0,
  )
  return left / offered > noticed ? { direction: 'either', terms: { ratio: left / offered } } : null
}

const callbacks: Rule = ({ cell, sums: { offered } }) => {
  const promised = cell.rows.reduce((sum, row) => sum + (row?.callbacks ?? 0), 0)
  return promised / offered > noticed ? { direction: 'worse', terms: { ratio: promised / offered } } : null
}

const fault: Rule = ({ scenario: { faults, startMs } }, _, row) => {
  const from = row.startMs - startMs
  const hit = faults.some(({ afterMs, lengthMs }) => afterMs < from + row.lengthMs && afterMs + lengthMs > from)
  return hit ? { direction: 'either', terms: {} } : null
}

/** A share of which fewer calls than this are to be expected cannot be measured. */
const fewCalls = 10

const smallSample: Rule = ({ sums: { offered } }, { name, theory, simulated }) => {
  const rarer = (ratio: number | null): number => (ratio === null ? 0 : Math.min(ratio, 1 - ratio))
  const share = name === 'asa' ? 1 : Math.max(rarer(theory), rarer(simulated))
  return offered * share < fewCalls ? { direction: 'either', terms: { calls: offered * share } } : null
}

const rules: { readonly [C in Exclude<TheoryCauseName, 'chance' | 'unexplained'>]: Rule } = {
  skills,
  'carry-over': carryOver,
  'changing-load': changingLoad,
  'agents-changed': agentsChanged,
  'arrivals-not-poisson': arrivalsNotPoisson,
  'talk-not-exponential': talkNotExponential,
  'patience-not-exponential': patienceNotExponential,
  redials: shareRule(({ redials }) => redials, enteredIn, 'either'),
  ringing,
  'missed-offers': shareRule(
    ({ failedOffers }) => failedOffers,
    ({ offers }) => offers,
    'worse',
  ),
  'trunk-full': shareRule(
    ({ blocked }) => blocked,
    (row) => row.blocked + enteredIn(row),
    'either',
  ),
  'other-queues': shareRule(
    ({ elsewhereMs }) => elsewhereMs,
    ({ onDutyMs }) => onDutyMs,
    'worse',
  ),
  'other-exits': otherExits,
  callbacks,
  'out-of-turn': shareRule(({ outOfTurn }) => outOfTurn, enteredIn, 'either'),
  fault,
  'small-sample': smallSample,
}
