/** Rows of the reference tables, simulated: all of them when every suite is required, else one in ten. */
import { readFileSync } from 'node:fs'
import { exponential } from '@callweave/sim'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { distance, isFull, measure } from './lab.js'

const data = peer('data')

const rowsOf = (file: string): readonly Readonly<Record<string, number>>[] => {
  if (data.missing) return []
  const [head = '', ...lines] = readFileSync(`${data.path}/tables/${file}`, 'utf8').trim().split('\n')
  const names = head.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, i) => [name, Number(cells[i])]))
  })
}

describe.skipIf(data.missing)(`D7 reference tables, simulated${data.note}`, () => {
  // A service level of almost 1 is made of a handful of late calls: too few to know a standard error from.
  const grid = rowsOf('erlang_a_grid.csv').filter((row) => (row.p_wait_over_target ?? 0) > 0.01)
  const figures = { all: 0, beyond: 0 }
  const step = isFull ? 1 : 10
  // Each row has chance of its own: with one seed for all, one unlucky draw would be seen in every row.
  test.each(grid.map((row, i) => ({ ...row, seed: 1_600 + i })).filter((_, i) => i % step === 0))(
    'D7 erlang-a: $agents agents, $calls_per_hour calls an hour, patience $mean_patience_s s',
    ({ seed, ...row }: Readonly<Record<string, number>>) => {
      const { agents = 0, calls_per_hour: callsPerHour = 0, aht_s = 0, mean_patience_s = 0, target_s = 0 } = row
      const found = measure({
        agents,
        callsPerHour,
        ahtMs: aht_s * 1_000,
        targetMs: target_s * 1_000,
        patience: exponential({ meanMs: mean_patience_s * 1_000 }),
        calls: Math.max(4_000, 20 * agents),
        warmUpMs: 20 * aht_s * 1_000,
        replications: 16,
        seed: seed as number,
      })
      const apart: Readonly<Record<string, number>> = {
        'P(wait)': distance(found.pWait, row.p_wait ?? 0),
        abandonment: distance(found.abandoned, row.p_abandon ?? 0),
        'mean wait': distance(found.meanWaitMs, (row.mean_wait_all_s ?? 0) * 1_000),
        ASA: distance(found.asaMs, (row.mean_wait_served_s ?? 0) * 1_000),
        occupancy: distance(found.occupancy, row.occupancy ?? 0),
        'service level': distance(found.serviceLevel, row.served_within_target_of_offered ?? 0),
      }
      for (const [what, errors] of Object.entries(apart)) {
        expect(errors, `${what}: standard errors apart`).toBeLessThan(4)
        figures.all += 1
        if (errors > 3) figures.beyond += 1
      }
    },
  )

  // Of so many figures chance alone puts one in 370 beyond three standard errors.
  test('D7 erlang-a: of all these figures at most one in a hundred is beyond three standard errors', () => {
    expect(figures.all).toBeGreaterThan(30)
    expect(figures.beyond).toBeLessThanOrEqual(figures.all / 100)
  })
})
