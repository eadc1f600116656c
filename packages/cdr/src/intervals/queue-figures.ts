/**
 * The interval report of each queue, folded from events while they happen.
 *
 * A call belongs to the interval in which it entered the queue, with all that came of it later: its wait, its talk, its
 * wrap-up. Agents' time belongs to the interval in which the clock showed it; an agent who is a member of two queues
 * counts in both, and once in the center's own row (`queue: null`).
 *
 * Nothing is allocated for a call: the table of live calls points at the row that its call counts in. A conversation
 * (talk, hold, wrap-up) is counted when its wrap-up is over.
 */
import { createIdTable, type EventOf, type Listeners, type QueueLeft, unreachable } from '@callweave/core'
import type { LiveCounts } from '../figures/counts.js'
import { createAgentClock } from './agent-clock.js'
import { createIntervals, type IntervalOptions } from './intervals.js'
import { createLedger, type LiveQueue, type LiveRow } from './ledger.js'
import { type QueueFigures, type QueueRow, type QueueTarget, type QueueWaits, sortRows } from './report.js'

export interface QueueFiguresOptions extends IntervalOptions {
  /** Targets by queue; what is not named is `defaultTarget`. */
  readonly targets?: Readonly<Record<string, Partial<QueueTarget>>>
  /** Whose time counts for a queue, at the start; `member.changed` adds and takes away. */
  readonly members?: Readonly<Record<string, readonly string[]>>
  /** Calls that entered a queue earlier are left out, and agents' time before: the warm-up of a simulation. */
  readonly fromMs?: number
  /** Calls that enter a queue then or later are left out, and agents' time after. */
  readonly untilMs?: number
}

export interface QueueFiguresFold {
  readonly listeners: Listeners
  /** All until `atMs`, the time that agents are still spending included. May be asked for again and again. */
  snapshot(atMs: number): QueueFigures
}

/**
 * Counts while a log is being written, or read again.
 *
 * ```ts
 * import { createQueueFigures, figuresOf } from '@callweave/cdr'
 * import { createEventLog } from '@callweave/core'
 *
 * const fold = createQueueFigures({ intervalMs: 1_800_000, timeZone: 'Europe/London' })
 * createEventLog().tap(fold.listeners) // of a center that runs
 * const figures = fold.snapshot(Date.UTC(2026, 2, 30))
 * console.table(figuresOf(figures, 'service'))
 * ```
 *
 * @throws CallweaveError `out-of-range` for an interval or a time zone that cannot be.
 */
export const createQueueFigures = (options: QueueFiguresOptions): QueueFiguresFold => {
  const { targets = {}, members = {}, fromMs = -Infinity, untilMs = Infinity } = options
  const intervals = createIntervals(options)
  const ledger = createLedger(intervals, targets)
  const clock = createAgentClock(ledger, { fromMs, untilMs })
  const calls = createIdTable<LiveRow>()
  /** Callbacks that wait in place of a caller, who may be long gone. */
  const callbacks = createIdTable<LiveRow>()
  const turn = (atMs: number): void => ledger.turn(atMs, clock.bookAll)

  for (const [queue, names] of Object.entries(members)) {
    for (const name of names) clock.joins(name, ledger.queue(queue))
  }

  /** No caller has waited, so none is counted as answered; the conversation that follows is. */
  const callbackLeft = ({ call, because }: EventOf<'queue.left'>): void => {
    const row = callbacks.get(call)
    if (row === undefined) return
    callbacks.delete(call)
    if (because !== 'answered') return
    row.callbacksReached += 1
    calls.set(call, row)
  }

  const listeners: Listeners = {
    'queue.entered': ({ call, queue, callback, atMs }) => {
      if (atMs >= ledger.endMs) turn(atMs)
      calls.delete(call)
      if (atMs < fromMs || atMs >= untilMs) return
      const row = ledger.row(ledger.queue(queue))
      if (callback === null) {
        row.offered += 1
        calls.set(call, row)
      } else {
        row.callbacks += 1
        callbacks.set(call, row)
      }
    },
    'queue.refused': ({ queue, atMs }) => {
      if (atMs >= ledger.endMs) turn(atMs)
      if (atMs >= fromMs && atMs < untilMs) ledger.row(ledger.queue(queue)).refused += 1
    },
    'queue.left': (event) => {
      const { call } = event
      const row = calls.get(call)
      if (row !== undefined) countLeft(row, event)
      else if (callbacks.size > 0) callbackLeft(event)
    },
    'call.ended': ({ call }) => void calls.delete(call),
    'agent.changed': (event) => {
      if (event.atMs >= ledger.endMs) turn(event.atMs)
      clock.changed(event, event.call === null || isOwnCall(event) ? undefined : calls.get(event.call))
    },
    'member.changed': ({ agent, queue, joined, atMs }) => {
      if (atMs >= ledger.endMs) turn(atMs)
      clock.bookAll(atMs)
      if (joined) clock.joins(agent, ledger.queue(queue))
      else clock.leaves(agent, ledger.queue(queue))
    },
  }

  return {
    listeners,
    snapshot(atMs) {
      turn(atMs)
      clock.bookAll(atMs)
      const queues = [...ledger.queues.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
      return {
        intervalMs: intervals.intervalMs,
        timeZone: intervals.timeZone,
        targets: Object.fromEntries(queues.map(([name, { withinMs, shortMs }]) => [name, { withinMs, shortMs }])),
        rows: sortRows(ledger.rows.map(rowData)),
        agents: sortRows([...ledger.agentRows, ...ledger.openAgentRows()]),
        waits: Object.fromEntries(queues.map(([name, queue]) => [name, waitsOf(queue)])),
      }
    },
  }
}

const countLeft = (row: LiveRow, { because, waitMs }: EventOf<'queue.left'>): void => {
  row.waitMs += waitMs
  if (waitMs > row.maxWaitMs) row.maxWaitMs = waitMs
  if (because === 'answered') {
    row.answered += 1
    row.answeredWaitMs += waitMs
    if (waitMs <= row.queue.withinMs) row.answeredWithin += 1
    row.queue.answered.record(waitMs)
  } else if (because === 'abandoned') {
    row.abandoned += 1
    row.abandonedWaitMs += waitMs
    if (waitMs <= row.queue.withinMs) row.abandonedWithin += 1
    if (waitMs <= row.queue.shortMs) row.abandonedShort += 1
    row.queue.abandoned.record(waitMs)
  } else countOther(row, because)
}

const countOther = (counts: LiveCounts, because: Exclude<QueueLeft, 'answered' | 'abandoned'>): void => {
  switch (because) {
    case 'overflowed':
      counts.overflowed += 1
      return
    case 'key':
      counts.leftByKey += 1
      return
    case 'max-wait':
      counts.leftByMaxWait += 1
      return
    case 'nobody':
      counts.leftByNobody += 1
      return
    case 'callback':
      counts.leftForCallback += 1
      return
    case 'withdrawn':
      counts.withdrawn += 1
      return
    default:
      unreachable(because)
  }
}

const rowData = ({ queue, ...row }: LiveRow): QueueRow => ({ queue: queue.name ?? '', ...row })

const waitsOf = ({ answered, abandoned, handling }: LiveQueue): QueueWaits => ({
  answered: answered.toJSON(),
  abandoned: abandoned.toJSON(),
  handling: handling.toJSON(),
})

/** What an agent dialed, or was called to by another phone, counts for no queue. */
const isOwnCall = ({ because }: EventOf<'agent.changed'>): boolean => because === 'dialed' || because === 'called'
