/** Runs a case in a process of its own. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { benchWorker } from '../../bench-worker-file.js'
import type { BenchName } from './benches.js'
import type { Sample, Size } from './case.js'

/** What the process is asked. */
export interface Order {
  readonly bench: BenchName
  readonly case: string
  readonly size: Size
  readonly runs: number
}

/** What it tells: each run that begins, and at the end all samples. */
export type Told = { readonly run: number } | { readonly samples: readonly (readonly Sample[])[] }

export const measureCase = (order: Order, onRun: (done: number) => void): Promise<readonly (readonly Sample[])[]> =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(benchWorker), [JSON.stringify(order)], {
      execArgv: [...process.execArgv, '--no-maglev-osr'], // as `cc` itself runs
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let samples: readonly (readonly Sample[])[] | undefined
    let complaint = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    child.on('message', (told: Told) => {
      if ('run' in told) onRun(told.run)
      else samples = told.samples
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (samples !== undefined) resolve(samples)
      else
        reject(new Error(`the benchmark '${order.bench}' (${order.case}) ended with code ${code}: ${complaint.trim()}`))
    })
  })
