/** Local times of day as instants of a run. */
import type { Break, Shift } from '../scenario/types.js'
import { localDays, localInstant } from './local-time.js'

/**
 * [from, to] of every shift that touches the run, cut at its ends. A shift that ends before it begins goes overnight; one
 * that begins when another ends goes on from it, since nobody goes home in between.
 */
export const shiftInstants = (
  shifts: readonly Shift[],
  startMs: number,
  endMs: number,
  timeZone: string,
): readonly (readonly [number, number])[] => {
  const found: [number, number][] = []
  for (const day of localDays(startMs - dayMs, endMs, timeZone)) {
    for (const { from, to, days } of shifts) {
      if (days !== undefined && !days.includes(day.weekDay)) continue
      const fromMs = localInstant(day, from, timeZone)
      const toMs = localInstant(to <= from ? day.next : day, to, timeZone)
      if (toMs > startMs && fromMs < endMs) found.push([Math.max(fromMs, startMs), toMs])
    }
  }
  found.sort(([a], [b]) => a - b)
  const joined: [number, number][] = []
  for (const shift of found) {
    const last = joined.at(-1)
    if (last !== undefined && shift[0] <= last[1]) last[1] = Math.max(last[1], shift[1])
    else joined.push(shift)
  }
  return joined
}

export const breakInstants = (
  breaks: readonly Break[],
  startMs: number,
  endMs: number,
  timeZone: string,
): readonly { readonly atMs: number; readonly lengthMs: number; readonly reason: string }[] =>
  localDays(startMs, endMs, timeZone).flatMap((day) =>
    breaks
      .map(({ at, lengthMs, reason }) => ({ atMs: localInstant(day, at, timeZone), lengthMs, reason }))
      .filter(({ atMs }) => atMs >= startMs && atMs < endMs),
  )

const dayMs = 86_400_000
