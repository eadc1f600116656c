/**
 * Mixes frames by a table of gains. A row that hears most is made from the sum of all, less what it does not hear: a
 * conference of n costs n sums, not n * n (20 us a frame for ten). What is too loud saturates.
 */
import { CallweaveError } from '@callweave/core'
import { clip } from '../tone/level.js'
import type { Gains } from './parts.js'

/** How one row is made: from the sum of all or from silence, and what is added to that. */
interface Row {
  readonly isFromTotal: boolean
  readonly terms: readonly { readonly from: number; readonly gain: number }[]
}

const mostParties = 64

export class Mixer {
  readonly #rows: readonly Row[]
  readonly #frameSamples: number
  readonly #total: Float32Array
  readonly #sum: Float32Array

  /** @throws CallweaveError `out-of-range` for a table that is not square, over 64 parties, or a gain outside -8..8. */
  constructor(gains: Gains, { frameSamples = 160 }: { readonly frameSamples?: number } = {}) {
    const isSound =
      gains.length <= mostParties &&
      gains.every((row) => row.length === gains.length && row.every((gain) => Math.abs(gain) <= 8))
    if (!isSound)
      throw new CallweaveError('out-of-range', {
        message: 'no table of gains',
        expected: `as many columns as rows, ${mostParties} at most, gains within -8..8`,
      })
    this.#rows = gains.map(rowOf)
    this.#frameSamples = frameSamples
    this.#total = new Float32Array(frameSamples)
    this.#sum = new Float32Array(frameSamples)
  }

  /**
   * Mixes one frame of each party, null for who is silent, into one frame for each; null for who needs none. Frames in and
   * out are different arrays of `frameSamples` or more.
   */
  mix(inputs: readonly (Int16Array | null)[], outputs: readonly (Int16Array | null)[]): void {
    const size = this.#frameSamples
    const total = this.#total
    total.fill(0)
    for (let from = 0; from < this.#rows.length; from += 1) addTo(total, inputs[from], 1, size)
    for (let to = 0; to < this.#rows.length; to += 1) {
      const output = outputs[to]
      if (!output) continue
      const { isFromTotal, terms } = this.#rows[to] as Row
      const sum = this.#sum
      if (isFromTotal) sum.set(total)
      else sum.fill(0)
      for (const { from, gain } of terms) addTo(sum, inputs[from], gain, size)
      for (let i = 0; i < size; i += 1) output[i] = clip(Math.round(sum[i] as number))
    }
  }
}

const rowOf = (row: readonly number[]): Row => {
  const isFromTotal = row.filter((gain) => gain === 1).length > row.length / 2
  const terms = row
    .map((gain, from) => ({ from, gain: isFromTotal ? gain - 1 : gain }))
    .filter(({ gain }) => gain !== 0)
  return { isFromTotal, terms }
}

const addTo = (sum: Float32Array, samples: Int16Array | null | undefined, gain: number, size: number): void => {
  if (!samples) return
  for (let i = 0; i < size; i += 1) sum[i] = (sum[i] as number) + (samples[i] as number) * gain
}
