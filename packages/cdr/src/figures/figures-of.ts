/** From counts to named figures. One row here is one formula; nothing else in the toolkit computes them. */
import { createHistogram, type Histogram, type HistogramData } from '../histogram.js'
import { type QueueFigures, totalAgentTime, totalCounts } from '../intervals/report.js'
import type { AgentTime, QueueCounts } from './counts.js'
import { type Figure, ratioOf, type Unit } from './figure.js'
import { defaultServiceLevel, type ServiceLevelFormula, serviceLevel, serviceLevels } from './service-level.js'

type Row = readonly [name: string, formula: string, unit: Unit, of: (counts: QueueCounts) => number | null]

const countRows: readonly Row[] = [
  ['offered', 'entered-the-queue', 'calls', (c) => c.offered],
  ['answered', 'answered-by-an-agent', 'calls', (c) => c.answered],
  ['abandoned', 'hung-up-waiting', 'calls', (c) => c.abandoned],
  ['overflowed', 'left-by-rule', 'calls', (c) => c.overflowed],
  ['refused', 'not-let-in', 'calls', (c) => c.refused],
  ['callbacks', 'promised', 'calls', (c) => c.callbacks],
  ['callbacks-reached', 'reached-of-promised', 'ratio', (c) => ratioOf(c.callbacksReached, c.callbacks)],
  ['abandonment', 'abandoned-of-offered', 'ratio', (c) => ratioOf(c.abandoned, c.offered)],
  [
    'abandonment',
    'abandoned-after-short-of-offered',
    'ratio',
    (c) => ratioOf(c.abandoned - c.abandonedShort, c.offered - c.abandonedShort),
  ],
  ['answer-rate', 'answered-of-offered', 'ratio', (c) => ratioOf(c.answered, c.offered)],
  ['asa', 'wait-of-answered', 'ms', (c) => ratioOf(c.answeredWaitMs, c.answered)],
  ['mean-wait', 'wait-of-all', 'ms', (c) => ratioOf(c.waitMs, left(c))],
  ['longest-wait', 'wait-of-all', 'ms', (c) => c.maxWaitMs],
  ['time-to-abandon', 'wait-of-abandoned', 'ms', (c) => ratioOf(c.abandonedWaitMs, c.abandoned)],
  ['aht', 'talk-hold-wrap-up', 'ms', (c) => ratioOf(c.talkMs + c.holdMs + c.wrapUpMs, c.handled)],
  ['mean-talk', 'talk-of-handled', 'ms', (c) => ratioOf(c.talkMs, c.handled)],
  ['mean-hold', 'hold-of-handled', 'ms', (c) => ratioOf(c.holdMs, c.handled)],
  ['mean-wrap-up', 'wrap-up-of-handled', 'ms', (c) => ratioOf(c.wrapUpMs, c.handled)],
]

/** Calls that are out of the queue again, by whatever way. */
export const left = (c: QueueCounts): number =>
  c.answered +
  c.abandoned +
  c.overflowed +
  c.leftByKey +
  c.leftByMaxWait +
  c.leftByNobody +
  c.leftForCallback +
  c.withdrawn

/** Handling / (handling + ready). Ringing is neither: it is the switch's time, not the agent's. */
export const occupancy = ({ talkingMs, onHoldMs, wrappingUpMs, readyMs }: AgentTime): number | null => {
  const handlingMs = talkingMs + onHoldMs + wrappingUpMs
  return ratioOf(handlingMs, handlingMs + readyMs)
}

/** All figures that follow from counts, the chosen service level first, then the other four. */
export const figuresOfCounts = (
  counts: QueueCounts,
  queue: string | null,
  first: ServiceLevelFormula = defaultServiceLevel,
): Figure[] => {
  const others = (Object.keys(serviceLevels) as ServiceLevelFormula[]).filter((formula) => formula !== first)
  const levels = [first, ...others].map(
    (formula): Figure => ({
      name: 'service-level',
      formula,
      queue,
      value: serviceLevel(counts, formula),
      unit: 'ratio',
    }),
  )
  return [
    ...levels,
    ...countRows.map(([name, formula, unit, of]) => ({ name, formula, queue, value: of(counts), unit })),
  ]
}

export const figuresOfAgentTime = (time: AgentTime, queue: string | null): Figure[] => [
  { name: 'occupancy', formula: 'handling-of-handling-and-ready', queue, value: occupancy(time), unit: 'ratio' },
]

const quantiles = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, max: 1 } as const

/** `wait-p95` and its like: the wait of answered calls, of abandoned ones, and the handle time. */
const figuresOfHistogram = (name: string, formula: string, queue: string | null, of: Histogram): Figure[] =>
  Object.entries(quantiles).map(([key, ratio]) => ({
    name: `${name}-${key}`,
    formula,
    queue,
    value: of.count === 0 ? null : of.quantileMs(ratio),
    unit: 'ms',
  }))

/** Everything about one queue, or (`null`) about the center: its queues added up, each agent once. */
export const figuresOf = (
  figures: QueueFigures,
  queue: string | null,
  first: ServiceLevelFormula = defaultServiceLevel,
): Figure[] => {
  const waits = queue === null ? Object.values(figures.waits) : [figures.waits[queue]].filter((w) => w !== undefined)
  const sum = (data: readonly HistogramData[]): Histogram => {
    const all = createHistogram()
    for (const one of data) all.merge(one)
    return all
  }
  return [
    ...figuresOfCounts(totalCounts(figures, queue ?? undefined), queue, first),
    ...figuresOfAgentTime(totalAgentTime(figures, queue), queue),
    ...figuresOfHistogram('wait', 'wait-of-answered', queue, sum(waits.map((w) => w.answered))),
    ...figuresOfHistogram('wait-abandoned', 'wait-of-abandoned', queue, sum(waits.map((w) => w.abandoned))),
    ...figuresOfHistogram('handle-time', 'talk-hold-wrap-up', queue, sum(waits.map((w) => w.handling))),
  ]
}
