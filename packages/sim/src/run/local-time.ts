/** Dates and times of day in a time zone, daylight saving included. */
import { Temporal } from 'temporal-polyfill'

export type WeekDay = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

export interface LocalDay {
  /** `2026-01-12`. */
  readonly date: string
  readonly weekDay: WeekDay
  readonly next: { readonly date: string }
}

const weekDays: readonly WeekDay[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

const zoned = (atMs: number, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone)

/** The local days that a stretch of time touches. */
export const localDays = (fromMs: number, toMs: number, timeZone: string): readonly LocalDay[] => {
  const days: LocalDay[] = []
  let day = zoned(fromMs, timeZone).toPlainDate()
  const last = zoned(toMs, timeZone).toPlainDate()
  while (Temporal.PlainDate.compare(day, last) <= 0) {
    const next = day.add({ days: 1 })
    days.push({
      date: day.toString(),
      weekDay: weekDays[day.dayOfWeek - 1] as WeekDay,
      next: { date: next.toString() },
    })
    day = next
  }
  return days
}

/** `09:30` on that day; 24:00 is the next midnight. A time that a change of clocks skips is taken an hour later. */
export const localInstant = (day: { readonly date: string }, time: string, timeZone: string): number => {
  const midnight = time === '24:00'
  const date = Temporal.PlainDate.from(day.date)
  const at = (midnight ? date.add({ days: 1 }) : date).toPlainDateTime(
    Temporal.PlainTime.from(midnight ? '00:00' : time),
  )
  return at.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds
}

/** `2026-01-12T00:00` in the time zone. @throws RangeError when it is no date and time. */
export const instantOfLocal = (text: string, timeZone: string): number =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds
