/**
 * Opening hours made ready to be asked. The state that was found last is kept with the instants it holds between, so
 * that asking again in the same interval costs two comparisons.
 */
import type { HoursData, TimeSpan, WeekDay } from './schema.js'
import { weekDays } from './schema.js'

/** Why it is open or closed: `extra` is a day with hours of its own. */
export type HoursReason = 'open' | 'closed' | 'holiday' | 'extra'

export interface HoursState {
  readonly open: boolean
  readonly because: HoursReason
  readonly shift: string | null
  /** It holds at least from here; it may have begun before. */
  readonly fromMs: number
  /** When any of this changes; null when nothing does within a year. */
  readonly untilMs: number | null
}

/** A span in minutes from the midnight its day begins with; `to` may lie on the next day. */
export interface DaySpan {
  readonly from: number
  readonly to: number
}

export interface ShiftSpan extends DaySpan {
  readonly shift: string
  readonly days: ReadonlySet<WeekDay>
}

export interface HoursCalendar {
  readonly timeZone: string
  readonly week: Readonly<Record<WeekDay, readonly DaySpan[]>>
  readonly holidays: ReadonlySet<string>
  readonly extra: ReadonlyMap<string, readonly DaySpan[]>
  readonly shifts: readonly ShiftSpan[]
  /** The answer given last: a cache, not a state. */
  found: HoursState | null
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const spanOf = ({ from, to }: TimeSpan): DaySpan => {
  const begin = minutesOf(from)
  const end = minutesOf(to)
  return { from: begin, to: end <= begin ? end + 24 * 60 : end }
}

/** @throws RangeError when the time zone is not known. */
export const createHours = (data: HoursData, options: { readonly timeZone?: string } = {}): HoursCalendar => {
  const timeZone = data.timeZone ?? options.timeZone ?? 'UTC'
  new Intl.DateTimeFormat('en', { timeZone })
  const week = Object.fromEntries(weekDays.map((day) => [day, [] as DaySpan[]])) as Record<WeekDay, DaySpan[]>
  for (const span of data.open) for (const day of span.days) week[day].push(spanOf(span))
  const extra = new Map<string, DaySpan[]>()
  for (const span of data.extra ?? []) extra.set(span.date, [...(extra.get(span.date) ?? []), spanOf(span)])
  return {
    timeZone,
    week,
    holidays: new Set((data.holidays ?? []).map((holiday) => (typeof holiday === 'string' ? holiday : holiday.date))),
    extra,
    shifts: Object.entries(data.shifts ?? {}).flatMap(([shift, spans]) =>
      spans.map((span) => ({ ...spanOf(span), shift, days: new Set(span.days ?? weekDays) })),
    ),
    found: null,
  }
}
