// Every property runs CALLWEAVE_RUNS times (`npm test` and `npm run test:all` set it; fast-check's own default without) and
// prints its seed when it fails; CALLWEAVE_SEED repeats one.
import fc from 'fast-check'

const { CALLWEAVE_RUNS: runs, CALLWEAVE_SEED: seed } = process.env
fc.configureGlobal({
  ...(runs ? { numRuns: Number(runs) } : {}),
  ...(seed ? { seed: Number(seed) } : {}),
})
