/**
 * Times as files hold them: `2018-03-01 07:05`, local to some place, now and then with an offset. Turned into instants,
 * the hour that spring leaves out and the hour that autumn has twice included.
 */
import { CallweaveError } from '@callweave/core'

export interface WrittenTime {
  /** The wall clock, as if it were UTC. */
  readonly localMs: number
  /** Set when the text says its offset itself (`Z`, `+08:00`). */
  readonly offsetMs: number | undefined
}

const written = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

export const timeExpected = 'a time such as 2026-01-12 09:30 or 2026-01-12T09:30:00+00:00'

/** `undefined` for anything but an ISO date, or date and time, that exists in the calendar. */
export const parseTime = (text: string): WrittenTime | undefined => {
  const found = written.exec(text)
  if (found === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = found
  const dayMs = Date.UTC(Number(year), Number(month) - 1, Number(day))
  if (new Date(dayMs).getUTCDate() !== Number(day) || Number(month) > 12 || Number(month) < 1) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const localMs =
    dayMs + Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000 + Number(fraction.padEnd(3, '0'))
  return { localMs, offsetMs: zone === undefined ? undefined : offsetOf(zone) }
}

const offsetOf = (zone: string): number => {
  if (zone === 'Z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000
}

export interface WallClock {
  /**
   * The instant at which the wall shows a time; `undefined` when it never does. Of the two instants of a doubled hour the
   * first is taken, unless it is before `notBeforeMs`.
   */
  instantOf(localMs: number, notBeforeMs: number): number | undefined
  /** Wall clock minus UTC at an instant. */
  offsetAt(atMs: number): number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** @throws CallweaveError `out-of-range` when the zone is not an IANA name that this Node knows. */
export const createWallClock = (timeZone: string): WallClock => {
  const format = createFormat(timeZone)
  const known = new Map<number, number>()

  // Zones change at a full quarter of an hour of UTC; asking Intl once for each quarter keeps it out of the way.
  const offsetAt = (atMs: number): number => {
    const quarter = Math.floor(atMs / (hourMs / 4))
    let offset = known.get(quarter)
    if (offset === undefined) {
      if (known.size > 200_000) known.clear()
      offset = askOffset(format, atMs)
      known.set(quarter, offset)
    }
    return offset
  }

  return {
    offsetAt,
    instantOf(localMs, notBeforeMs) {
      const guess = localMs - offsetAt(localMs)
      const early = localMs - offsetAt(guess - dayMs)
      const late = localMs - offsetAt(guess + dayMs)
      const shows = (atMs: number): boolean => atMs + offsetAt(atMs) === localMs
      const [first, second] = early <= late ? [early, late] : [late, early]
      if (shows(first) && (first >= notBeforeMs || !shows(second))) return first
      return shows(second) ? second : undefined
    },
  }
}

const askOffset = (format: Intl.DateTimeFormat, atMs: number): number => {
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(atMs)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000
}

const createFormat = (timeZone: string): Intl.DateTimeFormat => {
  try {
    const field = 'numeric'
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: field,
      month: field,
      day: field,
      hour: field,
      minute: field,
      second: field,
    })
  } catch (cause) {
    throw new CallweaveError('out-of-range', {
      where: 'timeZone',
      message: 'this time zone is not known',
      found: timeZone,
      expected: "an IANA name such as 'Europe/London' or 'Asia/Shanghai'",
      cause,
    })
  }
}

/** `2018-03-01 07:05`, the way a file would have it; without a time of day when it is midnight and `dayOnly`. */
export const formatLocal = (localMs: number, { dayOnly = false } = {}): string => {
  const text = new Date(localMs).toISOString()
  if (dayOnly) return text.slice(0, 10)
  return `${text.slice(0, 10)} ${text.slice(11, text.slice(17, 19) === '00' ? 16 : 19)}`
}
