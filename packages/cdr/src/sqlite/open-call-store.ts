/** Reads a call store: from any thread or process, also while it is being written. */
import { existsSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { CallweaveError } from '@callweave/core'
import type { AgentPeriod } from '../agents/journal.js'
import type { CallRecord } from '../calls/record.js'
import type { AgentRow, QueueRow } from '../intervals/report.js'
import {
  applicationId,
  callColumns,
  columnName,
  conversationColumns,
  jsonColumns,
  migrations,
  offerColumns,
  periodColumns,
  visitColumns,
} from './store-schema.js'

export interface CallQuery {
  /** Calls that arrived then or later. */
  readonly fromMs?: number
  /** Calls that arrived earlier than this. */
  readonly untilMs?: number
  /** The number that called, or that was dialed out. */
  readonly caller?: string
  /** Agents to whom the call was offered, or who talked in it. */
  readonly agent?: string
  /** Queues that the call entered, or was refused by. */
  readonly queue?: string
  readonly journal?: string
  /** By default 1,000. */
  readonly limit?: number
  /** Leaves out so many of the first: the next page. */
  readonly offset?: number
}

export interface TimeQuery {
  readonly fromMs?: number
  readonly untilMs?: number
  readonly agent?: string
  readonly queue?: string
  readonly journal?: string
}

/** What is committed, at the moment of each question. */
export interface CallStoreReader {
  /** In the order of arrival. */
  calls(query?: CallQuery): CallRecord[]
  /** Periods that began in the time, by start. */
  periods(query?: TimeQuery): AgentPeriod[]
  queueRows(query?: TimeQuery): QueueRow[]
  agentRows(query?: TimeQuery): AgentRow[]
  close(): void
}

type Row = Readonly<Record<string, SQLInputValue>>

/** @throws CallweaveError `file-invalid` when the file is missing, not a call store, or of a newer version. */
export const openCallStore = (path: string): CallStoreReader => {
  const db = open(path)

  const all = (sql: string, ...values: SQLInputValue[]): Row[] => {
    try {
      return db.prepare(sql).all(...values) as Row[]
    } catch (cause) {
      throw refusal(path, (cause as Error).message, cause)
    }
  }

  const partsOf = (table: string, fields: readonly string[], id: SQLInputValue): Record<string, unknown>[] =>
    all(`SELECT * FROM ${table} WHERE call_id = ? ORDER BY place`, id).map((row) => fieldsOf(row, fields))

  return {
    calls(query = {}) {
      const { where, values } = conditionsOf('arrived_at_ms', query)
      const { limit = 1_000, offset = 0 } = query
      const sql = `SELECT * FROM call ${where} ORDER BY arrived_at_ms, id LIMIT ? OFFSET ?`
      return all(sql, ...values, limit, offset).map((row) => {
        const id = row.id as number
        const queues = partsOf('queue_visit', visitColumns, id).map((visit) => ({
          ...visit,
          refused: visit.refused === 1,
          callback: visit.callback === 1,
        }))
        const offers = partsOf('offer', offerColumns, id)
        const conversations = partsOf('conversation', conversationColumns, id)
        return callOf(row, { queues, offers, conversations })
      })
    },
    periods(query = {}) {
      const { where, values } = conditionsOf('start_ms', query)
      const rows = all(`SELECT * FROM agent_period ${where} ORDER BY start_ms, agent, rowid`, ...values)
      return rows.map((row) => fieldsOf(row, periodColumns) as unknown as AgentPeriod)
    },
    queueRows(query = {}) {
      const { where, values } = conditionsOf('start_ms', query)
      return all(`SELECT * FROM queue_interval ${where} ORDER BY start_ms, queue`, ...values).map(
        ({ queue, start_ms: startMs, end_ms: endMs, counts }) =>
          ({ queue, startMs, endMs, ...JSON.parse(counts as string) }) as QueueRow,
      )
    },
    agentRows(query = {}) {
      const { where, values } = conditionsOf('start_ms', query)
      return all(`SELECT * FROM agent_interval ${where} ORDER BY start_ms, queue`, ...values).map(
        ({ queue, start_ms: startMs, end_ms: endMs, times }) =>
          ({ queue: queue === '' ? null : queue, startMs, endMs, ...JSON.parse(times as string) }) as AgentRow,
      )
    },
    close: () => db.close(),
  }
}

const fieldsOf = (row: Row, fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(fields.map((field) => [field, row[columnName(field)]]))

/** In the order of a fresh record, so that both read alike. */
const callOf = (row: Row, parts: object): CallRecord => {
  const fields = callColumns.map((field) => {
    const value = row[columnName(field)]
    return [field, jsonColumns.includes(field) && value !== null ? JSON.parse(value as string) : value]
  })
  return { ...Object.fromEntries(fields), ...parts } as CallRecord
}

const conditionsOf = (time: string, query: CallQuery): { where: string; values: SQLInputValue[] } => {
  const inParts = (table: string, column: string) => `id IN (SELECT call_id FROM ${table} WHERE ${column} = ?)`
  const ofCalls = time === 'arrived_at_ms'
  const conditions: [sql: string, values: SQLInputValue[]][] = []
  const { fromMs, untilMs, caller, agent, queue, journal } = query
  if (fromMs !== undefined) conditions.push([`${time} >= ?`, [fromMs]])
  if (untilMs !== undefined) conditions.push([`${time} < ?`, [untilMs]])
  if (journal !== undefined) conditions.push(['journal = ?', [journal]])
  if (caller !== undefined) conditions.push(['(caller = ? OR dialed_out = ?)', [caller, caller]])
  if (agent !== undefined) {
    const either = `(${inParts('offer', 'agent')} OR ${inParts('conversation', 'agent')})`
    conditions.push(ofCalls ? [either, [agent, agent]] : ['agent = ?', [agent]])
  }
  if (queue !== undefined) conditions.push([ofCalls ? inParts('queue_visit', 'queue') : 'queue = ?', [queue]])
  if (conditions.length === 0) return { where: '', values: [] }
  return { where: `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`, values: conditions.flatMap(([, v]) => v) }
}

const open = (path: string): DatabaseSync => {
  if (!existsSync(path)) throw new CallweaveError('file-invalid', { where: path, message: 'there is no such file' })
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
    const { application_id: owner } = db.prepare('PRAGMA application_id').get() as { application_id: number }
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
    if (owner === applicationId && version === migrations.length) return db
    db.close()
    if (owner !== applicationId) throw refusal(path, 'it is not a call store')
    const older = version < migrations.length
    throw refusal(
      path,
      older ? 'it is older and has to be opened for writing once' : 'it was written by a newer Callweave',
    )
  } catch (cause) {
    if (cause instanceof CallweaveError) throw cause
    throw refusal(path, (cause as Error).message, cause)
  }
}

const refusal = (path: string, why: string, cause?: unknown): CallweaveError =>
  new CallweaveError('file-invalid', {
    where: path,
    message: `this call store cannot be read: ${why}`,
    ...(cause === undefined ? {} : { cause }),
  })
