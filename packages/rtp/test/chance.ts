/** Chance for tests: repeatable, one stream. */
import type { RandomStream } from '@callweave/core'

/** Mulberry32, good enough for noise. */
export const randomOf = (seed: number): RandomStream => {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, int: (below) => Math.floor(next() * below) }
}
