/** The interval report as plain data: what a fold hands out, workers send, files keep and reports print. */
import {
  type AgentTime,
  addAgentTime,
  addCounts,
  emptyAgentTime,
  emptyCounts,
  type LiveAgentTime,
  type LiveCounts,
  type QueueCounts,
} from '../figures/counts.js'
import { type HistogramData, mergeHistograms } from '../histogram.js'
import type { Interval } from './intervals.js'

/** What counts as in time. */
export interface QueueTarget {
  /** Answered no later than this is within the service level's target. */
  readonly withinMs: number
  /** A caller who gave up no later than this never really waited. */
  readonly shortMs: number
}

/** What a queue has that is not told otherwise: 20 s to answer, 5 s for a short abandon. */
export const defaultTarget: QueueTarget = { withinMs: 20_000, shortMs: 5_000 }

export interface QueueRow extends Interval, QueueCounts {
  readonly queue: string
}

export interface AgentRow extends Interval, AgentTime {
  /** `null`: all agents, each once. */
  readonly queue: string | null
}

/** Distributions of one queue over the whole time. */
export interface QueueWaits {
  readonly answered: HistogramData
  readonly abandoned: HistogramData
  /** Talk, hold and wrap-up of one conversation. */
  readonly handling: HistogramData
}

export interface QueueFigures {
  readonly intervalMs: number
  readonly timeZone: string
  readonly targets: Readonly<Record<string, QueueTarget>>
  /** In the order of their start, then of the queue's name; a row stands only where a call came. */
  readonly rows: readonly QueueRow[]
  readonly agents: readonly AgentRow[]
  readonly waits: Readonly<Record<string, QueueWaits>>
}

const byStartAndQueue = (a: QueueRow | AgentRow, b: QueueRow | AgentRow): number =>
  a.startMs - b.startMs || compareNames(a.queue, b.queue)

/** By code unit, so that no machine's language changes a report; the whole center comes first. */
const compareNames = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null || (b !== null && a < b) ? -1 : 1

export const sortRows = <R extends QueueRow | AgentRow>(rows: readonly R[]): R[] => [...rows].sort(byStartAndQueue)

/**
 * Replications, workers or days added up.
 * @throws TypeError when the two were not cut into the same intervals.
 */
export const mergeQueueFigures = (a: QueueFigures, b: QueueFigures): QueueFigures => {
  if (a.intervalMs !== b.intervalMs || a.timeZone !== b.timeZone) {
    throw new TypeError('figures of different intervals or time zones cannot be added up')
  }
  const waits: Record<string, QueueWaits> = { ...a.waits }
  for (const [queue, more] of Object.entries(b.waits)) {
    const had = waits[queue]
    waits[queue] = had === undefined ? more : mergeWaits(had, more)
  }
  return {
    intervalMs: a.intervalMs,
    timeZone: a.timeZone,
    targets: { ...b.targets, ...a.targets },
    rows: sumRows([...a.rows, ...b.rows], addCounts),
    agents: sumRows([...a.agents, ...b.agents], addAgentTime),
    waits,
  }
}

const mergeWaits = (a: QueueWaits, b: QueueWaits): QueueWaits => ({
  answered: mergeHistograms(a.answered, b.answered),
  abandoned: mergeHistograms(a.abandoned, b.abandoned),
  handling: mergeHistograms(a.handling, b.handling),
})

const sumRows = <R extends QueueRow | AgentRow>(rows: readonly R[], add: (sum: R, more: R) => void): R[] => {
  const sums = new Map<string, R>()
  for (const row of rows) {
    const key = `${row.startMs} ${row.queue ?? ''}`
    const sum = sums.get(key)
    if (sum === undefined) sums.set(key, { ...row })
    else add(sum, row)
  }
  return sortRows([...sums.values()])
}

/** Counts over all intervals: of one queue, or of all together where `queue` is left out. */
export const totalCounts = (figures: QueueFigures, queue?: string): QueueCounts => {
  const sum: LiveCounts = emptyCounts()
  for (const row of figures.rows) if (queue === undefined || row.queue === queue) addCounts(sum, row)
  return sum
}

/** Agents' time over all intervals: of a queue's members, or (`null`) of all agents. */
export const totalAgentTime = (figures: QueueFigures, queue: string | null): AgentTime => {
  const sum: LiveAgentTime = emptyAgentTime()
  for (const row of figures.agents) if (row.queue === queue) addAgentTime(sum, row)
  return sum
}
