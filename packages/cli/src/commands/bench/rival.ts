/** SimPy, the usual way to simulate a queue in a program: M/M/330 in the same run, where a Python has it. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Host } from '../../frame/host.js'
import { packageFolder } from '../../package-folder.js'
import { type Result, type Rival, type Size, scaled, spreadOf } from './case.js'

const script = fileURLToPath(new URL('bench/simpy_mmn.py', packageFolder))
const run = promisify(execFile)

/** Measured on another machine of 2 shared cores, for those who have no SimPy. */
const recorded = { name: 'SimPy', median: 43_000, min: 41_000, max: 45_000, runs: 0, recorded: true } as const

/** With ours beside it: `ours` is the result that runs the same queue. */
export const simPy = async (ours: Result, size: Size, runs: number, env: Host['env']): Promise<Rival> => {
  const found = (await measured(size, runs, env)) ?? recorded
  return { ...found, ratio: ours.median / found.median }
}

const measured = async (size: Size, runs: number, env: Host['env']): Promise<Omit<Rival, 'ratio'> | undefined> => {
  for (const python of pythons(env)) {
    const out = await run(python, [script, String(scaled(50_000, size, 100)), String(runs), '1']).catch(() => undefined)
    if (out === undefined) continue // this Python has no SimPy, or does not run
    const { rival, callsPerSecond } = JSON.parse(out.stdout) as { rival: string; callsPerSecond: readonly number[] }
    return { name: rival, ...spreadOf(callsPerSecond), runs: callsPerSecond.length, recorded: false }
  }
  return undefined
}

/** Debian's own first: the packages of SimPy are for that one, whatever stands first on the path. */
const pythons = ({ PATH = '' }: Host['env']): readonly string[] => [
  ...new Set(
    ['/usr/bin', ...PATH.split(delimiter)].map((folder) => join(folder, 'python3')).filter((path) => existsSync(path)),
  ),
]
