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
  /** Counts what a formula takes for granted, for `compareWithErlangA`. */
  readonly conditions?: boolean
  /** Listens to the first replication, which runs in this thread. */
  readonly taps?: readonly Listeners[]
  readonly onProgress?: (done: number) => void
}

export interface Replications {
  readonly results: readonly ReplicationResult[]
  readonly workers: number
}

/**
 * What is left must be worth this to start workers: each loads the definition again and runs its first replication in cold
 * code. For a day of the customer-service template that took 200 to 240 ms where a replication here, by then, took 20.
 */
const worthWorkersMs = 1_000

export const runReplications = async (options: ReplicationsOptions): Promise<Replications> => {
  const { definition, scenario, seed, replications, conditions = false, taps, onProgress } = options
  const results: ReplicationResult[] = []
  let tookMs = 0
  const left = (): readonly number[] =>
    Array.from({ length: replications - results.length }, (_, i) => replicationSeed(seed, results.length + i))
  while (results.length < replications) {
    // The first one runs cold and says little about the others.
    const workers = results.length < 2 ? 0 : Math.min(availableParallelism(), replications - results.length)
    if (workers > 1 && tookMs * (replications - results.length) > worthWorkersMs) {
      return { results: [...results, ...(await runInWorkers(options, left(), workers))], workers }
    }
    const startedMs = performance.now()
    const listeners = results.length === 0 && taps !== undefined ? { taps } : {}
    const next = replicationSeed(seed, results.length)
    results.push(runReplication({ definition, scenario, seed: next, conditions, ...listeners }))
    tookMs = performance.now() - startedMs
    onProgress?.(results.length)
    // Lets a progress line out, and an interrupt in.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { results, workers: 0 }
}

const runInWorkers = async (
  { centerFile, scenario, replications, conditions = false, onProgress }: ReplicationsOptions,
  seeds: readonly number[],
  count: number,
): Promise<ReplicationResult[]> => {
  const results = new Array<ReplicationResult>(seeds.length)
  const order: ReplicationOrder = { centerFile, scenario, conditions }
  let next = 0
  let done = replications - seeds.length
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
