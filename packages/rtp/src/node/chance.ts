/** Chance of the operating system, for numbers that nobody may guess (RFC 3550, 5.1 and 8.1). */
import type { RandomStream } from '@callweave/core'

/** Drawn at once: a word alone costs as much as all of them, and a party takes some fourteen. */
const drawnWords = 512

export const createChance = (): RandomStream => {
  const words = new Uint32Array(drawnWords)
  let at = drawnWords
  const word = (): number => {
    if (at === drawnWords) {
      crypto.getRandomValues(words)
      at = 0
    }
    at += 1
    return words[at - 1] as number
  }
  const next = (): number => (word() * 2 ** 21 + (word() >>> 11)) / 2 ** 53
  return { next, int: (below) => Math.floor(next() * below) }
}
