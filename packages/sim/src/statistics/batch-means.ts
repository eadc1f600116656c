import { type Estimate, estimateMean } from './estimate.js'

/**
 * An interval from ONE long run, whose values are not independent: neighbours waited in the same queue. The run is cut into
 * batches long enough that their means hardly know of each other (Law & Carson, Operations Research 27(5) 1979).
 *
 * Memory is constant and the run's length need not be known: when twice the wished number of batches is full, neighbours are
 * joined and batches become twice as long. So between `batches` and twice as many are complete at any time. The first
 * values belong to the warm-up and are best not added.
 */
export interface BatchMeans {
  readonly batches: number
  /** Values in a batch; doubles as the run goes on. */
  size: number
  /** Means of complete batches. */
  readonly means: number[]
  /** The batch being filled: how many values, and their sum. */
  filled: number
  sum: number
}

/** @param batches 30 suits most: fewer widen Student's quantile, more make batches too short to be independent. */
export function createBatchMeans(batches = 30): BatchMeans {
  return { batches, size: 1, means: [], filled: 0, sum: 0 }
}

export function addToBatches(run: BatchMeans, value: number): void {
  run.sum += value
  run.filled += 1
  if (run.filled < run.size) return
  run.means.push(run.sum / run.size)
  run.filled = 0
  run.sum = 0
  if (run.means.length < 2 * run.batches) return
  for (let pair = 0; pair < run.batches; pair += 1) {
    run.means[pair] = ((run.means[2 * pair] ?? 0) + (run.means[2 * pair + 1] ?? 0)) / 2
  }
  run.means.length = run.batches
  run.size *= 2
}

export interface BatchEstimate extends Estimate {
  /**
   * Correlation of neighbouring batches. Above about 2 / sqrt(count) the batches are too short and the interval too
   * narrow: run longer. NaN below three batches.
   */
  readonly lagOneCorrelation: number
}

/** Mean and interval over the complete batches; values of the batch being filled do not count yet. */
export function estimateFromBatches(run: BatchMeans, confidenceRatio?: number): BatchEstimate {
  return { ...estimateMean(run.means, confidenceRatio), lagOneCorrelation: lagOne(run.means) }
}

function lagOne(means: readonly number[]): number {
  if (means.length < 3) return Number.NaN
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length
  let spread = 0
  let together = 0
  let before = 0
  for (const value of means) {
    const apart = value - mean
    together += apart * before
    spread += apart * apart
    before = apart
  }
  return spread === 0 ? 0 : together / spread
}
