/**
 * How often each length of time occurred, to three significant digits, in constant time and bounded memory.
 *
 * The idea is HdrHistogram's (Gil Tene): lengths below 2,048 ms have a slot each; above, every doubling is cut into
 * 1,024 slots, so a slot is never wider than a thousandth of what it holds. The slot is found with one count of
 * leading zeros; 49 days take 23,552 slots, and the array grows only as far as the longest length seen.
 */
import { CallweaveError } from '@callweave/core'

/** A histogram as plain data. Histograms are merged in this form or live, with the same result. */
export interface HistogramData {
  readonly count: number
  readonly sumMs: number
  readonly minMs: number
  readonly maxMs: number
  /** Slot, count, slot, count...: those that are not empty, in rising order. */
  readonly slots: readonly number[]
}

export interface Histogram {
  /** Counts one length of time, in whole ms from 0. Lengths over 49 days fall into the last slot. */
  record(lengthMs: number): void
  merge(other: Histogram | HistogramData): void
  /**
   * The length that `ratio` (0..1) of those recorded do not exceed; 0 when nothing was recorded. Within 0.1 % of the
   * true one, never less; exact below 2,048 ms and for `ratio` 1.
   */
  quantileMs(ratio: number): number
  /** How many did not exceed `lengthMs`, to the slot's width. */
  countWithin(lengthMs: number): number
  readonly count: number
  readonly sumMs: number
  /** 0 when nothing was recorded. */
  readonly minMs: number
  readonly maxMs: number
  /** 0 when nothing was recorded. */
  readonly meanMs: number
  toJSON(): HistogramData
}

const slotsOfADoubling = 1024
const longestMs = 2 ** 32 - 1

const slotOf = (lengthMs: number): number => {
  const value = Math.min(lengthMs, longestMs)
  const shift = 21 - Math.clz32(value | 2047)
  return shift * slotsOfADoubling + (value >>> shift)
}

/** The greatest length that falls into the slot. */
const topOf = (slot: number): number => {
  if (slot < 2 * slotsOfADoubling) return slot
  const shift = Math.floor(slot / slotsOfADoubling) - 1
  return (slot - shift * slotsOfADoubling + 1) * 2 ** shift - 1
}

const filled = (slots: Float64Array): readonly number[] => {
  const pairs: number[] = []
  for (let slot = 0; slot < slots.length; slot += 1) {
    const count = slots[slot] as number
    if (count > 0) pairs.push(slot, count)
  }
  return pairs
}

class LogLinear implements Histogram {
  #slots = new Float64Array(2 * slotsOfADoubling)
  #count = 0
  #sumMs = 0
  #minMs = Number.POSITIVE_INFINITY
  #maxMs = 0

  get count(): number {
    return this.#count
  }
  get sumMs(): number {
    return this.#sumMs
  }
  get minMs(): number {
    return this.#count === 0 ? 0 : this.#minMs
  }
  get maxMs(): number {
    return this.#maxMs
  }
  get meanMs(): number {
    return this.#count === 0 ? 0 : this.#sumMs / this.#count
  }

  record(lengthMs: number): void {
    if (!(lengthMs >= 0)) throw new TypeError(`a length of time cannot be ${lengthMs} ms`)
    const slot = slotOf(lengthMs)
    if (slot >= this.#slots.length) this.#grow(slot)
    ;(this.#slots[slot] as number) += 1
    this.#count += 1
    this.#sumMs += lengthMs
    if (lengthMs > this.#maxMs) this.#maxMs = lengthMs
    if (lengthMs < this.#minMs) this.#minMs = lengthMs
  }

  merge(other: Histogram | HistogramData): void {
    const { count, sumMs, minMs, maxMs, slots } = 'slots' in other ? other : other.toJSON()
    if (count === 0) return
    for (let i = 0; i < slots.length; i += 2) {
      const slot = slots[i] as number
      if (slot >= this.#slots.length) this.#grow(slot)
      ;(this.#slots[slot] as number) += slots[i + 1] as number
    }
    this.#count += count
    this.#sumMs += sumMs
    if (maxMs > this.#maxMs) this.#maxMs = maxMs
    if (minMs < this.#minMs) this.#minMs = minMs
  }

  quantileMs(ratio: number): number {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new CallweaveError('out-of-range', { message: 'a quantile is a ratio', found: ratio, expected: '0 to 1' })
    }
    if (this.#count === 0) return 0
    // A product like 0.95 * 20 may come out a hair above the whole number it stands for.
    const rank = Math.max(1, Math.ceil(ratio * this.#count - 1e-9 * this.#count))
    let seen = 0
    for (let slot = 0; slot < this.#slots.length; slot += 1) {
      seen += this.#slots[slot] as number
      if (seen < rank) continue
      const topMs = topOf(slot)
      if (topMs < this.#maxMs) return topMs
      break
    }
    return this.#maxMs
  }

  countWithin(lengthMs: number): number {
    if (lengthMs < 0) return 0
    const last = Math.min(slotOf(Math.floor(lengthMs)), this.#slots.length - 1)
    let seen = 0
    for (let slot = 0; slot <= last; slot += 1) seen += this.#slots[slot] as number
    return seen
  }

  toJSON(): HistogramData {
    const slots = filled(this.#slots)
    return { count: this.#count, sumMs: this.#sumMs, minMs: this.minMs, maxMs: this.#maxMs, slots }
  }

  #grow(slot: number): void {
    const doublings = Math.ceil((slot + 1) / slotsOfADoubling)
    const grown = new Float64Array(doublings * slotsOfADoubling)
    grown.set(this.#slots)
    this.#slots = grown
  }
}

/**
 * An empty histogram, or a live one from its data.
 *
 * ```ts run
 * import { createHistogram } from '@callweave/cdr'
 *
 * const waits = createHistogram()
 * for (const waitMs of [0, 0, 2_000, 12_000, 90_000]) waits.record(waitMs)
 * console.log(waits.meanMs, waits.quantileMs(0.5), waits.maxMs) // => 20800 2000 90000
 * ```
 */
export const createHistogram = (data?: HistogramData): Histogram => {
  const histogram = new LogLinear()
  if (data !== undefined) histogram.merge(data)
  return histogram
}

/** Two histograms' data as one. */
export const mergeHistograms = (a: HistogramData, b: HistogramData): HistogramData => {
  const sum = createHistogram(a)
  sum.merge(b)
  return sum.toJSON()
}
