/**
 * Parts of a definition that stand elsewhere: rosters, blocked numbers, holidays. A source is a tagged value that says
 * where; whoever loads the definition reads it, and `mergeSources` puts what was read into the sections before anything
 * is checked. This release reads CSV files; a roster from a database or over HTTP will be another member of
 * `RosterSource`, and gives the same `RosterEntry` for each agent.
 */
import { CallweaveError, type Problem, problemsOfZod, settings } from '@callweave/core'
import { z } from 'zod'

/** A roster in a CSV file, one line for each agent. */
export interface CsvRoster {
  readonly roster: 'csv'
  /** Counts from the project's folder. */
  readonly file: string
}

/** Where agents come from. */
export type RosterSource = CsvRoster

/** One agent, as any source of rosters gives it. */
export interface RosterEntry {
  readonly agent: string
  readonly extension: string
  readonly name?: string
  readonly groups?: readonly string[]
  readonly skills?: { readonly [skill: string]: number }
  readonly queues?: readonly RosterMembership[]
  /** The place that an error names: `agents.csv:12`. */
  readonly where: string
}

export interface RosterMembership {
  readonly queue: string
  readonly level?: number
  readonly penalty?: number
}

/** Numbers in a column of a CSV file. */
export interface CsvNumbers {
  readonly numbers: 'csv'
  readonly file: string
  readonly column: string
}

/** Dates in a column of a CSV file. */
export interface CsvDates {
  readonly dates: 'csv'
  readonly file: string
  readonly column: string
}

/**
 * Agents from a CSV file with the columns `agent`, `extension` and, where wanted, `name`, `groups` (`A;night`), `skills`
 * (`complaints:4;billing:2`) and `queues` (`service;complaints:2`, the level after a colon, the penalty after another).
 * The path counts from the project's folder. Nothing is read here.
 *
 * @example
 * const rosters = [csvRoster({ file: 'agents.csv' })]
 */
export const csvRoster = ({ file }: { readonly file: string }): CsvRoster => ({ roster: 'csv', file })

/** Phone numbers, or their beginnings (`0044*`), from a column of a CSV file: for `blocked`. */
export const csvNumbers = ({ file, column }: { readonly file: string; readonly column: string }): CsvNumbers => ({
  numbers: 'csv',
  file,
  column,
})

/** Dates (`2026-12-25`) from a column of a CSV file: for the `holidays` of opening hours. */
export const csvDates = ({ file, column }: { readonly file: string; readonly column: string }): CsvDates => ({
  dates: 'csv',
  file,
  column,
})

/** What a definition leaves to sources. */
export interface UnreadSources {
  readonly rosters: readonly RosterSource[]
  readonly blocked: CsvNumbers | null
  /** By entry of `hours`. */
  readonly holidays: { readonly [hours: string]: CsvDates }
}

const file = z.string().min(1, 'a source names its file')
const rostersSchema = z.array(
  settings({ roster: z.literal('csv', "a roster is made by csvRoster({ file: 'agents.csv' })"), file }),
  "rosters are a list: [csvRoster({ file: 'agents.csv' })]",
)
const numbersSchema = settings({ numbers: z.literal('csv'), file, column: z.string().min(1) })
const datesSchema = settings({ dates: z.literal('csv'), file, column: z.string().min(1) })

/** The input without its sources, for schemas that know plain data only, and the sources. */
export const takeOutSources = (
  input: unknown,
): { readonly plain: unknown; readonly unread: UnreadSources | null; readonly problems: readonly Problem[] } => {
  if (!isRecord(input)) return { plain: input, unread: null, problems: [] }
  const { rosters, ...plain } = input
  const problems: Problem[] = []
  const check = (schema: z.ZodType, value: unknown, ...path: readonly string[]): void => {
    const parsed = schema.safeParse(value)
    if (!parsed.success) problems.push(...problemsOfZod(parsed.error, value, path))
  }
  if (rosters !== undefined) check(rostersSchema, rosters, 'rosters')
  let blocked: CsvNumbers | null = null
  if (isRecord(plain.blocked)) {
    check(numbersSchema, plain.blocked, 'blocked')
    blocked = plain.blocked as unknown as CsvNumbers
    plain.blocked = []
  }
  const holidays: Record<string, CsvDates> = {}
  if (isRecord(plain.hours)) {
    const hours = { ...plain.hours }
    for (const [name, entry] of Object.entries(hours)) {
      if (!isRecord(entry) || !isRecord(entry.holidays)) continue
      check(datesSchema, entry.holidays, 'hours', name, 'holidays')
      holidays[name] = entry.holidays as unknown as CsvDates
      hours[name] = { ...entry, holidays: [] }
    }
    plain.hours = hours
  }
  const unread = { rosters: (rosters ?? []) as readonly RosterSource[], blocked, holidays }
  const isEmpty = unread.rosters.length === 0 && blocked === null && Object.keys(holidays).length === 0
  return { plain, unread: isEmpty ? null : unread, problems }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a center says that is to run with a definition whose files nobody has read. */
export const unreadSources = ({ rosters, blocked, holidays }: UnreadSources): CallweaveError =>
  new CallweaveError('illegal-state', {
    message: 'this definition names files that have not been read',
    found: [...rosters, ...(blocked === null ? [] : [blocked]), ...Object.values(holidays)]
      .map(({ file }) => file)
      .join(', '),
    remedy: 'Load it with loadCenter, which reads them',
  })
