/** Runs one case, here. The worker process does so on request of `measure-case.ts`. */
import type { Case, Sample, Size } from './case.js'

/** What the compiler needs to have seen all of a center: with one run of 30,000 calls the next was half as fast as the fifth. */
const warmUpMs = 2_000

/** The samples of each run, the warm-up left out. */
export const runCase = async (
  of: Case,
  size: Size,
  runs: number,
  onRun: (done: number) => void = () => {},
): Promise<readonly (readonly Sample[])[]> => {
  const prepared = of.prepare(size)
  try {
    if (of.once === true) return [await prepared.run()]
    const warmAtMs = performance.now() + warmUpMs * Math.min(1, size.scale * 10)
    do await prepared.run()
    while (performance.now() < warmAtMs)
    const samples: (readonly Sample[])[] = []
    for (let run = 0; run < runs; run += 1) {
      onRun(run)
      samples.push(await prepared.run())
    }
    return samples
  } finally {
    await prepared.clean?.()
  }
}
