/** Sums of replications, and what a formula makes of them. */
import { erlangA, erlangC } from '@callweave/acd/staffing'
import type { Patience } from './patience.js'
import type { TheoryFigureName } from './theory.js'

/** What one replication, or several together, did in one interval. */
export interface Sums {
  replications: number
  observedMs: number
  offered: number
  answered: number
  answeredWithin: number
  abandoned: number
  answeredWaitMs: number
  handled: number
  handleMs: number
  answeredOffers: number
  ringMs: number
  onDutyMs: number
}

export const emptySums = (): Sums => ({
  replications: 0,
  observedMs: 0,
  offered: 0,
  answered: 0,
  answeredWithin: 0,
  abandoned: 0,
  answeredWaitMs: 0,
  handled: 0,
  handleMs: 0,
  answeredOffers: 0,
  ringMs: 0,
  onDutyMs: 0,
})

/** The model's three figures; `null` where it has none. */
export type Values = { readonly [K in TheoryFigureName]: number | null }
export interface Model {
  readonly offeredErlangs: number
  readonly ahtMs: number
  readonly agents: number
  readonly values: Values
  readonly queueLength: number
  readonly pWait: number
}

const keys = Object.keys(emptySums()) as (keyof Sums)[]
export const addAll = (list: readonly Sums[]): Sums => {
  const sum = emptySums()
  for (const one of list) for (const key of keys) sum[key] += one[key]
  return sum
}
/** All but one replication. */
export const without = (all: Sums, one: Sums): Sums => {
  const rest = { ...all }
  for (const key of keys) rest[key] -= one[key]
  return rest
}

/** `null` where no call came. */
export const modelOf = (sums: Sums, targetMs: number, patience: Patience, usualAhtMs: number): Model | null => {
  const { offered, observedMs, handled, handleMs, ringMs, answeredOffers, onDutyMs } = sums
  if (offered === 0 || observedMs === 0) return null
  const ahtMs = (handled === 0 ? usualAhtMs : handleMs / handled) + (answeredOffers === 0 ? 0 : ringMs / answeredOffers)
  if (!(ahtMs > 0)) return null
  const offeredErlangs = (offered / observedMs) * ahtMs
  const agents = onDutyMs / observedMs
  const low = Math.floor(agents + 1e-9)
  const share = Math.max(0, agents - low)
  const point = { offeredErlangs, ahtMs, targetMs }
  const below = steady(point, low, patience)
  const above = share < 1e-9 ? below : steady(point, low + 1, patience)
  // Between two whole numbers of agents, between their figures.
  const mix = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? (share > 0 ? b : a) : a + share * (b - a)
  return {
    offeredErlangs,
    ahtMs,
    agents,
    values: {
      'service-level': mix(below.values['service-level'], above.values['service-level']),
      asa: mix(below.values.asa, above.values.asa),
      abandonment: mix(below.values.abandonment, above.values.abandonment),
    },
    queueLength: mix(below.queueLength, above.queueLength) ?? 0,
    pWait: mix(below.pWait, above.pWait) ?? 1,
  }
}

type Steady = Pick<Model, 'values' | 'queueLength' | 'pWait'>
type Point = { readonly offeredErlangs: number; readonly ahtMs: number; readonly targetMs: number }

const steady = (point: Point, agents: number, { meanMs }: Patience): Steady => {
  if (agents === 0) {
    const nobody: Values = { 'service-level': 0, asa: null, abandonment: meanMs === null ? null : 1 }
    return { values: nobody, queueLength: 0, pWait: 1 }
  }
  if (meanMs === null) {
    if (point.offeredErlangs >= agents)
      return { values: { 'service-level': null, asa: null, abandonment: null }, queueLength: 0, pWait: 1 }
    const { serviceLevel, asaMs, pWait, queueLength } = erlangC({ ...point, agents })
    return { values: { 'service-level': serviceLevel, asa: asaMs, abandonment: 0 }, queueLength, pWait }
  }
  const figures = erlangA({ ...point, agents, patienceMs: meanMs })
  return {
    values: {
      'service-level': figures.answeredWithinTargetRatio,
      asa: figures.meanWaitAnsweredMs,
      abandonment: figures.pAbandon,
    },
    queueLength: figures.queueLength,
    pWait: figures.pWait,
  }
}

/** The same figures as simulated. */
export const simulatedValues = ({ offered, answered, answeredWithin, abandoned, answeredWaitMs }: Sums): Values => {
  const ended = answered + abandoned
  return {
    'service-level': ended === 0 ? null : answeredWithin / ended,
    asa: answered === 0 ? null : answeredWaitMs / answered,
    abandonment: offered === 0 ? null : abandoned / offered,
  }
}
