/** Benchmarks run, and say what they promise. Nothing here looks at a time. */
import { join } from 'node:path'
import { createRealClock } from '@callweave/server'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import { benchNames, casesOf } from '../src/commands/bench/benches.js'
import { type Case, type Program, type Result, resultsOf, spreadOf } from '../src/commands/bench/case.js'
import type { BenchReport } from '../src/commands/bench/print-bench.js'
import { simPy } from '../src/commands/bench/rival.js'
import { runCase } from '../src/commands/bench/run-case.js'
import { openAnswering } from '../src/commands/bench/sip-answering.js'
import { runSipp } from '../src/commands/bench/sipp.js'
import { run, spawnRun } from './run.js'

const tiny = { scale: 0.001, calls: null }
const programs = { sipp: peer('sipp') } satisfies Record<Program, unknown>
/** None of these is the best there is. */
const mayBeZero: ReadonlySet<string> = new Set(['failed', 'sent-again', 'lost-percent', 'ms-heard'])

const expectFigures = async (one: Case): Promise<readonly Result[]> => {
  const results = resultsOf(await runCase(one, tiny, 2))
  expect(results.length, one.name).toBeGreaterThan(0)
  expect(new Set(results.map((result) => `${result.case} ${result.unit}`)).size).toBe(results.length)
  for (const { min, median, max, runs, unit } of results) {
    expect(runs).toBe(one.once === true ? 1 : 2)
    if (mayBeZero.has(unit)) expect(min).toBeGreaterThanOrEqual(0)
    // What a handful of calls hold is less than what the collector lets go meanwhile.
    else if (unit !== 'bytes/call') expect(min).toBeGreaterThan(0)
    expect(median).toBeGreaterThanOrEqual(min)
    expect(max).toBeGreaterThanOrEqual(median)
  }
  return results
}

describe.each(benchNames)('cc bench %s, at a tiny size', (name) => {
  test('every case has figures, each named once', async () => {
    // Each run of media starts a process and a thread: once is enough to have its figures.
    const once = name === 'media' ? { once: true } : {}
    for (const one of await casesOf(name, false)) if (one.needs === undefined) await expectFigures({ ...one, ...once })
  })
})

test.skipIf(programs.sipp.missing)(
  `with sipp as caller every call is answered and ends${programs.sipp.note}`,
  async () => {
    const cases = (await casesOf('sip', false)).filter(({ needs }) => needs === 'sipp')
    expect(cases.length).toBeGreaterThan(0)
    for (const one of cases) {
      const results = await expectFigures(one)
      expect(
        results.filter(({ unit }) => unit === 'failed').every(({ max }) => max === 0),
        one.name,
      ).toBe(true)
    }
  },
)

test.skipIf(programs.sipp.missing)(
  `a long run of real calls says how much memory is held at every tenth of them${programs.sipp.note}`,
  async () => {
    const [memory] = await casesOf('sip', true)
    const results = resultsOf(await runCase(memory as NonNullable<typeof memory>, { scale: 1, calls: 200 }, 1))
    expect(results.map((result) => result.case)).toEqual([
      'center/memory',
      ...Array.from({ length: 10 }, (_, i) => `center/memory/${(i + 1) * 20}-calls`),
    ])
    expect(results[0]).toMatchObject({ unit: 'failed', max: 0 })
  },
)

test.skipIf(programs.sipp.missing)(
  `the caller of a whole center's bench calls and hangs up${programs.sipp.note}`,
  async () => {
    const clock = createRealClock()
    const server = await openAnswering(clock)
    try {
      const scenario = ['-sf', join(import.meta.dirname, '../bench/sipp/caller.xml'), '-s', '4008001234', '-d', '50']
      const load = { program: programs.sipp.path, to: server.address, calls: 5, callsPerSecond: 100, scenario }
      expect(await runSipp(load)).toMatchObject({ successful: 5, failed: 0 })
      expect(server.counts).toMatchObject({ answered: 5, ended: 5 })
    } finally {
      clock.close()
      await server.close()
    }
  },
)

test('a case is left out where its program is not installed, and the report says so', async () => {
  const { code, stdout } = await run(['bench', 'sip', '--quick', '--runs', '1', '--json'], { env: { PATH: '' } })
  expect(code).toBe(0)
  const { results, skipped } = JSON.parse(stdout) as BenchReport
  expect(skipped).toContainEqual({ case: 'uas/1000-per-s', needs: 'sipp' })
  expect(results.find((result) => result.case === 'parse/typed')).toMatchObject({
    unit: 'messages/cpu-s',
    rival: { name: expect.stringMatching(/^sip \d/), recorded: false, runs: 1, ratio: expect.any(Number) },
  })
  expect(results.some((result) => result.case.startsWith('uas/'))).toBe(false)
})

test('figures of a rival stand beside ours, and say when they were not measured here', () => {
  const of = { case: 'parse/typed', unit: 'messages/cpu-s' } as const
  const recorded = { name: 'sip', recorded: true }
  const runs = [[{ ...of, value: 30 }, ...[5, 10, 20].map((value) => ({ ...of, value, rival: recorded }))]]
  expect(resultsOf(runs)).toEqual([
    {
      ...of,
      median: 30,
      min: 30,
      max: 30,
      runs: 1,
      rival: { ...recorded, median: 10, min: 5, max: 20, runs: 0, ratio: 3 },
    },
  ])
})

test('a long run says how much memory it held at every tenth of its calls', async () => {
  const [memory] = await casesOf('sim', true)
  const results = resultsOf(await runCase(memory as NonNullable<typeof memory>, { scale: 1, calls: 2_000 }, 5))
  const held = results.filter((result) => result.unit === 'bytes' && result.case.endsWith('-calls'))
  expect(held.map((result) => result.case)).toEqual(
    Array.from({ length: 10 }, (_, i) => `m-m-330/memory/${(i + 1) * 200}-calls`),
  )
})

const simpy = peer('simpy')
test.skipIf(simpy.missing)(`SimPy runs the same queue, and says which SimPy it is${simpy.note}`, async () => {
  const figures = await simPy({ scale: 0.004, calls: null }, 2, process.env)
  for (const figure of Object.values(figures)) {
    expect(figure).toMatchObject({ name: expect.stringMatching(/^SimPy \d.*, Python 3/), runs: 2, recorded: false })
    expect(figure.min).toBeGreaterThan(0)
  }
})

test('the middle, the lowest and the highest', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 })
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 })
})

describe('the command', () => {
  test('lists what there is', async () => {
    const { code, stdout } = await run(['bench'])
    expect(code).toBe(0)
    for (const name of benchNames) expect(stdout).toContain(`  ${name}`)
    const { stdout: json } = await run(['bench', '--json'])
    expect(JSON.parse(json).benches.map(({ name }: { name: string }) => name)).toEqual([...benchNames])
  })

  test('refuses what it cannot measure', async () => {
    expect(await run(['bench', 'simm'])).toMatchObject({ code: 2, stderr: expect.stringContaining("'sim'") })
    expect(await run(['bench', 'log', '--calls', '5000'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--calls is for cc bench sim'),
    })
  })

  test('--json, from a process for each case', () => {
    const { code, stdout, stderr } = spawnRun(['bench', 'sim', '--calls', '1000', '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ version: 1, name: 'sim', machine: expect.stringContaining('Node'), quick: false })
    expect(report.versions).toEqual({ callweave: expect.any(String), node: process.versions.node })
    for (const result of report.results)
      expect(result).toEqual({
        case: expect.stringMatching(/^m-m-330\/memory/),
        unit: expect.any(String),
        median: expect.any(Number),
        min: expect.any(Number),
        max: expect.any(Number),
        runs: 1,
      })
  })

  test('for a person: cases by name, units, machine', async () => {
    const { code, stdout } = await run(['bench', 'sim', '--calls', '1000'])
    expect(code).toBe(0)
    expect(stdout).toContain('M/M/330, one long run')
    expect(stdout).toMatch(/1,000 +\d[\d.]* MiB/)
    expect(stdout).toMatch(/Callweave \S+; .*Node \d+/)
  })
})
