/** Chance for simulated answers in tests: the same seed, the same answers. */
import type { RandomStream } from '@callweave/core'

/** mulberry32 (T. Ettinger, public domain): good enough to vary an answer, not to simulate a day with. */
export const createTestRandom = (seed: number): RandomStream => {
  let state = seed >>> 0
  const next32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return {
    next: () => ((next32() >>> 5) * 0x4000000 + (next32() >>> 6)) / 2 ** 53,
    int: (below) => Math.floor((next32() / 2 ** 32) * below),
  }
}
