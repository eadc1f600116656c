/** What the store and its writer's thread say to each other. */
import type { AgentPeriod } from '../agents/journal.js'
import type { CallRecord } from '../calls/record.js'
import type { AgentRow, QueueRow } from '../intervals/report.js'

export interface StoreBatch {
  readonly records: readonly CallRecord[]
  readonly periods: readonly AgentPeriod[]
  readonly queueRows: readonly QueueRow[]
  readonly agentRows: readonly AgentRow[]
}

export type ToWriter = { readonly batch: StoreBatch } | { readonly close: true }

/** `written` counts batches, in the order they were sent. */
export type FromWriter = { readonly written: number } | { readonly failed: string } | { readonly closed: true }

/** The count of batches when the writer has stopped: it has failed, and whoever waits must not wait for ever. */
export const stopped = 0x7fffffff

export interface Insert {
  readonly sql: string
  /** Of the object that is inserted, in the order of the last columns. */
  readonly fields: readonly string[]
}

export interface StoreStatements {
  readonly applicationId: number
  readonly migrations: readonly string[]
  readonly call: Insert
  readonly visit: Insert
  readonly offer: Insert
  readonly conversation: Insert
  readonly period: Insert
  readonly queueRow: Insert
  readonly agentRow: Insert
}

/** All that the writer has to know: it imports nothing of ours. */
export interface WriterData {
  readonly stopped: number
  readonly statements: StoreStatements
  readonly path: string
  readonly journal: string
  /** Wait for the disk with each commit. */
  readonly fsync: boolean
  /** One number: batches written so far, for a sender that has to wait; at the end `stopped`. */
  readonly progress: SharedArrayBuffer
}
