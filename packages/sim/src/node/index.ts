export { type CountOptions, readCounts } from './csv/read-counts.js'
export { type AttributeColumn, type ExactArrivals, readTimes, type TimesOptions } from './csv/read-times.js'
export type { TimeColumn } from './csv/time-column.js'
export type { CountBlock } from './csv/to-blocks.js'
