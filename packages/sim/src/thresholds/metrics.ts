import type { Unit } from '@callweave/cdr'

/** Every figure a threshold may name, with its unit: a mistyped one is found before an hour of simulation, not after. */
export const metricUnits: Readonly<Record<string, Unit>> = {
  'service-level': 'ratio',
  asa: 'ms',
  abandonment: 'ratio',
  'answer-rate': 'ratio',
  occupancy: 'ratio',
  offered: 'calls',
  answered: 'calls',
  abandoned: 'calls',
  overflowed: 'calls',
  refused: 'calls',
  blocked: 'calls',
  blocking: 'ratio',
  'mean-wait': 'ms',
  'longest-wait': 'ms',
  'time-to-abandon': 'ms',
  aht: 'ms',
  'mean-talk': 'ms',
  'mean-hold': 'ms',
  'mean-wrap-up': 'ms',
  ...quantilesOf('wait'),
  ...quantilesOf('wait-abandoned'),
  ...quantilesOf('handle-time'),
}

function quantilesOf(name: string): Record<string, Unit> {
  return Object.fromEntries(['p50', 'p90', 'p95', 'p99', 'max'].map((quantile) => [`${name}-${quantile}`, 'ms']))
}
