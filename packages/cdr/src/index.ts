export type { AgentTime, QueueCounts } from './figures/counts.js'
export type { Figure, Unit } from './figures/figure.js'
export { figuresOf, figuresOfAgentTime, figuresOfCounts, occupancy } from './figures/figures-of.js'
export {
  defaultServiceLevel,
  type ServiceLevelCounts,
  type ServiceLevelFormula,
  serviceLevel,
  serviceLevels,
} from './figures/service-level.js'
export { createHistogram, type Histogram, type HistogramData, mergeHistograms } from './histogram.js'
export { createIntervals, type Interval, type IntervalOptions, type Intervals } from './intervals/intervals.js'
export { createQueueFigures, type QueueFiguresFold, type QueueFiguresOptions } from './intervals/queue-figures.js'
export {
  type AgentRow,
  defaultTarget,
  mergeQueueFigures,
  type QueueFigures,
  type QueueRow,
  type QueueTarget,
  type QueueWaits,
  totalAgentTime,
  totalCounts,
} from './intervals/report.js'
export { createBinaryEncoder } from './log/binary-encoder.js'
export { createEventDecoder, type EventDecoder, type EventDecoderOptions, type EventLogFormat } from './log/decoder.js'
export type { EventEncoder, EventEncoderOptions } from './log/encoder.js'
export { type EventLogHeader, eventLogHeader } from './log/header.js'
export { createJsonEncoder } from './log/json-encoder.js'
