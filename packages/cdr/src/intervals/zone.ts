/**
 * The offset of a time zone's wall clock, and from when to when it holds. `Intl` is asked rarely: what it said is kept
 * for the whole stretch of time that it is known to hold for.
 */
import { CallweaveError } from '@callweave/core'

export interface ZoneStretch {
  /** Wall clock minus UTC. */
  readonly offsetMs: number
  /** The offset is known to hold from here to before `untilMs`; it may hold longer. */
  readonly fromMs: number
  readonly untilMs: number
}

export interface Zone {
  readonly name: string
  stretchAt(atMs: number): ZoneStretch
}

/** No zone changes its clock twice within so short a time and back to where it was. */
const probeMs = 8 * 24 * 3_600_000

/** @throws CallweaveError `out-of-range` when `timeZone` is not an IANA name that this Node knows. */
export const createZone = (timeZone: string): Zone => {
  const offsetAt = createOffset(timeZone)
  let last: ZoneStretch | undefined

  const find = (atMs: number): ZoneStretch => {
    const offsetMs = offsetAt(atMs)
    const holds = (t: number) => offsetAt(t) === offsetMs
    const untilMs = holds(atMs + probeMs) ? atMs + probeMs : firstMs(atMs, atMs + probeMs, (t) => !holds(t))
    const fromMs = holds(atMs - probeMs) ? atMs - probeMs : firstMs(atMs - probeMs, atMs, holds)
    return { offsetMs, fromMs, untilMs }
  }

  return {
    name: timeZone,
    stretchAt(atMs) {
      if (last === undefined || atMs < last.fromMs || atMs >= last.untilMs) last = find(atMs)
      return last
    },
  }
}

/** The first ms in (fromMs, toMs] where `holds`, which it does at `toMs` and does not at `fromMs`. */
const firstMs = (fromMs: number, toMs: number, holds: (atMs: number) => boolean): number => {
  let not = fromMs
  let does = toMs
  while (does - not > 1) {
    const middle = Math.floor((not + does) / 2)
    if (holds(middle)) does = middle
    else not = middle
  }
  return does
}

const createOffset = (timeZone: string): ((atMs: number) => number) => {
  if (timeZone === 'UTC') return () => 0
  const format = createFormat(timeZone)
  return (atMs) => {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(atMs)) part[type] = Number(value)
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000
  }
}

const createFormat = (timeZone: string): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (cause) {
    throw new CallweaveError('out-of-range', {
      message: 'this time zone is not known',
      found: timeZone,
      expected: "an IANA name such as 'Europe/London' or 'Asia/Shanghai'",
      cause,
    })
  }
}
