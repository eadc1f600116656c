export {
  addToBatches,
  type BatchEstimate,
  type BatchMeans,
  createBatchMeans,
  estimateFromBatches,
} from './batch-means.js'
export { type Estimate, estimateDifference, estimateMean, estimateProportion } from './estimate.js'
export {
  addAt,
  createIntervalSeries,
  figuresOf,
  type IntervalFigures,
  type IntervalSeries,
  mergeSeries,
} from './interval-series.js'
export {
  addValue,
  createMoments,
  type Moments,
  mergeMoments,
  momentsOf,
  standardDeviationOf,
  varianceOf,
} from './moments.js'
export { normalQuantile } from './normal.js'
export { studentTQuantile } from './student-t.js'
