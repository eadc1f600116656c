/** Reads the files that a scenario names, so that what runs is plain data. */
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CallweaveError } from '@callweave/core'
import { localDays, localInstant } from '../../run/local-time.js'
import type { CheckedScenario } from '../../scenario/checked.js'
import type { CountsFile, ExactCall, Source, TimesFile } from '../../scenario/types.js'
import { readCounts } from '../csv/read-counts.js'
import { readTimes } from '../csv/read-times.js'
import { shown } from '../load/load-module.js'

const hourMs = 3_600_000

/** @throws CallweaveError `file-invalid` with file and line. */
export const readSources = async (
  scenario: CheckedScenario,
  scenarioFile: string,
  timeZone: string,
): Promise<CheckedScenario> => {
  const folder = dirname(scenarioFile.startsWith('file:') ? fileURLToPath(scenarioFile) : resolve(scenarioFile))
  const arrivals = []
  for (const one of scenario.arrivals) {
    arrivals.push({ ...one, source: await readSource(one.source, scenario, folder, timeZone) })
  }
  return { ...scenario, arrivals }
}

const readSource = async (
  source: Source,
  scenario: CheckedScenario,
  folder: string,
  timeZone: string,
): Promise<Source> => {
  if (source.arrivals === 'counts-file') return readCountsSource(source, scenario, folder, timeZone)
  if (source.arrivals === 'times-file') return readTimesSource(source, scenario, folder, timeZone)
  return source
}

const midnightOf = (atMs: number, timeZone: string): number => {
  const [day] = localDays(atMs, atMs, timeZone)
  return localInstant(day as { readonly date: string }, '00:00', timeZone)
}

/** The file's first day is laid on the scenario's first day, by the clock on the wall. */
const shiftOf = (firstMs: number, { startMs }: CheckedScenario, timeZone: string): number =>
  midnightOf(startMs, timeZone) - midnightOf(firstMs, timeZone) - startMs

const readCountsSource = async (
  of: CountsFile,
  scenario: CheckedScenario,
  folder: string,
  timeZone: string,
): Promise<Source> => {
  const { time, calls, day, where, gaps, factor = 1, hourlyShape } = of
  const file = shown(resolve(folder, of.file))
  const blocks = await readCounts(file, {
    time,
    calls,
    timeZone,
    ...(day === undefined ? {} : { day }),
    ...(where === undefined ? {} : { where }),
    ...(gaps === undefined ? {} : { gaps }),
    // One row a day has no step to be measured when only one day is read.
    ...(hourlyShape === undefined ? {} : { intervalMs: 24 * hourMs }),
  })
  const [first] = blocks
  if (first === undefined) throw new CallweaveError('file-invalid', { where: file, message: 'the file has no counts' })
  const fromMs = first.startMs + shiftOf(first.startMs, scenario, timeZone)
  if (hourlyShape !== undefined) {
    const counts = blocks.flatMap((block) => block.counts.flatMap((total) => spread(total * factor, hourlyShape)))
    return { arrivals: 'counts', intervalMs: hourMs, counts, fromMs }
  }
  const { intervalMs } = first
  const counts: number[] = []
  for (const block of blocks) {
    const at = Math.round((block.startMs - first.startMs) / intervalMs)
    while (counts.length < at) counts.push(0)
    counts.push(...block.counts)
  }
  return { arrivals: 'counts', intervalMs, counts: factor === 1 ? counts : multiplied(counts, factor), fromMs }
}

/** Whole calls whose running total is never further than half a call from the shape's. */
const spread = (total: number, shape: readonly number[]): number[] => {
  const sum = shape.reduce((all, share) => all + share, 0)
  let owed = 0
  let given = 0
  return shape.map((share) => {
    owed += (total * share) / sum
    const count = Math.round(owed) - given
    given += count
    return count
  })
}

const multiplied = (counts: readonly number[], factor: number): number[] => {
  let owed = 0
  let given = 0
  return counts.map((count) => {
    owed += count * factor
    const whole = Math.round(owed) - given
    given += whole
    return whole
  })
}

const readTimesSource = async (
  of: TimesFile,
  scenario: CheckedScenario,
  folder: string,
  timeZone: string,
): Promise<Source> => {
  const { start, talk, attribute, where, from, to, factor, spreadMs } = of
  const file = shown(resolve(folder, of.file))
  const { atMs, durationMs, attributes } = await readTimes(file, {
    start,
    timeZone,
    ...(talk === undefined ? {} : { duration: talk }),
    ...(attribute === undefined ? {} : { attributes: [attribute] }),
    ...(where === undefined ? {} : { where }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  })
  const column = attribute === undefined ? undefined : attributes[attribute]
  const firstMs = from === undefined ? (atMs[0] ?? scenario.startMs) : localInstant({ date: from }, '00:00', timeZone)
  const shiftMs = shiftOf(firstMs, scenario, timeZone)
  const calls = Array.from(atMs, (at, i): ExactCall => {
    const talkMs = durationMs?.[i]
    const value = column?.values[column.index[i] as number]
    return {
      afterMs: at + shiftMs,
      ...(talkMs === undefined ? {} : { talkMs }),
      ...(value === undefined ? {} : { attribute: value }),
    }
  })
  return {
    arrivals: 'times',
    calls: calls.filter(({ afterMs }) => afterMs >= 0),
    ...(factor === undefined ? {} : { factor }),
    ...(spreadMs === undefined ? {} : { spreadMs }),
  }
}
