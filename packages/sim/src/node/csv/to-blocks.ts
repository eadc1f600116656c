/** From rows to blocks without a break: finds the length of the intervals, and the ones that are missing. */
import type { CallweaveError } from '@callweave/core'
import { fileInvalid } from './open-csv.js'
import { formatLocal } from './wall-clock.js'

/** Intervals that follow each other without a break. */
export interface CountBlock {
  readonly intervalMs: number
  /** Start of the first interval: ms since 1970-01-01 UTC. */
  readonly startMs: number
  /** Calls in each interval, whole numbers. */
  readonly counts: readonly number[]
}

/** Column by column, in the order of the file, times strictly rising. */
export interface CountRows {
  readonly atMs: readonly number[]
  /** The wall clock as if it were UTC. */
  readonly localMs: readonly number[]
  readonly calls: readonly number[]
  readonly line: readonly number[]
}

export interface BlockOptions {
  /** For the sentences only. */
  readonly file: string
  readonly gaps: 'refuse' | 'zero'
  readonly intervalMs?: number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * A break that lasts past midnight begins a new block; one within a day is a gap. Intervals longer than an hour are
 * laid out on the wall clock, since a day with a change of the clocks has 23 or 25 hours; the block ends at the change.
 */
export const toBlocks = (rows: CountRows, { file, gaps, intervalMs }: BlockOptions): readonly CountBlock[] => {
  const { atMs, localMs, calls, line } = rows
  const step = intervalMs ?? shortestStep(rows)
  if (step === undefined)
    throw fileInvalid(file, line[0], {
      message: 'one row alone does not tell how long an interval is',
      remedy: 'Say it with `intervalMs`',
    })
  const times = step > hourMs ? localMs : atMs
  const missing = { count: 0, line: 0, localMs: 0, clocks: false }
  const blocks: { intervalMs: number; startMs: number; counts: number[] }[] = []
  let counts: number[] = []
  const begin = (i: number): void => {
    counts = []
    blocks.push({ intervalMs: step, startMs: at(atMs, i), counts })
  }

  for (let i = 0; i < times.length; i += 1) {
    if (i === 0) begin(i)
    else {
      const steps = (at(times, i) - at(times, i - 1)) / step
      const offsetChanged = at(localMs, i) - at(atMs, i) !== at(localMs, i - 1) - at(atMs, i - 1)
      if (!Number.isInteger(steps)) throw offGrid(file, at(line, i), at(localMs, i), step)
      if (steps > 1 && pastMidnight(at(localMs, i - 1), at(localMs, i), step)) begin(i)
      else {
        if (steps > 1 && missing.count === 0)
          Object.assign(missing, { line: at(line, i), localMs: at(localMs, i - 1) + step, clocks: offsetChanged })
        missing.count += steps - 1
        for (let gap = 1; gap < steps; gap += 1) counts.push(0)
        if (offsetChanged && step > hourMs) begin(i)
      }
    }
    counts.push(at(calls, i))
  }
  if (missing.count > 0 && gaps === 'refuse') throw gapsFound(file, missing, step)
  return blocks
}

/** The index comes from a loop over the same rows. */
const at = (values: readonly number[], i: number): number => values[i] as number

const shortestStep = ({ atMs, localMs }: CountRows): number | undefined => {
  const shortest = (times: readonly number[]): number => {
    let least = Number.POSITIVE_INFINITY
    for (let i = 1; i < times.length; i += 1) least = Math.min(least, at(times, i) - at(times, i - 1))
    return least
  }
  const step = shortest(atMs)
  if (step === Number.POSITIVE_INFINITY) return undefined
  return step > hourMs ? shortest(localMs) : step
}

const pastMidnight = (fromLocalMs: number, toLocalMs: number, step: number): boolean =>
  step < dayMs && Math.floor(fromLocalMs / dayMs) !== Math.floor(toLocalMs / dayMs)

const lengthOf = (ms: number): string => {
  if (ms % dayMs === 0) return ms === dayMs ? 'day' : `${ms / dayMs} days`
  if (ms % hourMs === 0) return ms === hourMs ? 'hour' : `${ms / hourMs} hours`
  return ms % 60_000 === 0 ? `${ms / 60_000} minutes` : `${ms / 1000} seconds`
}

const offGrid = (file: string, line: number, localMs: number, step: number): CallweaveError =>
  fileInvalid(file, line, {
    message: 'this interval does not begin where one could',
    found: formatLocal(localMs),
    expected: `a row every ${lengthOf(step)}`,
    remedy: 'Mend the time, or say the length of the intervals with `intervalMs`',
  })

interface Missing {
  readonly count: number
  readonly line: number
  readonly localMs: number
  readonly clocks: boolean
}

const gapsFound = (file: string, { count, line, localMs, clocks }: Missing, step: number): CallweaveError => {
  const which = formatLocal(localMs, { dayOnly: step % dayMs === 0 })
  return fileInvalid(file, line, {
    message: `${count === 1 ? 'an interval is' : `${count} intervals are`} missing, ${count === 1 ? '' : 'the first '}at ${which}`,
    expected: `a row every ${lengthOf(step)}`,
    remedy: clocks
      ? "The clocks went back there and the file has that hour once: give times with their offset, or read it with gaps: 'zero'"
      : "Add the rows, or read it with gaps: 'zero' if no row means no calls",
  })
}
