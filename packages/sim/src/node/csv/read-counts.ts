/**
 * Calls per interval from a CSV file. Nothing is guessed: an interval that is not there is not zero unless the reader
 * says so, and a day that came out wrong in the file is refused with its line.
 */
import { fileInvalid } from './open-csv.js'
import { readRows, type Where } from './read-rows.js'
import { columnsOf, createTimeReader, type TimeColumn } from './time-column.js'
import { type CountBlock, toBlocks } from './to-blocks.js'

export interface CountOptions {
  /** Where the interval's start stands. */
  readonly time: TimeColumn
  /** The column of counts. */
  readonly calls: string
  /** By default the shortest step from row to row. */
  readonly intervalMs?: number
  /** IANA name of the wall clock in the file; `UTC` when left out. Times with an offset of their own need none. */
  readonly timeZone?: string
  /** Reads one local day only, `YYYY-MM-DD`. */
  readonly day?: string
  /** Reads only rows that have these values in these columns. */
  readonly where?: Where
  /** What a missing interval within a day means: a mistake in the file (`refuse`, the default) or no calls. */
  readonly gaps?: 'refuse' | 'zero'
}

/** More than nine years of minutes; kept in memory as a whole, so there is an end to it. */
const mostRows = 5_000_000

/**
 * Blocks of intervals without a break between them, in the order of time: a center that closes at night gives one for
 * each day, one that never closes gives a single one. Reads as a stream; resolves when the whole file is checked.
 *
 * @throws CallweaveError `file-invalid`, with file and line, on anything that is not a count of calls for an interval;
 * `out-of-range` on a time zone that does not exist.
 */
export const readCounts = async (file: string, options: CountOptions): Promise<readonly CountBlock[]> => {
  const { time, calls, timeZone = 'UTC', day, where, intervalMs, gaps = 'refuse' } = options
  const reader = createTimeReader(file, time, timeZone)
  const rows = { atMs: [] as number[], localMs: [] as number[], calls: [] as number[], line: [] as number[] }
  let last = Number.NEGATIVE_INFINITY
  let firstDay: string | undefined
  let lastDay = ''

  await readRows(file, {
    columns: [...columnsOf(time), calls],
    where,
    onRow: (values, line) => {
      const text = reader.textOf(values)
      if (day !== undefined) {
        lastDay = text.slice(0, 10)
        firstDay ??= lastDay
        if (lastDay !== day) return
      }
      const { atMs, localMs } = reader.read(text, line, last + 1)
      if (atMs <= last) throw outOfOrder(file, line, text, atMs === last, where)
      if (rows.line.length === mostRows) throw tooMany(file, line)
      last = atMs
      rows.atMs.push(atMs)
      rows.localMs.push(localMs)
      rows.calls.push(readCount(file, line, calls, values[reader.width] ?? ''))
      rows.line.push(line)
    },
  })

  if (rows.line.length === 0 && day !== undefined)
    throw fileInvalid(file, undefined, {
      message: `the file has no counts for ${day}`,
      expected: `a day from ${firstDay} to ${lastDay}`,
      ...(firstDay !== undefined && firstDay <= day && day <= lastDay
        ? { remedy: 'Its rows are missing, or their dates are not written as YYYY-MM-DD' }
        : {}),
    })
  return toBlocks(rows, { file, gaps, ...(intervalMs === undefined ? {} : { intervalMs }) })
}

const readCount = (file: string, line: number, column: string, text: string): number => {
  const count = /^\d+(\.0*)?$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(count)) return count
  const refuse = (message: string, remedy?: string) =>
    fileInvalid(file, line, {
      message: `${column} ${message}`,
      ...(text === '' ? {} : { found: text }),
      expected: 'a whole number from 0 up',
      ...(remedy === undefined ? {} : { remedy }),
    })
  if (text === '') throw refuse('is blank', 'Write 0 where no call came')
  if (/^-\d/.test(text)) throw refuse('is negative')
  if (/^\d*\.\d+$/.test(text))
    throw refuse('is not a whole number', 'Half a call never came: the row may be an average')
  if (/^\d{1,3}([,' ]\d{3})+$/.test(text)) throw refuse('has separators in it', `Write ${text.replace(/[,' ]/g, '')}`)
  throw refuse('is not a number')
}

const outOfOrder = (file: string, line: number, text: string, same: boolean, where: Where | undefined) =>
  fileInvalid(file, line, {
    message: same ? 'this interval stands in the file twice' : 'this interval is earlier than the one above it',
    found: text,
    expected: 'one row for each interval, in the order of time',
    remedy:
      where === undefined
        ? 'Sort the file by time; where it holds several series, say with `where` which one is meant'
        : 'Sort the file by time; where it still holds several series, say more in `where`',
  })

const tooMany = (file: string, line: number) =>
  fileInvalid(file, line, {
    message: `there are more than ${mostRows.toLocaleString('en')} intervals`,
    remedy: 'Read one day of it with `day`, or part of it with `where`',
  })
