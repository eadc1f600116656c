/** SimPy, the usual way to simulate a queue in a program: M/M/330 in the same run, where a Python has it. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Host } from '../../frame/host.js'
import { packageFolder } from '../../package-folder.js'
import { type Rival, type Size, scaled, spreadOf } from './case.js'

const script = fileURLToPath(new URL('bench/simpy_mmn.py', packageFolder))
const run = promisify(execFile)

/** Measured on another machine of 2 shared cores, for those who have no SimPy. */
const recorded = { name: 'SimPy', median: 43_000, min: 41_000, max: 45_000, runs: 0, recorded: true } as const

export type RivalUnit = 'calls/s' | 'calls/cpu-s'

/** What SimPy does in either unit; the recorded figure is of a run that had its processor to itself. */
export type RivalFigures = { readonly [U in RivalUnit]: Omit<Rival, 'ratio'> }

export const simPy = async (size: Size, runs: number, env: Host['env']): Promise<RivalFigures> =>
  (await measured(size, runs, env)) ?? { 'calls/s': recorded, 'calls/cpu-s': recorded }

const measured = async (size: Size, runs: number, env: Host['env']): Promise<RivalFigures | undefined> => {
  for (const python of pythons(env)) {
    const out = await run(python, [script, String(scaled(50_000, size, 100)), String(runs), '1']).catch(() => undefined)
    if (out === undefined) continue // this Python has no SimPy, or does not run
    const told = JSON.parse(out.stdout) as Told
    const figure = (values: readonly number[]) => ({
      name: told.rival,
      ...spreadOf(values),
      runs: values.length,
      recorded: false,
    })
    return { 'calls/s': figure(told.callsPerSecond), 'calls/cpu-s': figure(told.callsPerCpuSecond) }
  }
  return undefined
}

interface Told {
  readonly rival: string
  readonly callsPerSecond: readonly number[]
  readonly callsPerCpuSecond: readonly number[]
}

/** Debian's own first: the packages of SimPy are for that one, whatever stands first on the path. */
const pythons = ({ PATH = '' }: Host['env']): readonly string[] => [
  ...new Set(
    ['/usr/bin', ...PATH.split(delimiter)].map((folder) => join(folder, 'python3')).filter((path) => existsSync(path)),
  ),
]
