/** Exact arrivals from a CSV file: one row a call, with when it came, how long it took and what it was about. */
import { fileInvalid } from './open-csv.js'
import { readRows, type Where } from './read-rows.js'
import { columnsOf, createTimeReader, type TimeColumn } from './time-column.js'

export interface TimesOptions {
  /** Where the instant of arrival stands. */
  readonly start: TimeColumn
  /** The column of how long the conversation took, and its unit. */
  readonly duration?: { readonly column: string; readonly unit: DurationUnit }
  /** Columns that become attributes of the call, under their own names. */
  readonly attributes?: readonly string[]
  /** IANA name of the wall clock in the file; `UTC` when left out. */
  readonly timeZone?: string
  readonly where?: Where
  /** Reads only rows from this local time or day on, `2018-03-01`, and before that one. */
  readonly from?: string
  readonly to?: string
}

export type DurationUnit = 'ms' | 's' | 'min'

/** Column by column, so that millions of calls take tens of bytes each and can be handed to a worker. */
export interface ExactArrivals {
  /** Rising; calls in the same second keep the order of the file. */
  readonly atMs: Float64Array
  readonly durationMs: Float64Array | undefined
  readonly attributes: Readonly<Record<string, AttributeColumn>>
}

/** The value of call `i` is `values[index[i]]`. */
export interface AttributeColumn {
  readonly values: readonly string[]
  readonly index: Uint32Array
}

const mostRows = 5_000_000
const mostValues = 100_000

/** @throws CallweaveError `file-invalid`, with file and line; `out-of-range` on an unknown time zone. */
export const readTimes = async (file: string, options: TimesOptions): Promise<ExactArrivals> => {
  const { start, attributes = [], timeZone = 'UTC', where } = options
  const duration = options.duration === undefined ? undefined : durationColumn(options.duration)
  const reader = createTimeReader(file, start, timeZone)
  const atMs: number[] = []
  const durationMs: number[] = []
  const columns = attributes.map((name) => createColumn(file, name))
  const isWanted = spanOf(options)
  let last = Number.NEGATIVE_INFINITY

  await readRows(file, {
    columns: [...columnsOf(start), ...(duration === undefined ? [] : [duration.column]), ...attributes],
    where,
    onRow: (values, line) => {
      const text = reader.textOf(values)
      if (!isWanted(text)) return
      const { atMs: at } = reader.read(text, line, last)
      if (at < last) throw earlier(file, line, text)
      if (atMs.length === mostRows) throw tooMany(file, line)
      last = at
      atMs.push(at)
      let place = reader.width
      if (duration !== undefined) {
        durationMs.push(duration.read(file, line, values[place] ?? ''))
        place += 1
      }
      for (const column of columns) {
        column.add(values[place] ?? '', line)
        place += 1
      }
    },
  })

  if (atMs.length === 0)
    throw fileInvalid(file, undefined, {
      message: `no call lies in the span from ${options.from ?? 'the first'} to ${options.to ?? 'the last'}`,
      expected: 'a span of time that the file covers',
    })
  return {
    atMs: Float64Array.from(atMs),
    durationMs: duration === undefined ? undefined : Float64Array.from(durationMs),
    attributes: Object.fromEntries(columns.map((column) => [column.name, column.finish()])),
  }
}

/** ISO texts: their order as texts is their order in time. */
const spanOf = ({ from = '', to = '~' }: TimesOptions): ((text: string) => boolean) => {
  const first = from.replace('T', ' ')
  const end = to.replace('T', ' ')
  return (text) => {
    const spaced = text.replace('T', ' ')
    return spaced >= first && spaced < end
  }
}

const unitMs: Readonly<Record<DurationUnit, number>> = { ms: 1, s: 1000, min: 60_000 }
const unitNames: Readonly<Record<DurationUnit, string>> = { ms: 'milliseconds', s: 'seconds', min: 'minutes' }

const durationColumn = ({ column, unit }: Required<TimesOptions>['duration']) => ({
  column,
  read: (file: string, line: number, text: string): number => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
    if (Number.isFinite(value)) return Math.round(value * unitMs[unit])
    throw fileInvalid(file, line, {
      message: text === '' ? `${column} is blank` : `${column} is not a duration`,
      ...(text === '' ? {} : { found: text }),
      expected: `a number of ${unitNames[unit]} from 0 up`,
    })
  },
})

const createColumn = (file: string, name: string) => {
  const values: string[] = []
  const places = new Map<string, number>()
  const index: number[] = []
  return {
    name,
    add: (value: string, line: number): void => {
      let place = places.get(value)
      if (place === undefined) {
        if (values.length === mostValues)
          throw fileInvalid(file, line, {
            message: `${name} has more than ${mostValues.toLocaleString('en')} different values`,
            expected: 'a column that sorts calls into kinds, such as a language',
          })
        place = values.push(value) - 1
        places.set(value, place)
      }
      index.push(place)
    },
    finish: (): AttributeColumn => ({ values, index: Uint32Array.from(index) }),
  }
}

const earlier = (file: string, line: number, text: string) =>
  fileInvalid(file, line, {
    message: 'this call is earlier than the one above it',
    found: text,
    expected: 'calls in the order of time',
    remedy: 'Sort the file by its time column',
  })

const tooMany = (file: string, line: number) =>
  fileInvalid(file, line, {
    message: `there are more than ${mostRows.toLocaleString('en')} calls`,
    remedy: 'Read part of it with `from` and `to`, or with `where`',
  })
