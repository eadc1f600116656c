/** A log that is read several times over, with one line of progress for all of it. */
import { existsSync } from 'node:fs'
import type { EventLogReader } from '@callweave/cdr/node'
import { type CallEvent, CallweaveError } from '@callweave/core'
import type { Context } from '../../frame/command.js'
import { openAnyLog } from '../../project/any-log.js'
import { newerJournal } from '../../project/newer-journal.js'
import { localTime } from './local-time.js'

export interface OpenedLog {
  readonly path: string
  readonly header: EventLogReader['header']
  /** From the first event on; a log that is cut ends there. */
  read(): Iterable<CallEvent>
  /** Of the newest event that any reading has come to; `null` when there was none. */
  readonly lastMs: number | null
  /** Where the log is cut, once a reading has come there. What ends before is whole. */
  readonly cut: CallweaveError | null
  /** The last event of a journal that is not closed, once a reading has come there. */
  readonly openEnd: number | null
  /** From the first event on; @throws CallweaveError `file-invalid` where the log is cut. */
  readStrictly(): Iterable<CallEvent>
  /** Takes the progress off the terminal. */
  close(): void
}

/** @param readings how often it will be read at most. */
export const openLog = (path: string, readings: number, context: Context): OpenedLog => {
  const { out, words } = context
  if (!existsSync(path)) throw noLog(path, context)
  const progress = out.progress(words.reasons.reading)
  let before = -1
  let lastMs: number | null = null
  let cut: CallweaveError | null = null
  let openEnd: number | null = null
  const log = openAnyLog(path, {
    onOpenEnd: ({ lastSeq }) => {
      openEnd = lastSeq
    },
    onCut: (error) => {
      cut = error
    },
    onRead: (ratio) => progress.at((before + ratio) / readings),
  })
  return {
    path: log.path,
    header: log.header,
    *read() {
      before += 1
      for (const event of log) {
        lastMs = Math.max(lastMs ?? event.atMs, event.atMs)
        yield event
      }
    },
    get lastMs() {
      return lastMs
    },
    get cut() {
      return cut
    },
    get openEnd() {
      return openEnd
    },
    readStrictly: () => openAnyLog(path),
    close: () => progress.done(),
  }
}

/** A run that is broken off leaves what it had written under this name; `cc sim` writes over it. */
const partOf = (path: string): string => `${path}.part`

const noLog = (where: string, { host, words }: Context): CallweaveError => {
  const { noLog: message, noLogRemedy, partRemedy, journalRemedy } = words.reasons
  const journal = newerJournal(where, host)
  const remedy = journal === undefined ? noLogRemedy : journalRemedy({ journal })
  return new CallweaveError('file-invalid', {
    where,
    message,
    remedy: existsSync(partOf(where)) ? partRemedy({ part: partOf(where) }) : remedy,
  })
}

/** Says that more may have happened than the log tells, if a reading came to where it is cut. */
export const warnOfCut = ({ cut, lastMs, openEnd }: OpenedLog, timeZone: string, { out, words }: Context): void => {
  if (openEnd !== null) out.complain(`${words.log.openEnd({ seq: String(openEnd) })}\n`)
  if (cut === null || lastMs === null) return
  out.complain(`${words.errors.warning} ${words.reasons.cut({ at: localTime(lastMs, timeZone), timeZone })}\n`)
}
