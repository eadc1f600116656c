/** What `cc log` makes of a log beyond its events: call records, the agent journal, the interval report, a queue_log. */
import {
  agentPeriodColumns,
  type Column,
  callRecordColumns,
  createAgentJournal,
  createCallRecords,
  createQueueFigures,
  createQueueLog,
  formatCsvHead,
  formatCsvRow,
  formatJsonLine,
  type QueueFiguresOptions,
  queueRowColumns,
  withoutPersonal,
} from '@callweave/cdr'
import { createCallStore } from '@callweave/cdr/sqlite'
import { type CallEvent, createEventLog, type EventLog, type Listeners } from '@callweave/core'

export interface ExportOptions {
  readonly events: Iterable<CallEvent>
  readonly format: 'jsonl' | 'csv'
  readonly intervalMs: number
  readonly timeZone: string
  /** Leave out what says something about a person. */
  readonly isPrivate: boolean
  /** What counts as in time, and whose time counts, for each queue: the definition says. */
  readonly queues?: Pick<QueueFiguresOptions, 'targets' | 'members'>
  readonly write: (text: string) => Promise<void>
}

/** Hands every event to the listeners and, now and then, what they made to the reader. Resolves with the last instant. */
const readThrough = async (
  events: Iterable<CallEvent>,
  listeners: readonly Listeners[],
  flush: () => Promise<void>,
): Promise<number> => {
  const log: EventLog = createEventLog()
  for (const one of listeners) log.tap(one)
  let atMs = 0
  let read = 0
  try {
    for (const event of events) {
      log.emit[event.type](event as never)
      atMs = event.atMs
      read += 1
      if (read % flushEvery === 0) await flush()
    }
  } finally {
    // What stands before a cut or a damage is whole, and wanted.
    await flush()
  }
  return atMs
}

const flushEvery = 5_000

/** Rows as CSV or JSON Lines, gathered until they are written. */
const createRows = <Row extends object>({ format, write }: ExportOptions, columns: readonly Column<Row>[]) => {
  let text = format === 'csv' ? formatCsvHead(columns) : ''
  return {
    add: (row: Row): void => {
      text += format === 'csv' ? formatCsvRow(columns, row) : formatJsonLine(row)
    },
    flush: async (): Promise<void> => {
      const piece = text
      text = ''
      if (piece !== '') await write(piece)
    },
  }
}

export const exportCalls = async (options: ExportOptions): Promise<void> => {
  const { events, timeZone, isPrivate } = options
  const rows = createRows(options, callRecordColumns({ timeZone, personal: !isPrivate }))
  const records = createCallRecords({
    onRecord: (record) =>
      rows.add(isPrivate && options.format === 'jsonl' ? (withoutPersonal(record) as never) : record),
  })
  const endMs = await readThrough(events, [records.listeners], rows.flush)
  records.close(endMs)
  await rows.flush()
}

export const exportAgents = async (options: ExportOptions): Promise<void> => {
  const rows = createRows(options, agentPeriodColumns({ timeZone: options.timeZone }))
  const journal = createAgentJournal({ onPeriod: rows.add })
  const endMs = await readThrough(options.events, [journal.listeners], rows.flush)
  journal.close(endMs)
  await rows.flush()
}

export const exportIntervals = async (options: ExportOptions): Promise<void> => {
  const { events, intervalMs, timeZone, queues = {} } = options
  const rows = createRows(options, queueRowColumns({ timeZone }))
  const figures = createQueueFigures({ intervalMs, timeZone, ...queues })
  const endMs = await readThrough(events, [figures.listeners], rows.flush)
  for (const row of figures.snapshot(endMs).rows) rows.add(row)
  await rows.flush()
}

export const exportQueueLog = async ({ events, isPrivate, write }: ExportOptions): Promise<void> => {
  let text = ''
  const { listeners } = createQueueLog({
    onLine: (line) => {
      text += `${line}\n`
    },
    journal: 'sim',
    callers: !isPrivate,
  })
  const flush = async (): Promise<void> => {
    const piece = text
    text = ''
    if (piece !== '') await write(piece)
  }
  await readThrough(events, [listeners], flush)
}

/** Records, journal and intervals into an SQLite file. Resolves with how many calls it holds of this log. */
export const exportStore = async (options: ExportOptions, path: string): Promise<number> => {
  const { events, intervalMs, timeZone, queues = {} } = options
  const store = createCallStore(path)
  let calls = 0
  const records = createCallRecords({
    onRecord: (record) => {
      calls += 1
      store.add(record)
    },
  })
  const journal = createAgentJournal({ onPeriod: (period) => store.addPeriod(period) })
  const figures = createQueueFigures({ intervalMs, timeZone, ...queues })
  try {
    const endMs = await readThrough(events, [records.listeners, journal.listeners, figures.listeners], async () => {})
    records.close(endMs)
    journal.close(endMs)
    store.addFigures(figures.snapshot(endMs))
  } finally {
    await store.close()
  }
  return calls
}

/** One event a line, of one call or of all. */
export const catEvents = async (
  events: Iterable<CallEvent>,
  call: number | undefined,
  write: (text: string) => Promise<void>,
): Promise<void> => {
  let piece = ''
  const isWanted = (event: CallEvent): boolean => call === undefined || ('call' in event && event.call === call)
  try {
    for (const event of events) {
      if (!isWanted(event)) continue
      piece += `${JSON.stringify(event)}\n`
      if (piece.length < pieceChars) continue
      await write(piece)
      piece = ''
    }
  } finally {
    // What stands before a cut or a damage is whole, and wanted.
    await write(piece)
  }
}

/** So much text is handed to the stream at once. */
const pieceChars = 65_536
