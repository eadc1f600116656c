/** Names that nobody can guess: tags, branches, Call-IDs (RFC 3261 sections 8.1.1.4, 8.1.1.7 and 19.3). */
import { magicCookie } from '../transactions/match.js'

export interface Ids {
  /** 96 bits in hexadecimal. */
  token(): string
  branch(): string
  /** A whole number from 1 to `most`. */
  number(most: number): number
  /** From 0 to 1, without 1. */
  chance(): number
}

export const createIds = (chance: () => number): Ids => {
  const part = (): string =>
    Math.floor(chance() * 0x1000000)
      .toString(16)
      .padStart(6, '0')
  const token = (): string => part() + part() + part() + part()
  return {
    token,
    branch: () => magicCookie + token(),
    number: (most) => 1 + Math.floor(chance() * most),
    chance,
  }
}
