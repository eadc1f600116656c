/**
 * How much of a window of samples is a tone of a row and a tone of a column.
 *
 * A window of 12 ms is too short for eight Goertzel filters to stand apart: a row's tone leaks 7 % into a column's filter.
 * So the filters only choose the strongest row and column, and the two sines are then fitted together by least squares,
 * which has no leakage at all. Counted from the middle of the window sine and cosine never mix, so each fit is two systems
 * of two unknowns, prepared for all sixteen keys. What a steady tone leaves unexplained is then noise, and nothing else.
 */
import { columnsHz, rowsHz } from './keypad.js'

/** 12 ms at 8 kHz: the shortest that tells 73 Hz apart, short enough to tell 23 ms from 40. */
export const windowSamples = 96
export const rateHz = 8_000

const tonesHz = [...rowsHz, ...columnsHz]
const middle = (windowSamples - 1) / 2

const wave = (of: (angle: number) => number): readonly Float64Array[] =>
  tonesHz.map((hz) =>
    Float64Array.from({ length: windowSamples }, (_, n) => of((2 * Math.PI * hz * (n - middle)) / rateHz)),
  )

const cosines = wave(Math.cos)
const sines = wave(Math.sin)

const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0)

/** The inverse of a symmetric 2 by 2 matrix: p q, q r. */
interface Inverse {
  readonly p: number
  readonly q: number
  readonly r: number
}

const inverseOf = (waves: readonly Float64Array[], row: number, column: number): Inverse => {
  const a = waves[row] as Float64Array
  const b = waves[column] as Float64Array
  const [aa, ab, bb] = [product(a, a), product(a, b), product(b, b)]
  const determinant = aa * bb - ab * ab
  return { p: bb / determinant, q: -ab / determinant, r: aa / determinant }
}

const inverses = (waves: readonly Float64Array[]): readonly Inverse[] =>
  rowsHz.flatMap((_, row) => columnsHz.map((_, column) => inverseOf(waves, row, column + 4)))

const cosineInverses = inverses(cosines)
const sineInverses = inverses(sines)

/** The two tones found in a window. Powers are mean squares, phases are of the middle of the window. */
export interface PairFit {
  /** 0..3 each. */
  row: number
  column: number
  /** Of the whole window. */
  power: number
  lowPower: number
  highPower: number
  lowPhase: number
  highPhase: number
}

export const createPairFit = (): PairFit => ({
  row: 0,
  column: 0,
  power: 0,
  lowPower: 0,
  highPower: 0,
  lowPhase: 0,
  highPhase: 0,
})

/** Fits windows; holds the sums of the eight filters, so that a window costs no memory. */
export class PairFitter {
  readonly #cos = new Float64Array(8)
  readonly #sin = new Float64Array(8)

  /** Fits the window that begins at `from` of `samples` into `fit`. */
  fit(samples: Float64Array, from: number, fit: PairFit): void {
    let energy = 0
    for (let n = 0; n < windowSamples; n += 1) energy += (samples[from + n] as number) ** 2
    fit.power = energy / windowSamples
    for (let tone = 0; tone < 8; tone += 1) this.#filter(samples, from, tone)
    fit.row = this.#strongest(0)
    fit.column = this.#strongest(4)
    const low = fit.row
    const high = fit.column + 4
    const cos = cosineInverses[low * 4 + fit.column] as Inverse
    const sin = sineInverses[low * 4 + fit.column] as Inverse
    const [lowCos, highCos] = [this.#cos[low] as number, this.#cos[high] as number]
    const [lowSin, highSin] = [this.#sin[low] as number, this.#sin[high] as number]
    const lowX = cos.p * lowCos + cos.q * highCos
    const lowY = sin.p * lowSin + sin.q * highSin
    const highX = cos.q * lowCos + cos.r * highCos
    const highY = sin.q * lowSin + sin.r * highSin
    fit.lowPower = (lowX * lowX + lowY * lowY) / 2
    fit.highPower = (highX * highX + highY * highY) / 2
    fit.lowPhase = Math.atan2(-lowY, lowX)
    fit.highPhase = Math.atan2(-highY, highX)
  }

  #filter(samples: Float64Array, from: number, tone: number): void {
    const cosine = cosines[tone] as Float64Array
    const sine = sines[tone] as Float64Array
    let x = 0
    let y = 0
    for (let n = 0; n < windowSamples; n += 1) {
      const sample = samples[from + n] as number
      x += sample * (cosine[n] as number)
      y += sample * (sine[n] as number)
    }
    this.#cos[tone] = x
    this.#sin[tone] = y
  }

  #strongest(first: number): number {
    let best = 0
    let most = -1
    for (let i = 0; i < 4; i += 1) {
      const power = (this.#cos[first + i] as number) ** 2 + (this.#sin[first + i] as number) ** 2
      if (power > most) [best, most] = [i, power]
    }
    return best
  }
}
