import { CallweaveError } from '@callweave/core'
import { addValue, createMoments, type Moments, mergeMoments } from './moments.js'

/**
 * Figures by interval of virtual time: a value belongs to the interval of its instant (a call's to that of its arrival).
 * Intervals are half open, [start, start + length). What happened before the start (the warm-up) is left out.
 */
export interface IntervalSeries {
  readonly startAtMs: number
  readonly intervalMs: number
  /** One for each interval up to the last that holds a value. */
  readonly intervals: Moments[]
}

export interface IntervalFigures {
  readonly startAtMs: number
  readonly count: number
  readonly sum: number
  /** NaN in an interval without values. */
  readonly mean: number
}

/** @throws CallweaveError `out-of-range` unless the interval is longer than 0. */
export function createIntervalSeries(options: {
  readonly startAtMs: number
  readonly intervalMs: number
}): IntervalSeries {
  const { startAtMs, intervalMs } = options
  if (!(intervalMs > 0 && Number.isFinite(intervalMs) && Number.isFinite(startAtMs))) {
    throw new CallweaveError('out-of-range', {
      where: 'intervalMs',
      message: 'an interval needs a length',
      found: `${intervalMs} from ${startAtMs}`,
      expected: 'milliseconds above 0, from a finite instant',
    })
  }
  return { startAtMs, intervalMs, intervals: [] }
}

export function addAt(series: IntervalSeries, atMs: number, value: number): void {
  const index = Math.floor((atMs - series.startAtMs) / series.intervalMs)
  if (index < 0) return
  while (series.intervals.length <= index) series.intervals.push(createMoments())
  addValue(series.intervals[index] as Moments, value)
}

/** Both together, interval by interval; neither is changed. @throws TypeError when they are not cut alike. */
export function mergeSeries(a: IntervalSeries, b: IntervalSeries): IntervalSeries {
  if (a.startAtMs !== b.startAtMs || a.intervalMs !== b.intervalMs) {
    throw new TypeError('two series can be merged only when start and interval are the same')
  }
  const length = Math.max(a.intervals.length, b.intervals.length)
  const intervals = Array.from({ length }, (_, index) =>
    mergeMoments(a.intervals[index] ?? createMoments(), b.intervals[index] ?? createMoments()),
  )
  return { startAtMs: a.startAtMs, intervalMs: a.intervalMs, intervals }
}

export function figuresOf({ startAtMs, intervalMs, intervals }: IntervalSeries): IntervalFigures[] {
  return intervals.map(({ count, mean }, index) => ({
    startAtMs: startAtMs + index * intervalMs,
    count,
    sum: mean * count,
    mean: count === 0 ? Number.NaN : mean,
  }))
}
