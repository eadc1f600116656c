/** The callers of a scenario as a formula sees them: one patience for all. */
import { type Distribution, meanMs, scv } from '../random/index.js'
import type { CheckedScenario } from '../scenario/checked.js'
import type { Source } from '../scenario/types.js'

export interface Patience {
  /** `null`: nobody ever hangs up. */
  readonly meanMs: number | null
  readonly scv: number
  readonly exponential: boolean
}

/** Groups count by the calls they are expected to make, first attempts only. */
export const patienceOf = ({ arrivals, callers, lengthMs }: CheckedScenario): Patience => {
  const parts = arrivals.map(({ callers: group = 'everyone', source }) => ({
    calls: callsOf(source, lengthMs),
    law: callers[group]?.patience,
  }))
  const laws = parts.flatMap(({ law, calls }) => (law === undefined || calls === 0 ? [] : [{ law, calls }]))
  const calls = laws.reduce((sum, part) => sum + part.calls, 0)
  if (calls === 0) return { meanMs: null, scv: 1, exponential: true }
  const mean = laws.reduce((sum, part) => sum + part.calls * meanMs(part.law), 0) / calls
  const second = laws.reduce((sum, part) => sum + part.calls * (1 + scv(part.law)) * meanMs(part.law) ** 2, 0) / calls
  const texts = new Set(laws.map(({ law }) => JSON.stringify(law)))
  const everybody = parts.every(({ law, calls: made }) => law !== undefined || made === 0)
  return {
    meanMs: mean,
    scv: mean === 0 ? 0 : second / mean ** 2 - 1,
    exponential: everybody && texts.size === 1 && isExponential((laws[0] as { law: Distribution }).law),
  }
}

export const isExponential = (law: Distribution): boolean =>
  law.distribution === 'exponential' || (law.distribution === 'erlang' && law.stages === 1)

const hourMs = 3_600_000

const callsOf = (source: Source, lengthMs: number): number => {
  switch (source.arrivals) {
    case 'poisson':
      return (source.callsPerHour * lengthMs) / hourMs
    case 'rates':
      return (
        (source.callsPerHour.reduce((sum, rate) => sum + rate, 0) / source.callsPerHour.length) * (lengthMs / hourMs)
      )
    case 'counts':
      return source.counts.reduce((sum, count) => sum + count, 0)
    case 'times':
      return source.calls.length * (source.factor ?? 1)
    case 'counts-file':
    case 'times-file':
      return 0
  }
}
