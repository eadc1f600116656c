/**
 * A set of small integers that answers "the next one from here": words of 32 bits with a summary bit for each word, so
 * that the answer looks at a handful of words, whatever the number of members.
 */

/** The lowest set bit of `word` at or above `from`, or -1. */
const bitFrom = (word: number, from: number): number => {
  const rest = word & (-1 << from)
  return rest === 0 ? -1 : 31 - Math.clz32(rest & -rest)
}

export class PositionSet {
  #words = new Int32Array(4)
  #summary = new Int32Array(1)
  size = 0

  has(position: number): boolean {
    return ((this.#words[position >> 5] ?? 0) & (1 << (position & 31))) !== 0
  }

  add(position: number): void {
    if (this.has(position)) return
    const word = position >> 5
    if (word >= this.#words.length) this.#grow(word + 1)
    this.#words[word] = (this.#words[word] as number) | (1 << (position & 31))
    this.#summary[word >> 5] = (this.#summary[word >> 5] as number) | (1 << (word & 31))
    this.size += 1
  }

  delete(position: number): void {
    if (!this.has(position)) return
    const word = position >> 5
    const left = (this.#words[word] as number) & ~(1 << (position & 31))
    this.#words[word] = left
    if (left === 0) this.#summary[word >> 5] = (this.#summary[word >> 5] as number) & ~(1 << (word & 31))
    this.size -= 1
  }

  /** The smallest member at or after `from`, or -1. */
  next(from: number): number {
    const word = from >> 5
    if (word >= this.#words.length) return -1
    const here = bitFrom(this.#words[word] as number, from & 31)
    if (here >= 0) return word * 32 + here
    const following = word + 1
    for (let above = following >> 5; above < this.#summary.length; above += 1) {
      const found = bitFrom(this.#summary[above] as number, above === following >> 5 ? following & 31 : 0)
      if (found >= 0) {
        const full = above * 32 + found
        return full * 32 + bitFrom(this.#words[full] as number, 0)
      }
    }
    return -1
  }

  #grow(words: number): void {
    const grown = new Int32Array(Math.max(this.#words.length * 2, words))
    grown.set(this.#words)
    const summary = new Int32Array(Math.ceil(grown.length / 32))
    summary.set(this.#summary)
    this.#words = grown
    this.#summary = summary
  }
}
