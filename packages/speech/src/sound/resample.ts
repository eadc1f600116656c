/**
 * From the rate of an engine to that of a telephone. Both are whole numbers, so each output sample falls on one of
 * `toHz / gcd` places between two input samples: a bank of that many filters, each a sinc under a Kaiser window.
 *
 * The filter lets pass up to 3.4 kHz and is 80 dB down from 4 kHz on (Kaiser: 80 dB at beta 7.9, width by the formula
 * (A - 7.95) / 14.36 in samples of the lower rate).
 */
import { clip, type Pcm, telephoneRateHz } from './pcm.js'

const stopDb = 80
const beta = 0.1102 * (stopDb - 8.7)
/** Of the lower rate: the middle and the width of the band where the filter falls. */
const cutoff = 0.4625
const fallWidth = 0.075
/** Samples of the lower rate on each side. */
const reach = Math.ceil((stopDb - 7.95) / 14.36 / fallWidth / 2)

/** @param pcm at 4,000 to 192,000 Hz. */
export const resampled = (pcm: Pcm, toHz: number = telephoneRateHz): Pcm => {
  const { samples, rateHz } = pcm
  if (rateHz === toHz) return pcm
  const divisor = greatestCommon(rateHz, toHz)
  const [up, down] = [toHz / divisor, rateHz / divisor]
  const lower = Math.min(1, toHz / rateHz)
  const half = Math.ceil(reach / lower)
  const filters = Array.from({ length: up }, (_, phase) => filterAt(phase / up, half, lower))
  const into = new Int16Array(Math.floor((samples.length * up) / down))
  for (let n = 0; n < into.length; n += 1) {
    const place = n * down
    const first = Math.floor(place / up) - half + 1
    const filter = filters[place % up] as Float64Array
    let sum = 0
    for (let k = Math.max(0, -first); k < filter.length && first + k < samples.length; k += 1)
      sum += (filter[k] as number) * (samples[first + k] as number)
    into[n] = clip(sum)
  }
  return { samples: into, rateHz: toHz }
}

/** Weights of the `2 * half` samples around a place that is `fraction` behind the middle one. They add up to 1. */
const filterAt = (fraction: number, half: number, lower: number): Float64Array => {
  const weights = Float64Array.from({ length: 2 * half }, (_, k) => {
    const away = (k - half + 1 - fraction) * lower
    const window = Math.abs(away) >= reach ? 0 : besselI0(beta * Math.sqrt(1 - (away / reach) ** 2))
    return sinc(2 * cutoff * away) * window
  })
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/** The modified Bessel function of order 0, by its series. */
const besselI0 = (x: number): number => {
  let [sum, term] = [1, 1]
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

const greatestCommon = (a: number, b: number): number => (b === 0 ? a : greatestCommon(b, a % b))
