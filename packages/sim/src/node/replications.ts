/**
 * Several replications of one scenario, in this thread or over worker threads; the results do not depend on which. The
 * file stands beside the package's entry because the built entry looks for the worker beside itself.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { CenterDefinition } from '@callweave/center'
import type { Listeners } from '@callweave/core'
import { replicationSeed } from '../random/index.js'
import { type ReplicationResult, runReplication } from '../run/replication.js'
import type { CheckedScenario } from '../scenario/checked.js'
import type { ReplicationOrder } from './replication.worker.js'

export interface ReplicationsOptions {
  readonly definition: CenterDefinition
  /** Where the definition came from: workers load it from there. */
  readonly centerFile: string
  readonly scenario: CheckedScenario
  readonly seed: number
  readonly replications: number
  /** Listens to the first replication, which runs in this thread. */
  readonly taps?: readonly Listeners[]
  readonly onProgress?: (done: number) => void
}

export interface Replications {
  readonly results: readonly ReplicationResult[]
  readonly workers: number
}

/** Starting a worker and loading a definition there costs about as much as this. */
const worthAWorkerMs = 400

export const runReplications = async (options: ReplicationsOptions): Promise<Replications> => {
  const { definition, scenario, seed, replications, taps, onProgress } = options
  const startedMs = performance.now()
  const first = runReplication({ definition, scenario, seed, ...(taps === undefined ? {} : { taps }) })
  onProgress?.(1)
  const tookMs = performance.now() - startedMs
  const left = Array.from({ length: replications - 1 }, (_, i) => replicationSeed(seed, i + 1))
  const workers = Math.min(availableParallelism(), left.length)
  if (left.length * tookMs < worthAWorkerMs || workers < 2) {
    const rest: ReplicationResult[] = []
    for (const next of left) {
      rest.push(runReplication({ definition, scenario, seed: next }))
      onProgress?.(rest.length + 1)
      // Lets a progress line out, and an interrupt in.
      await new Promise((resolve) => setImmediate(resolve))
    }
    return { results: [first, ...rest], workers: 0 }
  }
  const rest = await runInWorkers(options, left, workers)
  return { results: [first, ...rest], workers }
}

const runInWorkers = async (
  { centerFile, scenario, onProgress }: ReplicationsOptions,
  seeds: readonly number[],
  count: number,
): Promise<ReplicationResult[]> => {
  const results = new Array<ReplicationResult>(seeds.length)
  const order: ReplicationOrder = { centerFile, scenario }
  let next = 0
  let done = 1
  const runOne = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./replication.worker.js', import.meta.url), { workerData: order })
      let at = -1
      const giveNext = (): void => {
        at = next
        next += 1
        const seed = seeds[at]
        if (seed === undefined) void worker.terminate().then(() => resolve(), reject)
        else worker.postMessage(seed)
      }
      worker.on('message', (result: ReplicationResult) => {
        results[at] = result
        done += 1
        onProgress?.(done)
        giveNext()
      })
      worker.on('error', reject)
      giveNext()
    })
  await Promise.all(Array.from({ length: count }, runOne))
  return results
}
