/** An event log by its path: a file that `cc sim` wrote, or the journal of a center, whole or one file of it. */
import { openEventLog } from '@callweave/cdr/node'
import type { CallEvent, CallweaveError } from '@callweave/core'
import { isJournalPath, type JournalReader, type ReadJournalOptions, readJournal } from '@callweave/server/journal'

export type AnyLog = Pick<JournalReader, 'path' | 'header'> & Iterable<CallEvent>

export interface AnyLogOptions extends ReadJournalOptions {
  /** With it a log that is cut ends there, and this is told; without it that is an error. */
  readonly onCut?: (error: CallweaveError) => void
}

/** @throws CallweaveError `file-invalid` for what is neither. */
export const openAnyLog = (path: string, { onCut, ...options }: AnyLogOptions = {}): AnyLog =>
  isJournalPath(path)
    ? readJournal(path, options)
    : openEventLog(path, { ...options, ...(onCut === undefined ? {} : { cut: 'accept', onCut }) })
