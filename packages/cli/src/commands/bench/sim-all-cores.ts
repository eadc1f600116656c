/**
 * The same queue as `cc sim --replications` runs it: in this thread and, beside it, a worker thread for each further core,
 * which loads the definition from its file and begins with cold code. That is part of what a user waits for.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { runReplications } from '@callweave/sim/node'
import { type Case, scaled } from './case.js'
import { manyAgentsOneQueue, manyAgentsOneQueueData } from './sim-centers.js'

const name = 'm-m-330/all-cores'
const callsOfOne = 1_000_000
const replicationsOfCore = 4
/** 100 calls a minute. */
const msOfCall = 600

export const allCoresCase: Case = {
  name,
  prepare: (size) => {
    const folder = mkdtempSync(join(tmpdir(), 'callweave-bench-'))
    const centerFile = join(folder, 'center.json')
    writeFileSync(centerFile, JSON.stringify(manyAgentsOneQueueData))
    const { center, scenario } = manyAgentsOneQueue(scaled(callsOfOne, size, 100) * msOfCall)
    const replications = replicationsOfCore * availableParallelism()
    let seed = 0
    return {
      run: async () => {
        seed += 1
        const startedMs = performance.now()
        const { results } = await runReplications({ definition: center, centerFile, scenario, seed, replications })
        const seconds = (performance.now() - startedMs) / 1000
        const calls = results.reduce((sum, result) => sum + result.calls, 0)
        return [{ case: name, unit: 'calls/s', value: calls / seconds }]
      },
      clean: () => rmSync(folder, { recursive: true, force: true }),
    }
  },
}
