/** Chance that nobody can foresee. */
import { randomBytes } from 'node:crypto'
import type { RandomStream } from '@callweave/core'

const pool = 4_096

export const systemRandom = (): RandomStream => {
  let bytes = randomBytes(0)
  let at = 0
  const word = (): number => {
    if (at >= bytes.length) {
      bytes = randomBytes(pool)
      at = 0
    }
    at += 4
    return bytes.readUInt32LE(at - 4)
  }
  const next = (): number => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53
  return { next, int: (below) => Math.floor(next() * below) }
}
