/**
 * Open or closed, why, and until when.
 *
 * A day is cut at every instant where a span of it or of the day before begins or ends; each piece has one state; equal
 * neighbours are one interval. Local times become instants day by day, so that a day of 23 or 25 hours is as long as it
 * is. A time that the clock skips counts as the same moment after the jump, one that it shows twice as the first
 * (RFC 5545, section 3.3.5).
 */
import { Temporal } from 'temporal-polyfill'
import type { DaySpan, HoursCalendar, HoursReason, HoursState } from './calendar.js'
import { weekDays } from './schema.js'

/** The state at an instant. Two comparisons while it lasts, tens of microseconds where it changes. */
export const stateAt = (hours: HoursCalendar, atMs: number): HoursState => {
  const { found } = hours
  if (
    found !== null &&
    atMs >= found.fromMs &&
    (found.untilMs === null ? atMs < found.fromMs + yearMs : atMs < found.untilMs)
  ) {
    return found
  }
  const state = findState(hours, atMs)
  hours.found = state
  return state
}

export const isOpen = (hours: HoursCalendar, atMs: number): boolean => stateAt(hours, atMs).open

/** The next instant at which it opens, closes, or the reason or the shift changes; null when none does within a year. */
export const nextChange = (hours: HoursCalendar, atMs: number): number | null => stateAt(hours, atMs).untilMs

const yearMs = 366 * 86_400_000

interface Piece {
  readonly fromMs: number
  toMs: number
  readonly open: boolean
  readonly because: HoursReason
  readonly shift: string | null
}

const findState = (hours: HoursCalendar, atMs: number): HoursState => {
  const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(hours.timeZone)
  let date = zoned.toPlainDate()
  let current: Piece | null = null
  for (let day = 0; day <= 366; day += 1, date = date.add({ days: 1 })) {
    for (const piece of piecesOf(hours, date)) {
      if (piece.toMs <= atMs) continue
      if (current === null) current = piece
      else if (alike(current, piece)) current.toMs = piece.toMs
      else return { ...stateOf(current, atMs), untilMs: current.toMs }
    }
  }
  if (current === null) throw new TypeError(`no day holds ${atMs}`)
  return { ...stateOf(current, atMs), untilMs: null }
}

/** An endless state counts from the question, so that a year later it is asked again. */
const stateOf = (piece: Piece, atMs: number): Omit<HoursState, 'untilMs'> => ({
  open: piece.open,
  because: piece.because,
  shift: piece.shift,
  fromMs: Math.min(piece.fromMs, atMs),
})

const alike = (a: Piece, b: Piece): boolean => a.open === b.open && a.because === b.because && a.shift === b.shift

interface Covering {
  readonly fromMs: number
  readonly toMs: number
  readonly because: HoursReason
}

/** The pieces of one day from midnight to midnight, in order and without gaps. */
const piecesOf = (hours: HoursCalendar, date: Temporal.PlainDate): Piece[] => {
  const before = date.subtract({ days: 1 })
  const instant = (of: Temporal.PlainDate, minutes: number): number => instantOf(of, minutes, hours.timeZone)
  const startMs = instant(date, 0)
  const endMs = instant(date, 24 * 60)
  const open = [before, date].flatMap((day): Covering[] =>
    spansOf(hours, day).map(({ from, to, because }) => ({
      fromMs: instant(day, from),
      toMs: instant(day, to),
      because,
    })),
  )
  const shifts = [before, date].flatMap((day) =>
    hours.shifts
      .filter((shift) => shift.days.has(weekDays[day.dayOfWeek - 1] as (typeof weekDays)[number]))
      .map(({ shift, from, to }) => ({ shift, fromMs: instant(day, from), toMs: instant(day, to) })),
  )
  const cuts = [startMs, endMs, ...[...open, ...shifts].flatMap(({ fromMs, toMs }) => [fromMs, toMs])]
    .filter((ms) => ms >= startMs && ms <= endMs)
    .sort((a, b) => a - b)
  const idle: HoursReason = hours.holidays.has(date.toString()) ? 'holiday' : 'closed'
  const pieces: Piece[] = []
  for (let i = 1; i < cuts.length; i += 1) {
    const fromMs = cuts[i - 1] as number
    const toMs = cuts[i] as number
    if (fromMs === toMs) continue
    const covers = (span: { readonly fromMs: number; readonly toMs: number }) =>
      span.fromMs <= fromMs && span.toMs >= toMs
    const cover = open.find(covers)
    pieces.push({
      fromMs,
      toMs,
      open: cover !== undefined,
      because: cover?.because ?? idle,
      shift: cover === undefined ? null : (shifts.find(covers)?.shift ?? null),
    })
  }
  return pieces
}

/** What opens on a date: hours of its own come before the holiday, the holiday before the week. */
const spansOf = (hours: HoursCalendar, date: Temporal.PlainDate): (DaySpan & { readonly because: HoursReason })[] => {
  const text = date.toString()
  const own = hours.extra.get(text)
  if (own !== undefined) return own.map((span) => ({ ...span, because: 'extra' }))
  if (hours.holidays.has(text)) return []
  const day = weekDays[date.dayOfWeek - 1] as (typeof weekDays)[number]
  return hours.week[day].map((span) => ({ ...span, because: 'open' }))
}

const instantOf = (date: Temporal.PlainDate, minutes: number, timeZone: string): number => {
  const days = Math.floor(minutes / (24 * 60))
  const rest = minutes - days * 24 * 60
  const on = days === 0 ? date : date.add({ days })
  const time = Temporal.PlainTime.from({ hour: Math.floor(rest / 60), minute: rest % 60 })
  return on.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds
}
