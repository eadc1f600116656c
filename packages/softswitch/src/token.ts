/** Names made by chance: tags, branches, Call-IDs. */
import type { RandomStream } from '@callweave/core'

/** 64 bits in hexadecimal; RFC 3261 section 19.3 wants 32 at least of a tag. */
export const tokenOf = (random: RandomStream): string =>
  [0, 0, 0, 0].map(() => random.int(0x10000).toString(16).padStart(4, '0')).join('')
