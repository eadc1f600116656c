/** Runs one case, here. The worker process does so on request of `measure-case.ts`. */
import type { Case, Sample, Size } from './case.js'

/** What the compiler needs to have seen all of a center: with one run of 30,000 calls the next was half as fast as the fifth. */
const warmUpMs = 2_000

/** The samples of each run, the warm-up left out. */
export const runCase = (
  of: Case,
  size: Size,
  runs: number,
  onRun: (done: number) => void = () => {},
): readonly (readonly Sample[])[] => {
  const prepared = of.prepare(size)
  try {
    if (of.once === true) return [prepared.run()]
    const warmAtMs = performance.now() + warmUpMs * Math.min(1, size.scale * 10)
    do prepared.run()
    while (performance.now() < warmAtMs)
    return Array.from({ length: runs }, (_, i) => {
      onRun(i)
      return prepared.run()
    })
  } finally {
    prepared.clean?.()
  }
}
