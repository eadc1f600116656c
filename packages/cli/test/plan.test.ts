import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-plan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const json = async (...args: readonly string[]) => {
  const { stdout, stderr, code } = await run(['plan', ...args, '--json'], { cwd: folder })
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  return JSON.parse(stdout)
}

describe('one point', () => {
  const load = ['--calls-per-hour', '200', '--aht', '180s', '--target', '20s']

  test('Erlang C, published: 14 agents for 200 calls an hour of 180 s', async () => {
    const figures = await json('--model', 'erlang-c', ...load, '--agents', '14')
    expect(Object.keys(figures).sort()).toEqual(
      ['asaMs', 'blocking', 'occupancy', 'offeredErlangs', 'pAbandon', 'pWait', 'queueLength', 'serviceLevel'].sort(),
    )
    expect(figures.offeredErlangs).toBe(10)
    expect(figures.pWait).toBeCloseTo(0.174132, 6)
    expect(figures.serviceLevel).toBeCloseTo(0.88835, 6)
    expect(figures.asaMs).toBeCloseTo(7835.9, 1)
  })

  test('Erlang A, published', async () => {
    const figures = await json('--model', 'erlang-a', ...load, '--agents', '10', '--patience', '60s')
    expect(figures.pWait).toBeCloseTo(0.423418, 6)
    expect(figures.pAbandon).toBeCloseTo(0.157527, 6)
  })

  test('without agents, the fewest for the goal, and what shrinkage makes of them', async () => {
    expect(await json(...load, '--goal', '0.8', '--shrinkage', '30%')).toMatchObject({ agents: 14, rosteredAgents: 20 })
    expect(await json('--calls-per-hour', '200', '--aht', '3m', '--goal', '80/20')).toMatchObject({ agents: 14 })
    expect(await json(...load, '--patience', '60s')).toMatchObject({ agents: 12 })
  })

  test('a queue that never stops growing has no mean wait', async () => {
    expect(await json(...load, '--agents', '9')).toMatchObject({ asaMs: null, serviceLevel: 0 })
    expect((await run(['plan', ...load, '--agents', '9'])).stdout).toMatch(/∞[\s\S]*never stops growing/)
  })

  test.each([
    [['--model', 'erlang-a', ...load], /--model erlang-a needs --patience/],
    [['--model', 'erlang-c', '--patience', '60s', ...load], /only erlang-a knows callers who give up/],
    [['--agents', '14', '--shrinkage', '0.3', ...load], /shrinkage matters when the number of agents is asked for/],
    [['--agents', '14', '--goal', '0.8', ...load], /a goal is for finding the number of agents/],
    [['--goal', '80/30', ...load], /the goal brings its own target/],
    [['--agents', '3', '--volumes', 'x.csv', ...load], /--agents and --volumes cannot be given together/],
  ] as const)('%j', async (args, says) => {
    const { stderr, code } = await run(['plan', ...args])
    expect(stderr).toMatch(says)
    expect(code).toBe(2)
  })
})

describe('a day from a file', () => {
  const rows = Array.from({ length: 48 }, (_, i) => {
    const at = `${String(Math.floor(i / 2)).padStart(2, '0')}:${i % 2 === 0 ? '00' : '30'}`
    return `2026-01-12 ${at},${Math.round(50 * Math.sin((Math.PI * i) / 48) ** 2)}`
  })
  const next = rows.map((row) => row.replace('-12 ', '-13 '))
  writeFileSync(join(folder, 'day.csv'), `time,calls\n${[...rows, ...next].join('\n')}\n`)

  test('each interval, as JSON', async () => {
    const plan = await json('--volumes', 'day.csv', '--aht', '180s', '--goal', '80/20')
    expect(plan).toMatchObject({ model: 'erlang-c', intervalMs: 1_800_000, targetMs: 20_000, goalRatio: 0.8 })
    expect(plan.intervals.length).toBe(48)
    expect(plan.intervals[24]).toMatchObject({ start: '2026-01-12T12:00', calls: 50, agents: 8 })
    expect(plan.intervals[0]).toMatchObject({ calls: 0, agents: 0 })
  })

  test('as a chart and a table, in 80 columns', async () => {
    const { stdout, stderr, code } = await run(['plan', '--volumes', 'day.csv', '--aht', '180s'], {
      cwd: folder,
      terminal: true,
      env: { NO_COLOR: '1' },
    })
    await expect(stdout).toMatchFileSnapshot(join(import.meta.dirname, 'golden/plan-day.txt'))
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect(stderr).toMatch(/The file has 2 days; this is the first. Another: --day 2026-01-13/)
    expect(code).toBe(0)
  })

  test('a day that is not there', async () => {
    const { stderr, code } = await run(['plan', '--volumes', 'day.csv', '--aht', '180s', '--day', '2026-02-01'], {
      cwd: folder,
    })
    expect(stderr).toMatch(/no counts for 2026-02-01[\s\S]*from 2026-01-12 to 2026-01-13/)
    expect(code).toBe(2)
  })

  test('a broken file is told with its line, without a stack', async () => {
    writeFileSync(join(folder, 'broken.csv'), 'time,calls\n2026-01-12 00:00,1\n2026-01-12 00:30,many\n')
    const { stderr, code } = await run(['plan', '--volumes', 'broken.csv', '--aht', '180s'], { cwd: folder })
    expect(stderr).toMatch(/^error: calls is not a number\n {2}where +\S*broken\.csv:3\n {2}found +'many'\n/)
    expect(code).toBe(2)
  })
})
