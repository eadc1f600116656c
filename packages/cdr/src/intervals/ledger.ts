/** The rows that are being counted in: one for each queue in the interval that is running, and all before it. */
import { NameTable } from '@callweave/core'
import { emptyAgentTime, emptyCounts, type LiveAgentTime, type LiveCounts } from '../figures/counts.js'
import { createHistogram, type Histogram } from '../histogram.js'
import type { Interval, Intervals } from './intervals.js'
import { type AgentRow, defaultTarget, type QueueTarget } from './report.js'

/** A row while it is counted in. It knows its queue, so that a late answer finds the targets and the distributions. */
export interface LiveRow extends LiveCounts {
  readonly queue: LiveQueue
  readonly startMs: number
  readonly endMs: number
}

export interface LiveQueue extends QueueTarget {
  /** `null`: the whole center. */
  readonly name: string | null
  /** Of the interval that is running; made when the first call comes. */
  row: LiveRow | undefined
  time: LiveAgentTime
  readonly answered: Histogram
  readonly abandoned: Histogram
  readonly handling: Histogram
}

export interface Ledger {
  readonly queues: ReadonlyMap<string, LiveQueue>
  readonly center: LiveQueue
  readonly rows: readonly LiveRow[]
  readonly agentRows: readonly AgentRow[]
  /** The end of the running interval; from there on `turn` has to be called. */
  endMs: number
  queue(name: string): LiveQueue
  /** The row that a call counts in that enters the queue now. */
  row(queue: LiveQueue): LiveRow
  /** Steps to the interval of `atMs`. `beforeEnd` runs at each end that is stepped over. */
  turn(atMs: number, beforeEnd: (endMs: number) => void): void
  /** The running interval's agent rows, as far as they have come. */
  openAgentRows(): readonly AgentRow[]
}

export const createLedger = (intervals: Intervals, targets: Readonly<Record<string, Partial<QueueTarget>>>): Ledger => {
  const queues = new NameTable<LiveQueue>()
  const center = createLiveQueue(null, defaultTarget)
  const rows: LiveRow[] = []
  const agentRows: AgentRow[] = []
  let now: Interval = { startMs: Number.NaN, endMs: Number.NEGATIVE_INFINITY }

  const openRows = (): AgentRow[] =>
    [center, ...queues.values()].flatMap(({ name, time }) =>
      isEmpty(time) ? [] : [{ queue: name, startMs: now.startMs, endMs: now.endMs, ...time }],
    )

  const ledger: Ledger = {
    queues,
    center,
    rows,
    agentRows,
    endMs: now.endMs,
    queue(name) {
      const known = queues.get(name)
      if (known !== undefined) return known
      const queue = createLiveQueue(name, { ...defaultTarget, ...targets[name] })
      queues.set(name, queue)
      return queue
    },
    row(queue) {
      if (queue.row !== undefined) return queue.row
      const row: LiveRow = { queue, startMs: now.startMs, endMs: now.endMs, ...emptyCounts() }
      queue.row = row
      rows.push(row)
      return row
    },
    turn(atMs, beforeEnd) {
      if (Number.isNaN(now.startMs)) now = intervals.at(atMs)
      while (atMs >= now.endMs) {
        beforeEnd(now.endMs)
        agentRows.push(...openRows())
        center.time = emptyAgentTime()
        for (const queue of queues.values()) {
          queue.time = emptyAgentTime()
          queue.row = undefined
        }
        now = intervals.at(now.endMs)
      }
      ledger.endMs = now.endMs
    },
    openAgentRows: openRows,
  }
  return ledger
}

const createLiveQueue = (name: string | null, { withinMs, shortMs }: QueueTarget): LiveQueue => ({
  name,
  withinMs,
  shortMs,
  row: undefined,
  time: emptyAgentTime(),
  answered: createHistogram(),
  abandoned: createHistogram(),
  handling: createHistogram(),
})

const isEmpty = (time: LiveAgentTime): boolean => Object.values(time).every((ms) => ms === 0)
