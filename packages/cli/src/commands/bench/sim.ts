/** Calls a second through the shipped center, with the figures' folds on: without a log, and with one on disk. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventLogHeader } from '@callweave/cdr'
import { createEventLogFile } from '@callweave/cdr/node'
import type { Listeners } from '@callweave/core'
import { runReplication, type ScenarioDefinition } from '@callweave/sim'
import { type Case, type Sample, scaled } from './case.js'
import { allCoresCase } from './sim-all-cores.js'
import { manyAgentsOneQueue, twentyQueues } from './sim-centers.js'

type LogFormat = 'jsonl' | 'binary'

const simCase = (name: string, make: () => ScenarioDefinition, calls: number, format?: LogFormat): Case => ({
  name,
  prepare: (size) => {
    const scenario = make()
    const mostCalls = scaled(calls, size, 100)
    const folder = format === undefined ? undefined : mkdtempSync(join(tmpdir(), 'callweave-bench-'))
    let seed = 0
    return {
      run: () => {
        seed += 1
        const file = folder === undefined || format === undefined ? undefined : openLog(folder, format, scenario, seed)
        return runOnce(name, scenario, { seed, mostCalls, file })
      },
      clean: () => {
        if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
      },
    }
  },
})

const openLog = (folder: string, format: LogFormat, { center, scenario }: ScenarioDefinition, seed: number) =>
  createEventLogFile(join(folder, 'events.log'), {
    format,
    header: eventLogHeader({
      definitionHash: center.definitionHash,
      seed: String(seed),
      originMs: scenario.startMs,
    }),
  })

interface Run {
  readonly seed: number
  readonly mostCalls: number
  readonly file?: ReturnType<typeof createEventLogFile> | undefined
  readonly taps?: readonly Listeners[]
}

const runOnce = (
  name: string,
  of: ScenarioDefinition,
  { seed, mostCalls, file, taps = [] }: Run,
): readonly Sample[] => {
  const startedMs = performance.now()
  const startedCpu = process.cpuUsage()
  const { calls, events } = runReplication({
    definition: of.center,
    scenario: of.scenario,
    seed,
    mostCalls,
    taps: [...(file === undefined ? [] : [file.listeners]), ...taps],
  })
  file?.close()
  const seconds = (performance.now() - startedMs) / 1000
  const cpu = process.cpuUsage(startedCpu)
  return [
    { case: name, unit: 'calls/s', value: calls / seconds },
    { case: name, unit: 'calls/cpu-s', value: calls / ((cpu.user + cpu.system) / 1e6) },
    { case: name, unit: 'events/s', value: events / seconds },
    { case: name, unit: 'events/call', value: events / calls },
    ...(file === undefined ? [] : [{ case: name, unit: 'bytes/event' as const, value: file.bytes / events }]),
    { case: name, unit: 'bytes', value: process.resourceUsage().maxRSS * 1024 },
  ]
}

/** The resident memory at every tenth of the calls: flat, or something is collected that should be streamed. */
export const memoryCase: Case = {
  name: 'm-m-330/memory',
  once: true,
  prepare: (size) => {
    const scenario = manyAgentsOneQueue()
    const mostCalls = size.calls ?? scaled(1_000_000, size, 1_000)
    const step = Math.ceil(mostCalls / 10)
    return {
      run: () => {
        const samples: Sample[] = []
        const watch: Listeners = {
          'leg.arrived': ({ call }) => {
            if (call % step !== 0) return
            samples.push({ case: `m-m-330/memory/${call}-calls`, unit: 'bytes', value: process.memoryUsage.rss() })
          },
        }
        return [...runOnce('m-m-330/memory', scenario, { seed: 1, mostCalls, taps: [watch] }), ...samples]
      },
    }
  },
}

export const simCases: readonly Case[] = [
  simCase('m-m-330/no-log', manyAgentsOneQueue, 300_000),
  allCoresCase,
  simCase('m-m-330/jsonl-log', manyAgentsOneQueue, 60_000, 'jsonl'),
  simCase('m-m-330/binary-log', manyAgentsOneQueue, 150_000, 'binary'),
  simCase('twenty-queues/no-log', twentyQueues, 150_000),
]
