/**
 * Intervals of a day, aligned to the wall clock of a place: 09:00, 09:15, 09:30...
 *
 * Where clocks change, an interval of an hour or less ends and another begins, so the doubled hour of autumn gives two
 * intervals with one label and different instants, and the missing hour of spring gives none. A longer interval spans
 * the change: a day is then 23 or 25 hours. An interval that does not divide the day starts anew at midnight.
 */
import { CallweaveError } from '@callweave/core'
import { createZone, type Zone, type ZoneStretch } from './zone.js'

export interface Interval {
  readonly startMs: number
  /** The first instant that is no longer inside. */
  readonly endMs: number
}

export interface Intervals {
  readonly intervalMs: number
  readonly timeZone: string
  /** The interval that holds the instant. */
  at(atMs: number): Interval
}

const dayMs = 24 * 3_600_000
const hourMs = 3_600_000

export interface IntervalOptions {
  /** From 1 minute to 1 day. */
  readonly intervalMs: number
  /** IANA name; by default UTC. */
  readonly timeZone?: string
}

/** @throws CallweaveError `out-of-range` for a length or a time zone that cannot be. */
export const createIntervals = ({ intervalMs, timeZone = 'UTC' }: IntervalOptions): Intervals => {
  if (!Number.isSafeInteger(intervalMs) || intervalMs < 60_000 || intervalMs > dayMs) {
    const expected = 'whole ms from a minute (60000) to a day (86400000)'
    throw new CallweaveError('out-of-range', {
      message: 'an interval cannot be this long',
      found: intervalMs,
      expected,
    })
  }
  const zone = createZone(timeZone)
  let last: Interval = { startMs: 0, endMs: 0 }
  return {
    intervalMs,
    timeZone,
    at(atMs) {
      if (atMs < last.startMs || atMs >= last.endMs) last = find(zone, intervalMs, atMs)
      return last
    },
  }
}

const find = (zone: Zone, intervalMs: number, atMs: number): Interval => {
  const stretch = zone.stretchAt(atMs)
  const label = labelAt(stretch, intervalMs, atMs)
  let startMs = label.startMs - stretch.offsetMs
  let endMs = label.endMs - stretch.offsetMs
  const joins = intervalMs > hourMs
  // What is known of the offset may end where it still holds; asking again at that instant tells.
  for (let { fromMs } = stretch; startMs < fromMs; ) {
    const before = zone.stretchAt(fromMs - 1)
    const same = before.offsetMs === stretch.offsetMs
    if (!same && !(joins && labelAt(before, intervalMs, fromMs - 1).startMs === label.startMs)) {
      startMs = fromMs
      break
    }
    startMs = label.startMs - before.offsetMs
    fromMs = before.fromMs
  }
  for (let { untilMs } = stretch; endMs > untilMs; ) {
    const after = zone.stretchAt(untilMs)
    const same = after.offsetMs === stretch.offsetMs
    if (!same && !(joins && labelAt(after, intervalMs, untilMs).startMs === label.startMs)) {
      endMs = untilMs
      break
    }
    endMs = label.endMs - after.offsetMs
    untilMs = after.untilMs
  }
  return { startMs, endMs }
}

/** The interval on the wall clock: its local start and end, written as if they were UTC. */
const labelAt = ({ offsetMs }: ZoneStretch, intervalMs: number, atMs: number): Interval => {
  const localMs = atMs + offsetMs
  const midnightMs = Math.floor(localMs / dayMs) * dayMs
  const startMs = midnightMs + Math.floor((localMs - midnightMs) / intervalMs) * intervalMs
  return { startMs, endMs: Math.min(startMs + intervalMs, midnightMs + dayMs) }
}
