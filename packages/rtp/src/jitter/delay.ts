/**
 * How late packets come, and so how long to wait for them: a histogram of transit times above the fastest, forgotten slowly.
 *
 * Only differences of transit times are used: the clocks of both ends need not agree, and may drift by 100 ppm.
 */

export interface DelayOptions {
  readonly leastMs: number
  readonly mostMs: number
}

const binMs = 5
const bins = 100
/** About 4 s of 50 packets/s weigh. */
const keptRatio = 0.995
/** One packet in a hundred may come too late. */
const quantile = 0.99
/** The fastest transit rises by this much with each packet: 500 ppm, more than any clock drifts. */
const riseMs = 0.01

export class DelayEstimate {
  readonly #leastMs: number
  readonly #mostMs: number
  readonly #weights = new Float64Array(bins)
  #total = 0
  #fastestMs = 0

  constructor({ leastMs, mostMs }: DelayOptions) {
    this.#leastMs = leastMs
    this.#mostMs = mostMs
  }

  /** Of the packet that came fastest, of those that still weigh. */
  get fastestMs(): number {
    return this.#fastestMs
  }

  /** `transitMs`: arrival minus timestamp, both in ms, from any origin. */
  take(transitMs: number): void {
    if (this.#total === 0) this.#fastestMs = transitMs
    else this.#fastestMs = Math.min(transitMs, this.#fastestMs + riseMs)
    const bin = Math.min(bins - 1, Math.floor((transitMs - this.#fastestMs) / binMs))
    for (let i = 0; i < bins; i += 1) this.#weights[i] = (this.#weights[i] as number) * keptRatio
    this.#weights[bin] = (this.#weights[bin] as number) + 1
    this.#total = this.#total * keptRatio + 1
  }

  /** How long after the fastest packet a frame should be played, within the bounds given. */
  targetMs(): number {
    let seen = 0
    let bin = 0
    while (bin < bins - 1) {
      seen += this.#weights[bin] as number
      if (seen >= this.#total * quantile) break
      bin += 1
    }
    return Math.min(this.#mostMs, Math.max(this.#leastMs, (bin + 1) * binMs))
  }

  reset(): void {
    this.#weights.fill(0)
    this.#total = 0
  }
}
