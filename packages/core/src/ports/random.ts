/** Chance, handed in. */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  next(): number
  /** Uniform in 0..below-1. `below` is an integer from 1 to 2^31. */
  int(below: number): number
}

export interface Random {
  /** The stream of that name; drawing from one never changes another. */
  stream(name: string): RandomStream
}

/** A port that cannot be drawn from: for definitions that use no chance. */
export const noRandom: Random = {
  stream: (name) => {
    throw new TypeError(`no random stream '${name}' was handed in`)
  },
}
