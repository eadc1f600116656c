/**
 * Call records, folded from events that are written and never from others: a record says nothing that a restart could
 * unsay. Records that were stored before are handed over again after a restart, and are there once.
 */
import { type CallRecord, createCallRecords } from '@callweave/cdr'
import type { CallStore } from '@callweave/cdr/sqlite'
import type { CallEvent } from '@callweave/core'

export interface RecordsOptions {
  readonly store: CallStore | undefined
  readonly onRecord: ((record: CallRecord) => void) | undefined
  /** Told once when the store fails. The journal has everything: the next start hands it over again. */
  readonly onTrouble: (error: unknown) => void
}

export interface Records {
  take(event: CallEvent): void
  /** Resolves when all records so far are stored, or the store has failed. */
  flush(): Promise<void>
  close(): Promise<void>
}

export const createRecords = ({ store, onRecord, onTrouble }: RecordsOptions): Records => {
  let hasFailed = false
  const fail = (error: unknown): void => {
    if (!hasFailed) onTrouble(error)
    hasFailed = true
  }
  const { listeners } = createCallRecords({
    onRecord: (record) => {
      onRecord?.(record)
      if (store === undefined || hasFailed) return
      try {
        store.add(record)
      } catch (error) {
        fail(error)
      }
    },
  })
  const byType: { readonly [type: string]: ((event: never) => void) | undefined } = listeners
  return {
    take: (event) => byType[event.type]?.(event as never),
    flush: async () => {
      if (!hasFailed) await store?.flush().catch(fail)
    },
    close: async () => {
      await store?.close().catch(fail)
    },
  }
}
