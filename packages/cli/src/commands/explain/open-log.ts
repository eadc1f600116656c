/** A log that is read several times over, with one line of progress for all of it. */
import { type EventLogReader, openEventLog } from '@callweave/cdr/node'
import type { CallEvent } from '@callweave/core'
import type { Context } from '../../frame/command.js'

export interface OpenedLog {
  readonly path: string
  readonly header: EventLogReader['header']
  /** From the first event on; a log that is cut ends there. */
  read(): Iterable<CallEvent>
  /** Takes the progress off the terminal. */
  close(): void
}

/** @param readings how often it will be read at most. */
export const openLog = (path: string, readings: number, { out, words }: Context): OpenedLog => {
  const progress = out.progress(words.reasons.reading)
  let before = -1
  const log = openEventLog(path, { cut: 'accept', onRead: (ratio) => progress.at((before + ratio) / readings) })
  return {
    path: log.path,
    header: log.header,
    read: () => {
      before += 1
      return log
    },
    close: () => progress.done(),
  }
}
