/**
 * From a seed and a name to the 128 bits that a generator starts with.
 *
 * Every code unit of the name and both halves of the seed are stirred into four 32-bit lanes (multiply, rotate, pass on to
 * the next lane); MurmurHash3's finalizer then spreads each over all its bits. Integer arithmetic only, so the same on
 * every machine. Names that differ in one letter, and seeds that differ by one, start far apart.
 */
export type State = readonly [number, number, number, number]

export function stateOf(seed: number, name: string): State {
  let a = 0x9e3779b9 | 0
  let b = 0x243f6a88 | 0
  let c = 0xb7e15162 | 0
  let d = 0xdeadbeef | 0
  const stir = (word: number): void => {
    a = Math.imul(a ^ word, 0x85ebca6b)
    a = ((a << 13) | (a >>> 19)) ^ d
    b = Math.imul(b ^ a, 0xc2b2ae35)
    b = (b << 17) | (b >>> 15)
    c = Math.imul(c + b, 0x27d4eb2f) ^ word
    c = (c << 11) | (c >>> 21)
    d = Math.imul(d ^ c, 0x165667b1)
    d = (d << 19) | (d >>> 13)
  }
  stir(seed | 0)
  stir(Math.floor(seed / 2 ** 32) | 0)
  for (let index = 0; index < name.length; index += 1) stir(name.charCodeAt(index))
  stir(name.length)
  // Two idle rounds, so that the last letter reaches all lanes.
  stir(0)
  stir(0)
  const state: State = [finalize(a), finalize(b), finalize(c), finalize(d)]
  // The one state that a xoroshiro generator can never leave.
  return state.every((word) => word === 0) ? [1, 0, 0, 0] : state
}

/**
 * The seed of one replication. Replication 0 has the run's own seed, so `--seed 7` alone repeats it; the others are spread
 * over all whole numbers below 2^53, and each can be run alone by its seed.
 */
export function replicationSeed(seed: number, replication: number): number {
  if (replication === 0) return seed
  const [high, low] = stateOf(seed, `replication ${replication}`)
  return (high >>> 0) * 2 ** 21 + (low >>> 11)
}

function finalize(word: number): number {
  let mixed = word ^ (word >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
