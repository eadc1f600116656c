/**
 * The queue part of an M/M/n+M chain, as one series.
 *
 * Time is counted in mean patiences, so two numbers say everything: c = n * patience / aht (how many calls the busy
 * agents finish while one caller's patience lasts) and x = load * patience / aht (how many arrive meanwhile). The state
 * with k waiting has weight
 *
 *     w(0) = 1,   w(k) = x^k / ((c + 1) (c + 2) ... (c + k))        (= the terms of 1F1(1; c + 1; x))
 *
 * against the state where all agents are busy and nobody waits. Every figure of Erlang A is a sum of positive multiples
 * of these weights, so nothing cancels. Under overload they grow to e^(thousands) before they fall: the running
 * sums are then scaled down and the scale is kept as a logarithm.
 *
 * Cost: about max(0, x - c) + 10 sqrt(x) terms; 100,000 agents, 3 min calls and 10 min patience take 6,000.
 */
export interface PatienceSeries {
  /** The sums below are true values times exp(-logScale); w(0) is exp(-logScale). */
  readonly logScale: number
  /** Sum of w(k) over k >= 1. */
  readonly waiting: number
  /** Sum of k w(k): mean queue, and abandonment. */
  readonly queued: number
  /** Sum of w(k) * sum over j <= k of 1 / (c + j): wait of those who are served. */
  readonly servedWait: number
  /** Sum of w(k) * sum over j <= k of j / (c + j): wait of those who abandon. */
  readonly abandonedWait: number
}

const scaleAbove = 1e280
/** Left-out terms add less than this share; the sums have 53 bits, about 1e-16. */
const negligible = 1e-20

export function patienceSeries(c: number, x: number): PatienceSeries {
  let weight = 1
  let waiting = 0
  let queued = 0
  let servedWait = 0
  let abandonedWait = 0
  let stages = 0
  let losses = 0
  let logScale = 0
  for (let k = 1; ; k += 1) {
    const rate = c + k
    const ratio = x / rate
    weight *= ratio
    if (weight === 0) break
    stages += 1 / rate
    losses += k / rate
    waiting += weight
    queued += k * weight
    servedWait += stages * weight
    abandonedWait += losses * weight
    if (ratio < 1) {
      // From here the weights fall at least as fast as a geometric series; k^2 covers the slowest of the four sums.
      const tail = 1 / (1 - ratio)
      if (weight * tail * (k + tail) * (k + tail) < negligible * abandonedWait * rate) break
    } else if (weight > scaleAbove) {
      weight /= scaleAbove
      waiting /= scaleAbove
      queued /= scaleAbove
      servedWait /= scaleAbove
      abandonedWait /= scaleAbove
      logScale += logOfScale
    }
  }
  return { logScale, waiting, queued, servedWait, abandonedWait }
}

const logOfScale = Math.log(scaleAbove)
