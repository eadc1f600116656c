/**
 * Ready agents in a circle: the head is the first ready member after the one that was offered a call last (round-robin
 * with memory). Members stand in words of 32 bits with a summary word above each 32 of them, so that finding the next
 * one looks at a handful of words, whatever the number of members.
 */
import type { Place, ReadyIndex } from './place.js'

/** The lowest set bit of `word` at or above `from`, or -1. */
const bitFrom = (word: number, from: number): number => {
  if (from > 31) return -1
  const rest = word & (-1 << from)
  return rest === 0 ? -1 : 31 - Math.clz32(rest & -rest)
}

/** A set of small integers that answers "the next one from here". */
export class PositionSet {
  #words: Int32Array
  #summary: Int32Array
  size = 0

  constructor(capacity = 1024) {
    this.#words = new Int32Array(Math.max(1, Math.ceil(capacity / 32)))
    this.#summary = new Int32Array(Math.max(1, Math.ceil(this.#words.length / 32)))
  }

  has(position: number): boolean {
    return ((this.#words[position >> 5] ?? 0) & (1 << (position & 31))) !== 0
  }

  add(position: number): void {
    if (this.has(position)) return
    if (position >> 5 >= this.#words.length) this.#grow(position)
    const word = position >> 5
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
    for (let above = (word + 1) >> 5; above < this.#summary.length; above += 1) {
      const start = above === (word + 1) >> 5 ? (word + 1) & 31 : 0
      const found = bitFrom(this.#summary[above] as number, start)
      if (found >= 0) {
        const full = above * 32 + found
        return full * 32 + bitFrom(this.#words[full] as number, 0)
      }
    }
    return -1
  }

  #grow(position: number): void {
    const words = new Int32Array(Math.max(this.#words.length * 2, (position >> 5) + 1))
    words.set(this.#words)
    const summary = new Int32Array(Math.ceil(words.length / 32))
    summary.set(this.#summary)
    this.#words = words
    this.#summary = summary
  }
}

export class CycleReady implements ReadyIndex {
  readonly #ready = new PositionSet()
  readonly #places: (Place | undefined)[] = []

  get size(): number {
    return this.#ready.size
  }

  insert(place: Place): void {
    const { position } = place.member
    this.#places[position] = place
    this.#ready.add(position)
    place.slot = position
  }

  remove(place: Place): void {
    this.#ready.delete(place.slot)
    place.slot = -1
  }

  head(passes?: (place: Place) => boolean): Place | null {
    if (this.#ready.size === 0) return null
    const from = this.#places[this.#ready.next(0)]?.demand.queue.cyclePosition ?? 0
    let position = this.#ready.next(from)
    if (position < 0) position = this.#ready.next(0)
    const first = position
    do {
      const place = this.#places[position] as Place
      if (passes === undefined || passes(place)) return place
      position = this.#ready.next(position + 1)
      if (position < 0) position = this.#ready.next(0)
    } while (position !== first)
    return null
  }

  *places(): Iterable<Place> {
    for (let at = this.#ready.next(0); at >= 0; at = this.#ready.next(at + 1)) yield this.#places[at] as Place
  }
}
