/**
 * Several replications of one scenario, in this thread and in worker threads beside it; the results do not depend on which.
 * The file stands beside the package's entry because the built entry looks for the worker beside itself.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { CenterDefinition } from '@callweave/center'
import type { Listeners } from '@callweave/core'
import { replicationSeed } from '../random/index.js'
import { type ReplicationResult, runReplication } from '../run/replication.js'
import type { CheckedScenario } from '../scenario/checked.js'
import type { Replicated, ReplicationOrder } from './replication.worker.js'
import { Turns } from './turns.js'

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
  /**
   * Worker threads beside this one, from the start. Left out: one for each further processor, as soon as what is left is
   * worth their start.
   */
  readonly workers?: number
  readonly onProgress?: (done: number) => void
}

export interface Replications {
  readonly results: readonly ReplicationResult[]
  /** Worker threads that ran beside this one. */
  readonly workers: number
}

/**
 * What is left must be worth this to start workers: each loads the definition again and runs its first replication in cold
 * code. For a day of the customer-service template that took 200 to 240 ms where a replication here, by then, took 20.
 */
const worthWorkersMs = 1_000
/** So much of the first replication says nothing about the others: its code is cold. */
const coldMs = 300

/**
 * Begins in this thread. When what is left turns out to be worth it, even in the middle of a replication, workers begin to
 * take from the same turns.
 */
export const runReplications = async (options: ReplicationsOptions): Promise<Replications> => {
  const { definition, scenario, seed, replications, conditions = false, taps = [], onProgress } = options
  const results: ReplicationResult[] = []
  let done = 0
  const keep = ({ at, result }: Replicated): void => {
    results[at] = result
    done += 1
    onProgress?.(done)
  }
  const turns = new Turns(replications)
  const crew = new Crew(options, turns, keep)
  try {
    for (let at = turns.take(); at !== null && crew.failure === undefined; at = turns.take()) {
      if (at === 0) crew.start(options.workers ?? 0)
      const sinceMs = performance.now() + (at === 0 ? coldMs : 0)
      const look = (): false => {
        if (options.workers === undefined) crew.startIfWorth((performance.now() - sinceMs) * turns.left)
        return false
      }
      const listeners = at === 0 ? { taps } : {}
      const own = { definition, scenario, seed: replicationSeed(seed, at), conditions, ...listeners }
      keep({ at, result: runReplication({ ...own, stop: look }) })
      look()
      // Lets a progress line out, the workers' results and an interrupt in.
      await new Promise((resolve) => setImmediate(resolve))
    }
    await crew.done()
  } finally {
    await crew.stop()
  }
  return { results, workers: crew.size }
}

/** The worker threads of one run. */
class Crew {
  /** The first error of any of them. */
  failure: { readonly error: unknown } | undefined
  readonly #order: ReplicationOrder
  readonly #turns: Turns
  readonly #keep: (replicated: Replicated) => void
  readonly #workers: Worker[] = []
  readonly #ends: Promise<void>[] = []

  constructor(options: ReplicationsOptions, turns: Turns, keep: (replicated: Replicated) => void) {
    const { centerFile, scenario, seed, conditions = false } = options
    this.#order = { centerFile, scenario, seed, conditions, turns: turns.shared }
    this.#turns = turns
    this.#keep = keep
  }

  get size(): number {
    return this.#workers.length
  }

  startIfWorth(leftMs: number): void {
    if (this.size === 0 && leftMs > worthWorkersMs) this.start(availableParallelism() - 1)
  }

  start(most: number): void {
    const count = Math.min(most, this.#turns.left)
    for (let i = 0; i < count; i += 1) this.#ends.push(this.#run())
  }

  /** When the last of them has ended. @throws what one of them threw. */
  async done(): Promise<void> {
    await Promise.all(this.#ends)
    if (this.failure !== undefined) throw this.failure.error
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  /** Ends when the worker does. */
  #run(): Promise<void> {
    const worker = new Worker(new URL('./replication.worker.js', import.meta.url), { workerData: this.#order })
    this.#workers.push(worker)
    worker.on('message', this.#keep)
    worker.on('error', (error) => {
      this.failure ??= { error }
    })
    return new Promise((resolve) => {
      worker.on('exit', (code) => {
        if (code !== 0) this.failure ??= { error: new Error(`a worker thread ended with code ${code}`) }
        resolve()
      })
    })
  }
}
