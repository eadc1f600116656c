/**
 * A worker thread: loads the definition by its path, since code cannot be sent, and runs replications as long as there are
 * any to take. Which ones it takes depends on luck; what comes of them does not.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { replicationSeed } from '../random/index.js'
import { type ReplicationResult, runReplication } from '../run/replication.js'
import type { CheckedScenario } from '../scenario/checked.js'
import { loadCenter } from './load/load-definition.js'
import { Turns } from './turns.js'

export interface ReplicationOrder {
  readonly centerFile: string
  readonly scenario: CheckedScenario
  readonly conditions: boolean
  readonly seed: number
  readonly turns: SharedArrayBuffer
}

/** What the worker tells of each. */
export interface Replicated {
  readonly at: number
  readonly result: ReplicationResult
}

const { centerFile, scenario, conditions, seed, turns } = workerData as ReplicationOrder
const definition = await loadCenter(centerFile)
const shared = new Turns(turns)

for (let at = shared.take(); at !== null; at = shared.take()) {
  const result = runReplication({ definition, scenario, seed: replicationSeed(seed, at), conditions })
  parentPort?.postMessage({ at, result } satisfies Replicated)
}
