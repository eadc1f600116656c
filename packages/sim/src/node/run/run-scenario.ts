/** `cc sim`, without its printing. */
import { renameSync, rmSync, statSync } from 'node:fs'
import { eventLogHeader } from '@callweave/cdr'
import { createEventLogFile } from '@callweave/cdr/node'
import type { CenterDefinition } from '@callweave/center'
import { type Listeners, refuseProblems } from '@callweave/core'
import { compareWithErlangA } from '../../report/against-erlang.js'
import type { Kpi, LogFile, SimReport } from '../../report/report.js'
import { compareResults, intervalsOf, summarize, totalTally } from '../../report/summarize.js'
import type { ReplicationResult } from '../../run/replication.js'
import { inspectScenario, type ScenarioDefinition } from '../../scenario/define.js'
import { evaluateThresholds, type Threshold } from '../../thresholds/index.js'
import { loadCenter, loadScenario } from '../load/load-definition.js'
import { type Replications, runReplications } from '../replications.js'
import { machineLine } from './machine.js'
import { readSources } from './read-sources.js'

export interface RunOptions {
  readonly scenarioFile: string
  /** Another definition than the scenario's own; every name in the scenario must be there. */
  readonly centerFile?: string
  readonly seed: number
  readonly replications: number
  readonly thresholds?: readonly Threshold[]
  /** Puts each queue and interval beside what this formula makes of them. */
  readonly against?: 'erlang-a'
  /** Writes every event of the first replication to disk. */
  readonly log?: { readonly path: string; readonly format: 'jsonl' | 'binary' }
  /** Listens to the first replication. */
  readonly taps?: readonly Listeners[]
  readonly onProgress?: (done: number, of: number) => void
}

export interface Comparison {
  readonly base: SimReport
  readonly other: SimReport
  /** The other less the base, with its interval; 0 outside of it is a real difference. */
  readonly differences: readonly Kpi[]
}

/**
 * Runs a scenario and resolves with its figures.
 *
 * @throws CallweaveError `definition-invalid`, `file-invalid` or `usage`; nothing has run by then.
 */
export const runScenario = async (options: RunOptions): Promise<SimReport> => (await runOnce(options)).report

/** The same scenario and seeds with another definition beside the first. */
export const compareCenters = async (options: RunOptions & { readonly otherFile: string }): Promise<Comparison> => {
  const { otherFile, onProgress, ...base } = options
  const of = options.replications * 2
  const first = await runOnce({ ...base, onProgress: (done) => onProgress?.(done, of) })
  const { log: _log, ...unlogged } = base
  const second = await runOnce({
    ...unlogged,
    centerFile: otherFile,
    onProgress: (done) => onProgress?.(options.replications + done, of),
  })
  const queues = first.queues.filter((queue) => second.queues.includes(queue))
  return {
    base: first.report,
    other: second.report,
    differences: compareResults(first.results, second.results, queues),
  }
}

interface Ran {
  readonly report: SimReport
  readonly results: readonly ReplicationResult[]
  readonly queues: readonly string[]
}

/** A log takes its name when it is whole: a run that is broken off leaves the last good one as it was. */
const partOf = (path: string): string => (isFile(path) ? `${path}.part` : path)
/** What is there and is no file, such as a pipe, is written to as it is. */
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? true
const keep = (path: string): void => {
  if (isFile(path)) renameSync(`${path}.part`, path)
}
const drop = (path: string): void => {
  if (isFile(path)) rmSync(`${path}.part`, { force: true })
}

const runOnce = async (options: RunOptions): Promise<Ran> => {
  const { scenarioFile, seed, replications, thresholds = [], log, onProgress } = options
  const loaded = await loadScenario(scenarioFile)
  const definition = await centerOf(options, loaded)
  const { sections, definitionHash } = definition
  const scenario = await readSources(loaded.scenario, scenarioFile, sections.timeZone)
  const file =
    log === undefined
      ? undefined
      : createEventLogFile(partOf(log.path), {
          format: log.format,
          header: eventLogHeader({ definitionHash, seed: String(seed), originMs: scenario.startMs }),
        })
  const startedMs = performance.now()
  let ran: Replications
  try {
    ran = await runReplications({
      definition,
      centerFile: options.centerFile ?? scenarioFile,
      scenario,
      seed,
      replications,
      conditions: options.against !== undefined,
      taps: [...(file === undefined ? [] : [file.listeners]), ...(options.taps ?? [])],
      onProgress: (done) => onProgress?.(done, replications),
    })
    file?.close()
    if (log !== undefined) keep(log.path)
  } catch (error) {
    file?.close()
    if (log !== undefined) drop(log.path)
    throw error
  }
  const wallMs = performance.now() - startedMs
  const { results, workers } = ran
  const queues = Object.keys(sections.queues)
  const kpis = summarize(results, queues)
  const calls = results.reduce((sum, result) => sum + result.calls, 0)
  const events = results.reduce((sum, result) => sum + result.events, 0)
  const logFile: LogFile | undefined =
    file === undefined || log === undefined
      ? undefined
      : { path: log.path, format: log.format, events: file.events, bytes: file.bytes }
  const report: SimReport = {
    version: 1,
    seed,
    replications,
    definitionHash,
    scenario: scenario.name,
    ...(scenario.about === undefined ? {} : { about: scenario.about }),
    timeZone: sections.timeZone,
    startMs: scenario.startMs,
    lengthMs: scenario.lengthMs,
    warmUpMs: scenario.warmUpMs,
    machine: machineLine(),
    calls: totalTally(results),
    kpis,
    thresholds: evaluateThresholds(thresholds, kpis),
    intervals: intervalsOf(results),
    ...(options.against === undefined ? {} : { theory: compareWithErlangA(results, scenario) }),
    speed: {
      callsPerSecond: Math.round((calls / wallMs) * 1000),
      eventsPerSecond: Math.round((events / wallMs) * 1000),
      eventsPerCall: calls === 0 ? 0 : events / calls,
      wallMs: Math.round(wallMs),
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
      workers,
    },
    ...(logFile === undefined ? {} : { log: logFile }),
  }
  return { report, results, queues }
}

const centerOf = async (
  { centerFile }: RunOptions,
  { center, input }: ScenarioDefinition,
): Promise<CenterDefinition> => {
  if (centerFile === undefined) return center
  const other = await loadCenter(centerFile)
  refuseProblems(inspectScenario(other, input), `the scenario, for ${centerFile},`)
  return other
}
