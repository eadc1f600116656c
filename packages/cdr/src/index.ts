export { type AgentJournal, type AgentJournalOptions, type AgentPeriod, createAgentJournal } from './agents/journal.js'
export { type CallRecords, type CallRecordsOptions, createCallRecords, foldCallRecord } from './calls/call-records.js'
export type {
  CallRecord,
  Conversation,
  MenuChoice,
  Message,
  OfferAttempt,
  QueueVisit,
  Recording,
  SurveyAnswer,
} from './calls/record.js'
export { callTrail } from './calls/trail.js'
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
export {
  createSurveyResults,
  meanAnswer,
  mergeSurveyResults,
  type SurveyResultsFold,
  type SurveyRow,
} from './surveys/survey-results.js'
export {
  createTrunkUse,
  figuresOfTrunkRows,
  mergeTrunkUse,
  type TrunkRow,
  type TrunkUse,
  type TrunkUseFold,
} from './trunks/trunk-use.js'
export {
  type AbandonedCall,
  type AbandonedList,
  type ClearedCall,
  createAbandonedList,
  mergeAbandoned,
} from './waits/abandoned-list.js'
export {
  type AnnouncedWaits,
  type AnnouncedWaitsByQueue,
  type AnnouncedWaitsFold,
  createAnnouncedWaits,
  figuresOfAnnouncedWaits,
  mergeAnnouncedWaits,
} from './waits/announced.js'
