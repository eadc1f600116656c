import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { run, spawnRun } from './run.js'

const template = (name: string): string => join(import.meta.dirname, '../templates', name)
const cwd = template('minimal')
const folder = mkdtempSync(join(tmpdir(), 'callweave-sim-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const quick = ['--replications', '3', '--no-log']

describe('cc sim, for a person', () => {
  test('calls, figures with their formulas and intervals, the day, what to try next', async () => {
    const { code, stdout, stderr } = await run(['sim', '--seed', '7', ...quick], {
      cwd,
      terminal: true,
      env: { NO_COLOR: '1' },
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^day · 8 h from 2026-01-12 09:00 Europe\/London · seed 7 · replications 3/)
    expect(stdout).toMatch(/Service level = abandoned-as-missed/)
    expect(stdout).toMatch(/service +\d+ ±[\d.]+ +[\d.]+% ±/)
    expect(stdout).toMatch(/calls to the queues in 30 min\n/)
    expect(stderr).toMatch(/Next:\n {2}cc sim --threshold 'service-level\{queue=service\} >= 0\.8'/)
    for (const line of stdout.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('in Chinese', async () => {
    const { stdout } = await run(['sim', ...quick, '--lang', 'zh-CN'], { cwd })
    expect(stdout).toMatch(/服务水平 = abandoned-as-missed[\s\S]*每 30 分进入队列的呼叫/)
  })
})

describe('cc sim --json', () => {
  test('is the contract', async () => {
    const { code, stdout, stderr } = await run(['sim', ...quick, '--json', '--threshold', 'asa{queue=service} <= 1h'], {
      cwd,
    })
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ version: 1, seed: 1, replications: 3 })
    expect(report.definitionHash).toMatch(/^[0-9a-f]{64}$/)
    for (const key of ['offered', 'answered', 'abandoned', 'overflowed', 'blocked'])
      expect(report.calls[key]).toBeTypeOf('number')
    for (const kpi of report.kpis)
      expect(Object.keys(kpi).sort()).toEqual(['formula', 'high', 'low', 'name', 'queue', 'unit', 'value'])
    expect(report.thresholds).toEqual([{ expression: 'asa{queue=service} <= 1h', ok: true, value: expect.any(Number) }])
    for (const key of ['callsPerSecond', 'eventsPerSecond', 'wallMs', 'peakRssBytes'])
      expect(report.speed[key]).toBeTypeOf('number')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('the same seed gives the same figures and the same log, byte for byte; another seed another', async () => {
    const log = (name: string): string => join(folder, name)
    const figures = async (name: string, seed: string) => {
      const { stdout } = await run(['sim', '--replications', '2', '--seed', seed, '--log', log(name), '--json'], {
        cwd,
      })
      return JSON.parse(stdout).kpis
    }
    const first = await figures('a.log', '7')
    expect(await figures('b.log', '7')).toEqual(first)
    expect(await figures('c.log', '8')).not.toEqual(first)
    expect(readFileSync(log('b.log')).equals(readFileSync(log('a.log')))).toBe(true)
    expect(readFileSync(log('c.log')).equals(readFileSync(log('a.log')))).toBe(false)
    const { stdout } = await run(['log', 'cat', log('a.log'), '--call', '1'], { cwd })
    expect(stdout).toMatch(/"type":"leg.arrived".*\n[\s\S]*"type":"call.ended"/)
  })
})

describe('thresholds', () => {
  test('a missed one ends with 99, and is marked', async () => {
    const goals = ['--threshold', 'asa{queue=service} <= 1ms', '--threshold', 'occupancy < 99%']
    const { code, stdout } = await run(['sim', ...quick, ...goals], { cwd })
    expect(stdout).toMatch(/✖ asa\{queue=service\} <= 1ms {2}[\d.]+ s\n✔ occupancy < 99%/)
    expect(code).toBe(99)
  })

  test.each([
    ['asa{queue=servise} <= 20s', /no queue called 'servise'[\s\S]*Did you mean 'service'/],
    ['assa <= 20s', /no figure called 'assa'[\s\S]*Did you mean 'asa'/],
    ['asa <= 20', /needs its unit[\s\S]*Did you mean '20s'/],
  ])('%s is a mistake', async (goal, says) => {
    const { code, stderr, stdout } = await run(['sim', ...quick, '--threshold', goal], { cwd })
    expect(stderr).toMatch(says)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('--against erlang-a', () => {
  const shifting = ['sim', '--seed', '2', '--replications', '8', '--no-log', '--against', 'erlang-a']

  test('how much agrees, and each interval that does not with its causes', async () => {
    const { code, stdout } = await run(shifting, { cwd: template('customer-service') })
    expect(stdout).toMatch(
      /Against Erlang A, interval by interval\n {2}\d+ of \d+ figures lie within three standard errors/,
    )
    expect(stdout).toMatch(/With 8 replications about [\d.]+ would lie outside by chance alone\./)
    expect(stdout).toMatch(
      /\d\d:\d\d +follow-up +[\d.]+ +(Service level|Mean wait|Gave up) +[\d.]+.*±[\d.]+ +[-+][\d.]+/,
    )
    expect(stdout).toMatch(/^ {6}.*changing-load \(.* erlangs\)/m)
    expect(stdout).toMatch(/Why:\n[\s\S]* talk-not-exponential: handle times are not exponential/)
    expect(stdout).not.toContain('unexplained')
    for (const line of stdout.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(80)
    expect(code).toBe(0)
  })

  test('in Chinese', async () => {
    const { stdout } = await run([...shifting, '--lang', 'zh-CN'], { cwd: template('customer-service') })
    expect(stdout).toMatch(/与 Erlang A 逐个时段比较[\s\S]*原因：\n[\s\S]*talk-not-exponential: 处理时长不是指数分布/)
  })

  test('--json has every interval, queue by queue', async () => {
    const { stdout } = await run(['sim', ...quick, '--against', 'erlang-a', '--json'], { cwd })
    const { theory, about } = JSON.parse(stdout)
    expect(about).toMatch(/^Made up/)
    expect(theory.length).toBe(16)
    for (const row of theory) {
      expect(row).toMatchObject({ queue: 'service', model: 'erlang-a', patienceMs: 120_000, targetMs: 20_000 })
      expect(row.figures.map(({ name }: { name: string }) => name)).toEqual(['service-level', 'asa', 'abandonment'])
    }
  })

  test('another formula, or a comparison at once, is a mistake', async () => {
    expect((await run(['sim', '--against', 'erlang-b'], { cwd })).stderr).toMatch(
      /found +'erlang-b'[\s\S]*one|erlang-a/,
    )
    const { code, stderr } = await run(['sim', '--against', 'erlang-a', '--compare', 'center.ts'], { cwd })
    expect(stderr).toMatch(/--compare and --against cannot be given together/)
    expect(code).toBe(2)
  })
})

test('the header says where the calls come from', async () => {
  const { stdout } = await run(['sim', ...quick], { cwd: template('customer-service') })
  expect(stdout.split('\n').slice(1, 4).join(' ')).toMatch(
    /^1,066 calls: the real total that an NHS 111 provider received/,
  )
})

test('--compare prints the difference with its interval', async () => {
  const center = readFileSync(join(cwd, 'center.ts'), 'utf8')
  const other = join(folder, 'one-less.ts')
  writeFileSync(other, center.replace("['ana', 'ben', 'chen']", "['ana', 'ben']"))
  const { code, stdout } = await run(['sim', ...quick, '--compare', other], { cwd })
  expect(stdout).toMatch(/against .*one-less\.ts/)
  expect(stdout).toMatch(/Service level +[\d.]+% +[\d.]+% ±[\d.]+ +-[\d.]+% ±[\d.]+ +a real difference/)
  expect(code).toBe(0)
  const compared = JSON.parse((await run(['sim', ...quick, '--compare', other, '--json'], { cwd })).stdout)
  expect(compared.base.definitionHash).not.toBe(compared.other.definitionHash)
  expect(compared.differences.length).toBeGreaterThan(10)
})

test.each([
  [['sim', 'nowhere.ts'], /there is no such file/],
  [['sim', 'center.ts', '--no-log'], /does not export a scenario/],
  [['sim', '--replications', '0'], /a whole number from 1 to 10000/],
  [['sim', '--replications', '99999999999'], /a whole number from 1 to 10000/],
  [['sim', '--seed', 'x'], /a whole number from 0 up/],
])('%j ends with 2', async (args, says) => {
  const { code, stderr } = await run(args, { cwd })
  expect(stderr).toMatch(says)
  expect(code).toBe(2)
})

test('a real day and a real month run as programs of their own', () => {
  for (const name of ['customer-service', 'multi-skill']) {
    const { code, stdout } = spawnRun(['sim', '--replications', '2', '--no-log', '--quiet'], { cwd: template(name) })
    expect(stdout).toMatch(/Calls in a run: [\d,]+/)
    expect(code).toBe(0)
  }
})
