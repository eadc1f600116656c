import { checkNumber } from './check.js'

/**
 * Mean wait at one agent whose handle times have any distribution (M/G/1, Pollaczek-Khinchine):
 * E[W] = r h (1 + scv) / (2 (1 - r)). Infinity when the load is 1 or more.
 *
 * @param point loadRatio: calls a unit of time times their mean length; scv: variance over mean squared, 0 for a constant,
 *   1 for exponential.
 * @throws CallweaveError `out-of-range`, naming the argument.
 */
export function singleServerWaitMs(point: { loadRatio: number; ahtMs: number; scv: number }): number {
  const { loadRatio, ahtMs, scv } = point
  checkNumber('loadRatio', loadRatio, { min: 0 })
  checkNumber('ahtMs', ahtMs, { above: 0 })
  checkNumber('scv', scv, { min: 0 })
  if (loadRatio >= 1) return Number.POSITIVE_INFINITY
  return (loadRatio * ahtMs * (1 + scv)) / (2 * (1 - loadRatio))
}
