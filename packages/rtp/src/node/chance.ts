/** Chance of the operating system, for numbers that nobody may guess (RFC 3550, 5.1 and 8.1). */
import type { RandomStream } from '@callweave/core'

const next = (): number => {
  const words = crypto.getRandomValues(new Uint32Array(2))
  return ((words[0] as number) * 2 ** 21 + ((words[1] as number) >>> 11)) / 2 ** 53
}

export const systemRandom: RandomStream = { next, int: (below) => Math.floor(next() * below) }
