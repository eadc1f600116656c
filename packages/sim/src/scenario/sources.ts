/** Builders of sources: the same plain data, shorter to write. */
import type { CountsFile, ExactCall, Multiplied, Source, TimesFile } from './types.js'

/** Random arrivals at a steady rate (a Poisson process). */
export const poisson = ({ callsPerHour }: { readonly callsPerHour: number }): Source => ({
  arrivals: 'poisson',
  callsPerHour,
})

/** Random arrivals, each interval at its own rate. */
export const rates = (of: { readonly intervalMs: number; readonly callsPerHour: readonly number[] }): Source => ({
  arrivals: 'rates',
  ...of,
})

/** Exactly so many calls in each interval, at random instants within it. */
export const counts = (of: { readonly intervalMs: number; readonly counts: readonly number[] }): Source => ({
  arrivals: 'counts',
  ...of,
})

/** Calls at exact instants. */
export const times = (calls: readonly ExactCall[], more: Multiplied = {}): Source => ({
  arrivals: 'times',
  calls,
  ...more,
})

/** Counts for each interval from a CSV file. */
export const countsFile = (of: CountsFile): Source => ({ arrivals: 'counts-file', ...of })

/** Exact starts from a CSV file. */
export const timesFile = (of: TimesFile): Source => ({ arrivals: 'times-file', ...of })
