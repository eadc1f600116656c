/** `cc start` in a project that was just made, with the test phones of `cc phone` and `cc dial`, over loopback. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCallStore } from '@callweave/cdr/sqlite'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Program, startProgram } from './program.js'
import { run } from './run.js'
import { blocksOfTone, loudBlocks, readSamples, writeTone } from './tones.js'

const cwd = mkdtempSync(join(tmpdir(), 'cw-start-'))
const project = join(cwd, 'center')
const programs: Program[] = []

beforeAll(async () => {
  await run(['init', 'center', '--template', 'minimal', '--yes'], { cwd })
  const file = join(project, 'center.ts')
  // Open at any hour, and with no wrap-up that a test would have to wait for.
  const hours = "{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }"
  const text = readFileSync(file, 'utf8')
    .replace(/\{ days: .*? to: '17:30' \}/, hours)
    .replace('15_000', '0')
  writeFileSync(file, text)
  writeTone(join(cwd, 'agent.wav'), 700, 3_000)
  writeTone(join(cwd, 'caller.wav'), 1_100, 20_000)
})
/** What a test that failed has left running. */
afterEach(async () => {
  for (const program of programs) program.signal('SIGKILL')
  await Promise.all(programs.splice(0).map(({ ended }) => ended))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const program = (...args: readonly string[]): Program => {
  const started = startProgram([...args, '--json'], project)
  programs.push(started)
  return started
}

const startCenter = async () => {
  const center = program('start', '--listen', '127.0.0.1:0', '--rtp-ports', '20000-20999', '--drain', '60s')
  const ready = await center.json({ notice: 'ready' })
  return { center, ready }
}

/** An agent at a desk who is ready. */
const startPhone = async (...args: readonly string[]): Promise<Program> => {
  const phone = program('phone', '8001', '--ready', '--answer-after', '200ms', ...args)
  await phone.json({ event: 'registered' })
  return phone
}

const passwords = (): readonly string[] =>
  [...readFileSync(join(project, '.env'), 'utf8').matchAll(/^EXT_\d+=(.+)$/gm)].map(([, value]) => value as string)

const records = () => {
  const store = openCallStore(join(project, '.callweave/calls.sqlite'))
  const found = store.calls()
  store.close()
  return found
}

test('a caller hears the greeting and an agent, both are recorded, and the call has its record', async () => {
  const { center, ready } = await startCenter()
  const text = JSON.stringify(ready)
  expect(passwords().length).toBe(3)
  for (const password of passwords()) expect(text).not.toContain(password)
  expect(ready).toMatchObject({
    name: 'minimal',
    numbers: [
      {
        number: '4008001234',
        ways: [
          { flow: 'day', when: 'office' },
          { flow: 'night', when: null },
        ],
      },
    ],
    start: { events: 0, closed: 0 },
  })
  expect(ready.phones).toContainEqual({ extension: '8001', agent: 'ana', secret: 'EXT_8001' })

  const heardByAgent = join(cwd, 'heard-by-agent.wav')
  const phone = await startPhone('--say', '../agent.wav', '--record', heardByAgent, '--calls', '1')
  expect((await run(['agents'], { cwd: project })).stdout).toMatch(/ana +8001 +ready/)
  expect((await run(['queues'], { cwd: project })).stdout).toMatch(/service +0 +- +0 +1 +1 +3/)
  const heard = join(cwd, 'heard.wav')
  const dialed = await run(
    [
      'dial',
      '4008001234',
      '--from',
      '13800000000',
      '--say',
      '../caller.wav',
      '--record',
      heard,
      '--for',
      '9s',
      '--json',
    ],
    { cwd: project },
  )
  expect([dialed.code, dialed.stderr]).toEqual([0, ''])
  expect(await phone.ended).toBe(0)
  const events = dialed.stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event)
  expect(events).toEqual(expect.arrayContaining(['dialing', 'answered', 'recorded', 'media', 'hung-up']))
  expect(await phone.json({ event: 'called-by' })).toMatchObject({ caller: '13800000000' })

  const samples = readSamples(heard)
  const greeting = samples.subarray(0, 8_000 * 2)
  // Speech, and neither of the tones.
  expect(loudBlocks(greeting)).toBeGreaterThan(15)
  expect(blocksOfTone(greeting, 700) + blocksOfTone(greeting, 1_100)).toBeLessThan(4)
  expect(blocksOfTone(samples, 700)).toBeGreaterThan(40)
  expect(blocksOfTone(readSamples(heardByAgent), 1_100)).toBeGreaterThan(40)

  // As long as the phone is there its agent is ready, and no longer.
  expect((await run(['agents'], { cwd: project })).stdout).toMatch(/ana +8001 +logged out/)
  expect(await center.json({ notice: 'phone-registered' })).toMatchObject({ extension: '8001' })
  await center.json({ notice: 'phone-gone' })
  center.signal('SIGTERM')
  expect(await center.ended).toBe(0)
  expect(records()).toMatchObject([{ caller: '13800000000', outcome: 'served' }])
})

test('Ctrl-C takes no new calls and waits for those that are up; once more clears them', async () => {
  const { center } = await startCenter()
  const caller = program('dial', '4008001234')
  await caller.json({ event: 'answered' })
  center.signal('SIGINT')
  expect(await center.json({ notice: 'ending' })).toMatchObject({ calls: 1, drainMs: 60_000 })
  const refused = await run(['dial', '4008001234', '--json'], { cwd: project })
  expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('"event":"refused","status":503')])
  expect(JSON.parse((await run(['calls', '--json'], { cwd: project })).stdout).calls).toMatchObject([
    { dialed: '4008001234' },
  ])
  caller.signal('SIGINT')
  expect(await caller.ended).toBe(0)
  expect(await center.ended).toBe(0)
  expect(await center.json({ notice: 'ended' })).toMatchObject({ cleared: 0 })

  const again = await startCenter()
  const another = program('dial', '4008001234')
  await another.json({ event: 'answered' })
  again.center.signal('SIGINT')
  await again.center.json({ notice: 'ending' })
  // Two in a moment are one: npm passes on what the terminal has sent already.
  again.center.signal('SIGINT')
  await new Promise((done) => setTimeout(done, 500))
  expect(again.center.lines.some((line) => line.includes('hurried'))).toBe(false)
  again.center.signal('SIGINT')
  expect(await another.json({ event: 'hung-up' })).toMatchObject({ by: 'them' })
  expect(await again.center.ended).toBe(0)
  expect(await again.center.json({ notice: 'ended' })).toMatchObject({ cleared: 1 })
})

test('after a kill -9 the next start says which calls it closed, and they have their records', async () => {
  const before = records().length
  const { center } = await startCenter()
  const phone = await startPhone()
  const talks = program('dial', '4008001234', '--from', '111')
  await phone.json({ event: 'answered' })
  const waits = program('dial', '4008001234', '--from', '222')
  await center.json({ notice: 'call-waits', call: before + 2 })
  center.signal('SIGKILL')
  expect(await center.ended).toBe(null)
  const next = await startCenter()
  expect(next.ready.start).toMatchObject({ closed: 2 })
  expect(await next.center.json({ notice: 'closed-dead' })).toMatchObject({
    calls: 2,
    stages: { talking: 1, waiting: 1 },
  })
  expect((await run(['calls'], { cwd: project })).stdout).toBe('No calls.\n')
  expect(
    records()
      .slice(before)
      .map(({ caller, endCause }) => [caller, endCause]),
  ).toEqual([
    ['111', 'failed'],
    ['222', 'failed'],
  ])
  for (const one of [talks, waits, phone]) one.signal('SIGKILL')
  next.center.signal('SIGINT')
  expect(await next.center.ended).toBe(0)
})

test('a phone of the definition dials: a code that logs its agent in, another phone, and a number that there is not', async () => {
  const { center } = await startCenter()
  const phone = program('phone', '8002', '--answer-after', '1s')
  await phone.json({ event: 'registered' })
  expect((await run(['dial', '*11', '--as', '8001'], { cwd: project })).code).toBe(0)
  // Logged in; but the phone logs off with the end of `cc dial`, before that or after, and nobody can be rung there.
  await center.json({ notice: 'agent-changed', agent: 'ana', state: 'not-ready' })
  expect((await run(['agents'], { cwd: project })).stdout).toMatch(/ana +8001 +not ready \(phone cannot be reached\)/)
  expect((await run(['agents', 'not-ready', 'ana', '--reason', 'break'], { cwd: project })).stdout).toBe(
    'ana: not ready\n',
  )
  expect((await run(['agents'], { cwd: project })).stdout).toMatch(/not ready \(break\)/)
  expect((await run(['agents', 'ready', 'nobody'], { cwd: project })).stderr).toMatch(/there is no agent 'nobody'/)
  expect((await run(['dial', '8002', '--as', '8001', '--for', '4s'], { cwd: project })).code).toBe(0)
  expect(await phone.json({ event: 'called-by' })).toMatchObject({ caller: '8001' })
  // Until then its line is busy.
  await phone.json({ event: 'hung-up' })
  const unknown = await run(['dial', '7777777', '--as', '8001', '--for', '5s'], { cwd: project })
  expect([unknown.code, unknown.stdout]).toEqual([1, expect.stringMatching(/refused: \d{3} [A-Z][a-z]+/)])
  await center.json({ notice: 'call-dialed', extension: '8001', dialed: '7777777' })
  await center.json({ notice: 'call-refused', because: 'unknown-number' })
  expect((await run(['dial', '8002', '--as', '8001', '--for', '50ms'], { cwd: project })).stdout).toMatch(
    /given up by this phone after \d\.\d s, unanswered/,
  )
  expect(await phone.json({ event: 'unanswered' })).toMatchObject({ by: 'them' })
  const nowhere = await run(['dial', '--record', 'no-folder/heard.wav'], { cwd: project })
  expect([nowhere.code, nowhere.stdout, nowhere.stderr]).toEqual([
    2,
    '',
    expect.stringMatching(/no-folder.heard\.wav|cannot be written/),
  ])
  center.signal('SIGINT')
  expect(await center.ended).toBe(0)
})

describe('what keeps a center from starting', () => {
  test('a port that another has: exit 1, and what to do', async () => {
    const { center, ready } = await startCenter()
    const { port } = ready.sip as { readonly port: number }
    await run(['init', 'other', '--template', 'minimal', '--yes'], { cwd })
    const taken = await run(['start', '--listen', `127.0.0.1:${port}`], { cwd: join(cwd, 'other') })
    expect([taken.code, taken.stderr]).toEqual([
      1,
      expect.stringMatching(/has this port[\s\S]*--listen 127\.0\.0\.1:5070/),
    ])
    const second = await run(['start', '--listen', '127.0.0.1:0'], { cwd: project })
    expect([second.code, second.stderr]).toEqual([
      1,
      expect.stringMatching(/this center is already running \(process \d+\)[\s\S]*Ctrl-C[\s\S]*--folder/),
    ])
    const chinese = await run(['start', '--listen', '127.0.0.1:0', '--lang', 'zh'], { cwd: project })
    expect(chinese.stderr).toMatch(/这个呼叫中心已在运行（进程 \d+）[\s\S]*请先在那里用 Ctrl-C/)
    center.signal('SIGINT')
    expect(await center.ended).toBe(0)
  })

  test('a secret without a value: exit 2, its name and where to put it', async () => {
    await run(['init', 'no-secrets', '--template', 'minimal', '--yes'], { cwd })
    rmSync(join(cwd, 'no-secrets/.env'))
    const { code, stderr } = await run(['start'], { cwd: join(cwd, 'no-secrets') })
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /the secret EXT_8001 has no value[\s\S]*agents\.ana\.password[\s\S]*EXT_8001=\.\.\. into \.env/,
    )
  })
})

describe('a phone that there is not', () => {
  test.each([
    [['dial', '8001', '--as', '8999'], /--as 8999/],
    [['phone', '8998'], /<extension> 8998/],
  ])('%j: exit 2, and which word of the command line it is', async (args, where) => {
    const { code, stderr } = await run(args, { cwd: project })
    expect([code, stderr]).toEqual([2, expect.stringMatching(where)])
  })
})

describe('without a center that runs', () => {
  test.each([['calls'], ['agents'], ['queues'], ['dial'], ['phone', '8001']])(
    'cc %s: exit 1, and what to do',
    async (...args) => {
      const { code, stdout, stderr } = await run(args, { cwd: project })
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/cc start/)
    },
  )
})
