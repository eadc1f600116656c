import { join, resolve } from 'node:path'
import type { SimReport } from '@callweave/sim'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import { spawnRun } from './run.js'

const data = peer('data')
const example = resolve(import.meta.dirname, '../../../examples/bank-day')
const against = ['--against', 'erlang-a', '--replications', '4', '--no-log']

describe.skipIf(data.missing)(`a real day of a bank against Erlang A${data.note}`, () => {
  test.each(['day', 'log-normal'])('%s: every deviation above three standard errors has a name', (scenario) => {
    const file = join(example, 'scenarios', `${scenario}.ts`)
    const { code, stdout } = spawnRun(['sim', file, ...against, '--json'], { env: { CALLWEAVE_DATA: data.path } })
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as SimReport
    expect(report.about).toMatch(/^41,257 calls: .*Handled, not offered: .* demand is cut off/)
    expect(report.calls.offered).toBe(4 * 41_257)
    expect(report.theory?.length).toBe(29)
    const figures = report.theory?.flatMap((row) => row.figures) ?? []
    for (const { z, explainedBy } of figures) {
      expect(explainedBy.length > 0).toBe(Math.abs(z ?? 0) > 3)
      expect(explainedBy).not.toContain('unexplained')
    }
    // Staffed for 80 % by the formula: the day as a whole comes out near it.
    const level = report.kpis.find(({ name, queue }) => name === 'service-level' && queue === 'service')?.value ?? 0
    expect(level).toBeGreaterThan(0.75)
    expect(level).toBeLessThan(0.9)
  })
})

test('without the data it says what is missing and where it comes from', () => {
  const file = join(example, 'scenarios/day.ts')
  const { code, stdout, stderr } = spawnRun(['sim', file, '--no-log'], { env: { CALLWEAVE_DATA: '/nowhere' } })
  expect(stderr).toMatch(
    /^error: the calls of the bank are not here\n +where +\/nowhere\/calls\/bank_calls_5min.csv\n +to do .*CALLWEAVE_DATA=.*README\.md/,
  )
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})
