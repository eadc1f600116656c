import { figuresOf, type Unit } from '@callweave/cdr'

const nothing = { intervalMs: 900_000, timeZone: 'UTC', targets: {}, rows: [], agents: [], waits: {} }

/** Every figure a threshold may name, with its unit: a mistyped one is found before an hour of simulation, not after. */
export const metricUnits: Readonly<Record<string, Unit>> = {
  ...Object.fromEntries(figuresOf(nothing, null).map(({ name, unit }) => [name, unit])),
  // What a run adds of its own, `summarize`.
  calls: 'calls',
  blocking: 'ratio',
  reached: 'ratio',
}
