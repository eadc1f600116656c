/** Arithmetic of numbers that wrap: 16-bit sequence numbers and 32-bit timestamps (RFC 3550, 5.1 and A.1). */

/** How far `to` is ahead of `from`, -32,768..32,767; behind is negative. */
export const sequenceGap = (from: number, to: number): number => ((to - from) << 16) >> 16

/** How far `to` is ahead of `from`, -2^31..2^31-1 units of the clock; behind is negative. */
export const timestampGap = (from: number, to: number): number => (to - from) | 0

/** What a packet was to its source. */
export type Arrival =
  /** In order, or ahead by less than `maxDropout`: what lies between is lost or late. */
  | 'in-order'
  /** Behind the highest by less than `maxMisorder`: late, or a duplicate. */
  | 'behind'
  /** One of the first packets of a source that has not yet sent `minSequential` in order. */
  | 'on-probation'
  /** Far from the highest, and not yet confirmed by the one that follows it. To be dropped. */
  | 'jumped'
  /** The second in order after a jump: the source has restarted, and counting begins anew. */
  | 'restarted'

export interface SequenceLimits {
  /** Packets in order before a source is believed. 1 believes the first. */
  readonly minSequential?: number
  /** A gap this large is taken for a restart: a minute of 50 packets/s. */
  readonly maxDropout?: number
  readonly maxMisorder?: number
}

const modulus = 65_536
const none = -1

/** Counts the packets of one source: RFC 3550 A.1, with its own figures as defaults. */
export class SequenceTracker {
  /** Packets taken since the source was believed, duplicates among them. */
  received = 0
  readonly #minSequential: number
  readonly #maxDropout: number
  readonly #maxMisorder: number
  #first = 0
  #highest = 0
  #cycles = 0
  #probation: number
  #afterJump = none
  #isNew = true

  constructor({ minSequential = 2, maxDropout = 3_000, maxMisorder = 100 }: SequenceLimits = {}) {
    this.#minSequential = minSequential
    this.#probation = minSequential
    this.#maxDropout = maxDropout
    this.#maxMisorder = maxMisorder
  }

  /** Takes the next packet's number, 0..65,535. */
  take(sequence: number): Arrival {
    if (this.#isNew) {
      this.#isNew = false
      this.#probation = this.#minSequential
      this.#highest = (sequence + modulus - 1) % modulus
    }
    if (this.#probation > 0) return this.#takeOnProbation(sequence)
    const ahead = (sequence - this.#highest + modulus) % modulus
    if (ahead < this.#maxDropout) {
      if (sequence < this.#highest) this.#cycles += modulus
      this.#highest = sequence
      this.#afterJump = none
      this.received += 1
      return ahead === 0 ? 'behind' : 'in-order'
    }
    if (ahead <= modulus - this.#maxMisorder) {
      if (sequence === this.#afterJump) {
        this.#begin(sequence)
        return 'restarted'
      }
      this.#afterJump = (sequence + 1) % modulus
      return 'jumped'
    }
    this.received += 1
    return 'behind'
  }

  /** The highest number seen with the count of its cycles above it, as a receiver report has it. */
  get extendedHighest(): number {
    return this.#cycles + this.#highest
  }

  /** The extended number of a packet near the highest one; below zero for one from before the first cycle. */
  extended(sequence: number): number {
    return this.extendedHighest + sequenceGap(this.#highest, sequence)
  }

  /** Packets that should have come since the source was believed (A.3). */
  get expected(): number {
    return this.isValid ? this.extendedHighest - this.#first + 1 : 0
  }

  /** Negative where duplicates came. */
  get lost(): number {
    return this.expected - this.received
  }

  /** Whether enough packets came in order. */
  get isValid(): boolean {
    return this.#probation === 0
  }

  #takeOnProbation(sequence: number): Arrival {
    if (sequence === (this.#highest + 1) % modulus) {
      this.#probation -= 1
      this.#highest = sequence
      if (this.#probation > 0) return 'on-probation'
      this.#begin(sequence)
      return 'in-order'
    }
    this.#probation = Math.max(1, this.#minSequential - 1)
    this.#highest = sequence
    return 'on-probation'
  }

  #begin(sequence: number): void {
    this.#first = sequence
    this.#highest = sequence
    this.#cycles = 0
    this.#afterJump = none
    this.received = 1
  }
}
