/** Measures the simulator against queueing theory: replications of one queue through the whole center, with standard errors. */
import { longestIdle } from '@callweave/acd'
import { occupancy, totalAgentTime, totalCounts } from '@callweave/cdr'
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import type { Listeners } from '@callweave/core'
import {
  type Distribution,
  defineScenario,
  exponential,
  poisson,
  replicationSeed,
  runReplication,
  type Source,
} from '@callweave/sim'
import { expect } from 'vitest'

/** With every suite required each measurement takes four times as many replications. */
export const isFull = process.env.CALLWEAVE_REQUIRE === 'all'

export interface Setup {
  readonly agents: number
  readonly callsPerHour: number
  readonly ahtMs: number
  /** Default: exponential with the mean `ahtMs`. */
  readonly talk?: Distribution
  readonly patience?: Distribution
  /** Default: more than are ever needed. */
  readonly trunks?: number
  readonly targetMs?: number
  /** Calls of high priority among them. */
  readonly urgentPerHour?: number
  /** Calls counted in each replication, and how long before them the queue has to find its steady state. */
  readonly calls: number
  readonly warmUpMs: number
  readonly replications: number
  readonly seed: number
}

/** One figure over the replications. */
export interface Measured {
  readonly mean: number
  readonly standardError: number
}

export interface Measurements {
  readonly pWait: Measured
  readonly meanWaitMs: Measured
  readonly asaMs: Measured
  readonly serviceLevel: Measured
  readonly occupancy: Measured
  readonly abandoned: Measured
  readonly blocked: Measured
  readonly urgentWaitMs: Measured
  readonly otherWaitMs: Measured
  readonly calls: number
}

const hourMs = 3_600_000
const dialed = '100'
const urgent = '101'

/** So many agents, all alike, one queue, no flow before it. */
export const plainCenter = (agents: number, channels: number, targetMs = 20_000): CenterDefinition => {
  const names = Array.from({ length: agents }, (_, i) => `a${String(i).padStart(4, '0')}`)
  return checkDefinition({
    trunks: { main: { numbers: [dialed, urgent], channels } },
    agents: Object.fromEntries(names.map((name, i) => [name, { extension: `${10_000 + i}` }])),
    queues: { service: { strategy: longestIdle, members: names, serviceLevel: { withinMs: targetMs } } },
    flows: { day: { start: { step: 'queue', queue: 'service' } } },
    routes: [
      { number: urgent, flow: 'day', priority: 10 },
      { number: dialed, flow: 'day' },
    ],
  })
}

/** Waits of the calls that entered the queue within the window, by whether they were urgent. */
const createWaits = (fromMs: number, untilMs: number) => {
  const priority = new Map<number, boolean>()
  const sums = { offered: 0, waited: 0, urgent: 0, urgentMs: 0, other: 0, otherMs: 0 }
  const listeners: Listeners = {
    'queue.entered': (event) => {
      if (event.priority > 0) priority.set(event.call, true)
    },
    'queue.left': ({ call, atMs, waitMs }) => {
      const isUrgent = priority.delete(call)
      const enteredAtMs = atMs - waitMs
      if (enteredAtMs < fromMs || enteredAtMs >= untilMs) return
      sums.offered += 1
      if (waitMs > 0) sums.waited += 1
      if (isUrgent) {
        sums.urgent += 1
        sums.urgentMs += waitMs
      } else {
        sums.other += 1
        sums.otherMs += waitMs
      }
    },
  }
  return { sums, listeners }
}

export const measure = (setup: Setup): Measurements => {
  const { agents, callsPerHour, ahtMs, trunks = 2_000, warmUpMs, seed, targetMs, urgentPerHour = 0, patience } = setup
  const definition = plainCenter(agents, trunks, targetMs)
  const perHour = callsPerHour + urgentPerHour
  const lengthMs = warmUpMs + Math.ceil((setup.calls / perHour) * hourMs)
  const sources: { dialed: string; source: Source }[] = [{ dialed, source: poisson({ callsPerHour }) }]
  if (urgentPerHour > 0) sources.push({ dialed: urgent, source: poisson({ callsPerHour: urgentPerHour }) })
  const { scenario } = defineScenario(definition, {
    start: '2026-01-12T00:00',
    lengthMs,
    warmUpMs,
    intervalMs: 24 * hourMs,
    arrivals: sources,
    callers: { everyone: patience === undefined ? {} : { patience } },
    agents: { everyone: { talk: setup.talk ?? exponential({ meanMs: ahtMs }) } },
  })
  const values: Record<keyof Omit<Measurements, 'calls'>, number[]> = {
    pWait: [],
    meanWaitMs: [],
    asaMs: [],
    serviceLevel: [],
    occupancy: [],
    abandoned: [],
    blocked: [],
    urgentWaitMs: [],
    otherWaitMs: [],
  }
  let calls = 0
  const replications = setup.replications * (isFull ? 4 : 1)
  for (let i = 0; i < replications; i += 1) {
    const waits = createWaits(scenario.startMs + warmUpMs, scenario.startMs + lengthMs)
    const result = runReplication({ definition, scenario, seed: replicationSeed(seed, i), taps: [waits.listeners] })
    const counts = totalCounts(result.figures)
    const { sums } = waits
    values.pWait.push(sums.waited / sums.offered)
    values.meanWaitMs.push((sums.urgentMs + sums.otherMs) / sums.offered)
    values.urgentWaitMs.push(sums.urgentMs / sums.urgent)
    values.otherWaitMs.push(sums.otherMs / sums.other)
    values.asaMs.push(counts.answeredWaitMs / counts.answered)
    values.serviceLevel.push(counts.answeredWithin / counts.offered)
    values.occupancy.push(occupancy(totalAgentTime(result.figures, null)) ?? Number.NaN)
    values.abandoned.push(counts.abandoned / counts.offered)
    values.blocked.push(result.tally.blocked / result.tally.offered)
    calls += result.calls
  }
  const figures = Object.entries(values).map(([name, list]) => [name, overReplications(list)])
  return { ...(Object.fromEntries(figures) as Omit<Measurements, 'calls'>), calls }
}

export const overReplications = (values: readonly number[]): Measured => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) }
}

/** How many standard errors apart; what whole milliseconds leave open does not count. */
export const distance = ({ mean, standardError }: Measured, formula: number, otherError = 0): number =>
  Math.abs(mean - formula) / (Math.hypot(standardError, otherError) + 1e-9 * Math.abs(formula) + Number.MIN_VALUE)

/** Within three standard errors. */
export const agrees = (found: Measured, formula: number, what: string, otherError = 0): void => {
  const apart = distance(found, formula, otherError)
  const says = `${what}: simulated ${found.mean}, formula ${formula}, ${apart.toFixed(2)} standard errors`
  expect(apart, says).toBeLessThanOrEqual(3)
}
