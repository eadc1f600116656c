export { evaluateThresholds, type ThresholdResult } from './evaluate-thresholds.js'
export { type Comparison, parseThreshold, type Threshold } from './parse-threshold.js'
