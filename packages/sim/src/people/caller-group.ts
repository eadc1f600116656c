/** Callers who behave alike: a group's behaviour, made ready to be drawn from. */
import type { Draw } from '../random/index.js'
import { compileDistribution, exponential, logNormal } from '../random/index.js'
import type { CallerBehaviour } from '../scenario/types.js'

export interface KeyShares {
  readonly keys: readonly string[]
  /** Cumulative shares. */
  readonly upTo: readonly number[]
}

export interface CallerGroup {
  readonly name: string
  readonly patience: Draw | null
  readonly redialRatio: number
  readonly redialAfter: Draw
  readonly mostRedials: number
  readonly keys: ReadonlyMap<string, KeyShares>
  readonly whileWaiting: { readonly key: string; readonly ratio: number; readonly after: Draw } | null
  readonly digits: ReadonlyMap<string, readonly string[]>
  readonly keyDelay: Draw
  readonly message: Draw
  readonly numberPrefix: string
  readonly population: number
  readonly numbers: readonly string[] | null
}

const defaultKeyDelay = logNormal({ meanMs: 1_500, sdMs: 800 })
const defaultMessage = exponential({ meanMs: 20_000 })
const defaultPopulation = 1_000_000

export const compileCallers = (name: string, behaviour: CallerBehaviour): CallerGroup => ({
  name,
  patience: behaviour.patience === undefined ? null : compileDistribution(behaviour.patience),
  redialRatio: behaviour.redial?.ratio ?? 0,
  redialAfter: compileDistribution(behaviour.redial?.after ?? exponential({ meanMs: 60_000 })),
  mostRedials: behaviour.redial?.most ?? 3,
  keys: new Map(Object.entries(behaviour.keys ?? {}).map(([step, shares]) => [step, cumulate(shares ?? {})])),
  whileWaiting:
    behaviour.whileWaiting === undefined
      ? null
      : { ...behaviour.whileWaiting, after: compileDistribution(behaviour.whileWaiting.after) },
  digits: new Map(Object.entries(behaviour.digits ?? {}).map(([step, digits]) => [step, digits ?? []])),
  keyDelay: compileDistribution(behaviour.keyDelay ?? defaultKeyDelay),
  message: compileDistribution(behaviour.message ?? defaultMessage),
  numberPrefix: behaviour.numberPrefix ?? '5550',
  population: behaviour.population ?? defaultPopulation,
  numbers: behaviour.numbers === undefined || behaviour.numbers.length === 0 ? null : behaviour.numbers,
})

const cumulate = (shares: Readonly<Record<string, number>>): KeyShares => {
  const keys = Object.keys(shares).sort()
  let sum = 0
  const upTo = keys.map((key) => {
    sum += shares[key] ?? 0
    return sum
  })
  return { keys, upTo }
}

/** The key for a number in [0, 1); `null` presses nothing. */
export const keyAt = ({ keys, upTo }: KeyShares, at: number): string | null => {
  const index = upTo.findIndex((most) => at < most)
  return index < 0 ? null : (keys[index] as string)
}
