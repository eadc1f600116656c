/** The column, or the date column and the time column, that say when a row was. */
import { fileInvalid } from './open-csv.js'
import { createWallClock, parseTime, timeExpected, type WrittenTime } from './wall-clock.js'

/** One column, or a column of dates and one of times of day. */
export type TimeColumn = string | readonly [date: string, time: string]

export const columnsOf = (column: TimeColumn): readonly string[] => (typeof column === 'string' ? [column] : column)

export interface TimeReader {
  /** How many of a row's values belong to the time; they come first. */
  readonly width: number
  /** The time's text: what an error shows and what `day` is compared with. */
  textOf(values: readonly string[]): string
  /** @throws CallweaveError `file-invalid` for a text that is no time, or one that the clocks skipped. */
  read(text: string, line: number, notBeforeMs: number): Instant
}

export interface Instant extends WrittenTime {
  readonly atMs: number
}

export const createTimeReader = (file: string, column: TimeColumn, timeZone: string): TimeReader => {
  const clock = createWallClock(timeZone)
  const names = columnsOf(column)
  const label = names.join(' and ')
  return {
    width: names.length,
    textOf: (values) => (names.length === 1 ? (values[0] ?? '') : `${values[0]} ${values[1]}`),
    read: (text, line, notBeforeMs) => {
      const time = parseTime(text)
      if (time === undefined)
        throw fileInvalid(file, line, {
          message: text === '' ? `${label} is blank` : `${label} holds no time`,
          ...(text === '' ? {} : { found: text }),
          expected: timeExpected,
        })
      if (time.offsetMs !== undefined) return { ...time, atMs: time.localMs - time.offsetMs }
      const atMs = clock.instantOf(time.localMs, notBeforeMs)
      if (atMs !== undefined) return { ...time, atMs }
      throw fileInvalid(file, line, {
        message: `this time never was in ${timeZone}: the clocks were put forward over it`,
        found: text,
        expected: 'the wall clock of that place, or a time with its offset such as 2026-03-29T01:30:00+01:00',
        remedy: 'Name the time zone the file was written in',
      })
    },
  }
}
