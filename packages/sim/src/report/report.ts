/** What a run says, as data: the contract of `cc sim --json`. */
import type { Unit } from '@callweave/cdr'
import type { CallTally } from '../run/tally.js'
import type { ThresholdResult } from '../thresholds/index.js'
import type { TheoryRow } from './theory.js'

/** A figure of all replications: its mean, and the interval that the true mean lies in with 95 % confidence. */
export interface Kpi {
  readonly name: string
  readonly formula: string
  /** `null`: of the whole center. */
  readonly queue: string | null
  /** `null` when there was nothing to measure. */
  readonly value: number | null
  /** `null` with fewer than two replications: one run has no spread. */
  readonly low: number | null
  readonly high: number | null
  readonly unit: Unit
}

/** One interval of the day, mean over the replications. */
export interface IntervalPoint {
  readonly startMs: number
  readonly offered: number
  readonly answered: number
  readonly abandoned: number
  /** `null` where no call came. */
  readonly serviceLevel: number | null
  /** Mean wait of the answered, ms. */
  readonly asaMs: number | null
}

export interface LogFile {
  readonly path: string
  readonly format: 'jsonl' | 'binary'
  readonly events: number
  readonly bytes: number
}

export interface Speed {
  readonly callsPerSecond: number
  readonly eventsPerSecond: number
  readonly eventsPerCall: number
  readonly wallMs: number
  readonly peakRssBytes: number
  readonly workers: number
}

export interface SimReport {
  /** Of this shape; counted up when a field changes its meaning. */
  readonly version: 1
  readonly seed: number
  readonly replications: number
  readonly definitionHash: string
  readonly scenario: string
  /** What the scenario says of itself: where its calls come from, what is assumed. */
  readonly about?: string
  readonly timeZone: string
  readonly startMs: number
  readonly lengthMs: number
  readonly warmUpMs: number
  readonly machine: string
  /** Of all replications together. */
  readonly calls: CallTally
  readonly kpis: readonly Kpi[]
  readonly thresholds: readonly ThresholdResult[]
  readonly intervals: readonly IntervalPoint[]
  /** Beside a formula, where that was asked for. */
  readonly theory?: readonly TheoryRow[]
  readonly speed: Speed
  /** The event log of the first replication, when one was asked for. */
  readonly log?: LogFile
}
