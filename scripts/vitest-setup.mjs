// Every property runs CALLWEAVE_RUNS times (`npm test` and `npm run test:all` set it; fast-check's own default without). One
// seed, CALLWEAVE_SEED or one that is drawn, is the seed of a whole run; each test makes its own of it and of its name, so
// that no two of them go through the same random floors. A property that fails says with which one to run it again.
import { createHash, randomInt } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect } from 'vitest'

const { CALLWEAVE_RUNS: runs, CALLWEAVE_SEED: given } = process.env
const seed = given ? Number(given) : randomInt(2 ** 31)

fc.configureGlobal({
  ...(runs ? { numRuns: Number(runs) } : {}),
  reporter: (found) => {
    if (found.failed)
      throw new Error(`${fc.defaultReportMessage(found)}\n\nThe same again: CALLWEAVE_SEED=${seed}`, {
        cause: found.errorInstance,
      })
  },
})

beforeEach(() => {
  const hash = createHash('sha256').update(`${seed} ${expect.getState().currentTestName}`).digest()
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: hash.readInt32LE() })
})
