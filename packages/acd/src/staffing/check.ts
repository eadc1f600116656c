import { CallweaveError } from '@callweave/core'

/** Numbers handed to a formula are checked here, once, so that a formula never answers with NaN. */

interface Range {
  readonly min?: number
  readonly above?: number
  readonly max?: number
  readonly below?: number
}

/** Beyond this many agents or lines a formula would take seconds, and no center is near it. */
export const mostAgents = 10_000_000

/** @throws CallweaveError `out-of-range` when the value is not a finite number inside the range. */
export function checkNumber(name: string, value: number, range: Range): void {
  const fits =
    Number.isFinite(value) &&
    (range.min === undefined || value >= range.min) &&
    (range.above === undefined || value > range.above) &&
    (range.max === undefined || value <= range.max) &&
    (range.below === undefined || value < range.below)
  if (!fits) refuse(name, value, describe('a number', range))
}

export function checkWhole(name: string, value: number, range: Range): void {
  if (!Number.isInteger(value)) refuse(name, value, describe('a whole number', range))
  checkNumber(name, value, range)
}

function refuse(name: string, value: number, expected: string): never {
  const found = Number.isFinite(value) ? value : String(value)
  throw new CallweaveError('out-of-range', { where: name, message: 'this number cannot be used', found, expected })
}

function describe(kind: string, { min, above, max, below }: Range): string {
  const bounds = [
    min === undefined ? undefined : `at least ${min}`,
    above === undefined ? undefined : `above ${above}`,
    max === undefined ? undefined : `at most ${max}`,
    below === undefined ? undefined : `below ${below}`,
  ].filter((bound) => bound !== undefined)
  return bounds.length === 0 ? kind : `${kind} ${bounds.join(' and ')}`
}
