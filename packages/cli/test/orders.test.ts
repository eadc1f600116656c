/** What is ordered on the command line in a center that runs: agents' calls, and callers that it refuses. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Program, startProgram } from './program.js'
import { run } from './run.js'

const cwd = mkdtempSync(join(tmpdir(), 'cw-orders-'))
const project = join(cwd, 'center')
const programs: Program[] = []

beforeAll(async () => {
  await run(['init', 'center', '--template', 'minimal', '--yes'], { cwd })
  const file = join(project, 'center.ts')
  const always = "{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }"
  const text = readFileSync(file, 'utf8')
    .replace(/\{ days: .*? to: '17:30' \}/, always)
    .replace('15_000', '0')
  writeFileSync(file, text)
})
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

const cc = (...args: readonly string[]) => run(args, { cwd: project })

const startCenter = async (): Promise<Program> => {
  const center = program('start', '--listen', '127.0.0.1:0', '--rtp-ports', '24000-24499')
  await center.json({ notice: 'ready' })
  return center
}

/** Asks again until it shows: what a switch does comes after the order. */
const shows = async (args: readonly string[], what: RegExp): Promise<void> => {
  for (;;) {
    const { code, stdout, stderr } = await cc(...args)
    expect([code, stderr]).toEqual([0, ''])
    if (what.test(stdout)) return
  }
}

test('P4 P5 P9 hold, retrieve, transfer and release by the command line', async () => {
  await startCenter()
  const [ana, ben] = [program('phone', '8001', '--ready'), program('phone', '8002')]
  await ana.json({ event: 'registered' })
  await ben.json({ event: 'registered' })
  const none = await cc('agents', 'hold', 'ana')
  expect([none.code, none.stdout, none.stderr]).toEqual([1, '', 'ana: hold is refused: ana is in no call\n'])
  const chinese = await cc('agents', 'hold', 'ana', '--lang', 'zh')
  expect(chinese.stderr).toBe('ana：hold 被拒绝：ana 没有通话\n')

  const caller = program('dial', '4008001234')
  await ana.json({ event: 'answered' })
  expect(await cc('agents', 'hold', 'ana')).toMatchObject({ code: 0, stdout: 'ana: hold is ordered\n', stderr: '' })
  await shows(['agents'], /ana +8001 +on hold/)
  const back = await cc('agents', 'retrieve', 'ana', '--json')
  expect(JSON.parse(back.stdout)).toMatchObject({ agents: [{ agent: 'ana', call: 1 }], refused: [] })
  await shows(['agents'], /ana +8001 +talking/)
  await cc('agents', 'ready', 'ben')
  expect((await cc('agents', 'transfer', 'ana', '--to', 'agent:zoe')).stderr).toContain("no agent called 'zoe'")
  expect((await cc('agents', 'transfer', 'ana', '--to', 'agent:ben')).stdout).toBe('ana: transfer is ordered\n')
  await ben.json({ event: 'answered' })
  await shows(['agents'], /ben +8002 +talking/)
  expect((await cc('agents', 'release', 'ben')).code).toBe(0)
  expect(await caller.json({ event: 'hung-up' })).toMatchObject({ by: 'them' })
})

test('P11 a caller is blocked, listed, refused, and let in again', async () => {
  await startCenter()
  const dial = () => cc('dial', '4008001234', '--from', '13800001111', '--for', '1s', '--json')
  expect((await cc('calls', 'blocked')).stdout).toBe('No caller is refused.\n')
  expect((await cc('calls', 'block', '0900*')).stdout).toBe('0900*: refused from now on\n')
  expect((await cc('calls', 'block', '13800001111', '--for', '2h')).stdout).toMatch(
    /^13800001111: refused until (\w+ )?\d\d:\d\d\n$/,
  )
  expect((await cc('calls', 'blocked')).stdout).toMatch(/13800001111 +(\w+ )?\d\d:\d\d\n *0900\* +for good\n/)
  expect(await dial()).toMatchObject({ code: 1, stdout: expect.stringContaining('"status":603') })
  expect((await cc('calls', 'unblock', '13800001111')).stdout).toBe('13800001111: let in again\n')
  expect((await dial()).code).toBe(0)
  expect(JSON.parse((await cc('calls', 'blocked', '--json')).stdout).blocks).toEqual([
    { number: '0900*', untilMs: null },
  ])
  const gone = await cc('calls', 'unblock', '0900123')
  expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining("begins as '0900*', which is")])
})

test.each([
  [['agents', 'transfer', 'ana'], /--to is missing/],
  [['agents', 'hold', 'ana', '--to', '8002'], /hold and --to cannot be given together/],
  [['agents', 'hold'], /<agents> is missing/],
  [['agents', 'hold', 'ana', '--reason', 'break'], /hold and --reason cannot/],
  [['agents', 'holt', 'ana'], /Did you mean 'hold'/],
  [['calls', 'block'], /<number> is missing/],
  [['calls', 'unblock', '138', '--for', '2h'], /--for/],
  [['calls', 'blocked', '138'], /cannot be given together/],
] as const)('%j is refused before anybody is asked', async (args, says) => {
  const { code, stderr } = await cc(...args)
  expect([code, stderr]).toEqual([2, expect.stringMatching(says)])
})
