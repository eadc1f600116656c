/** A worker thread: loads the definition by its path, since code cannot be sent, and runs replications one by one. */
import { parentPort, workerData } from 'node:worker_threads'
import { runReplication } from '../run/replication.js'
import type { CheckedScenario } from '../scenario/checked.js'
import { loadCenter } from './load/load-definition.js'

export interface ReplicationOrder {
  readonly centerFile: string
  readonly scenario: CheckedScenario
  readonly conditions: boolean
}

const { centerFile, scenario, conditions } = workerData as ReplicationOrder
const definition = await loadCenter(centerFile)

parentPort?.on('message', (seed: number) => {
  parentPort?.postMessage(runReplication({ definition, scenario, seed, conditions }))
})
