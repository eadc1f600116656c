/** What is not there, or not there any more: a folder that cannot be, a center, its folder, a name. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Program, startProgram } from './program.js'
import { run, spawnRun } from './run.js'

const cwd = mkdtempSync(join(tmpdir(), 'cw-gone-'))
const project = join(cwd, 'center')
const programs: Program[] = []
const weekDays = "days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']"

beforeAll(async () => {
  await run(['init', 'center', '--template', 'minimal', '--yes'], { cwd })
  const file = join(project, 'center.ts')
  // Closed, but for a minute of each day that this test does not meet.
  const from = new Date(Date.now() + 12 * 3_600_000).toISOString().slice(11, 16)
  const until = new Date(Date.now() + 12 * 3_600_000 + 60_000).toISOString().slice(11, 16)
  const text = readFileSync(file, 'utf8')
    .replace(/\{ days: .*? to: '17:30' \}/, `{ ${weekDays}, from: '${from}', to: '${until}' }`)
    .replace(/timeZone: '[^']+'/, "timeZone: 'UTC'")
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

const startCenter = async (port = 0) => {
  const center = program('start', '--listen', `127.0.0.1:${port}`, '--rtp-ports', '22000-22499')
  const ready = await center.json({ notice: 'ready' })
  return { center, ready, port: (ready.sip as { readonly port: number }).port }
}

test.runIf(existsSync('/proc/self'))('a folder that no folder can be made in: exit 2, where, and what to do', () => {
  const { code, stderr } = spawnRun(['start', '--folder', '/proc/callweave'], { cwd: project })
  expect(stderr).toMatch(/this folder cannot be made: [\s\S]*\/proc\/callweave[\s\S]*--folder/)
  expect(code).toBe(2)
  const chinese = spawnRun(['start', '--folder', '/proc/callweave', '--lang', 'zh'], { cwd: project })
  expect(chinese.stderr).toMatch(/无法建立这个文件夹：不存在（ENOENT[\s\S]*--folder/)
  for (const args of [
    ['init', '/proc/callweave', '--template', 'minimal', '--yes'],
    ['sim', '--replications', '1', '--log', '/proc/callweave/events.log'],
  ]) {
    const tried = spawnRun(args, { cwd: project })
    expect([tried.code, tried.stderr]).toEqual([2, expect.stringContaining('/proc/callweave')])
  }
})

test('nobody listens at the port: cc dial and cc phone say so at once', async () => {
  const { center, port } = await startCenter()
  center.signal('SIGINT')
  await center.ended
  for (const args of [
    ['dial', '100'],
    ['phone', '8001'],
  ]) {
    const { code, stderr } = await run([...args, '--server', `127.0.0.1:${port}`], { cwd: project })
    expect(stderr).toMatch(new RegExp(`no center answers there[\\s\\S]*127\\.0\\.0\\.1:${port}[\\s\\S]*cc start`))
    expect(code).toBe(1)
  }
})

test('the center is killed: a call is broken off and told, a phone waits, and is known again when it is back', async () => {
  const { center, port } = await startCenter()
  const phone = program('phone', '8001', '--ready')
  await phone.json({ event: 'registered' })
  const caller = program('dial', '4008001234')
  await caller.json({ event: 'answered' })
  center.signal('SIGKILL')
  await phone.json({ event: 'center-gone' })
  expect(await caller.ended).toBe(1)
  expect(await caller.json({ event: 'hung-up' })).toMatchObject({ by: 'fault' })
  expect(caller.errors.join()).toContain('no center answers there')
  const again = await startCenter(port)
  await phone.json({ event: 'center-back' })
  expect(await again.center.json({ notice: 'phone-registered' })).toMatchObject({ extension: '8001' })
  phone.signal('SIGINT')
  expect(await phone.ended).toBe(0)
})

test.skipIf(process.platform === 'win32')(
  'its folder is deleted while it runs: told once, with what is lost',
  async () => {
    const { center } = await startCenter()
    // Seen by those who look for it.
    await new Promise((done) => setTimeout(done, 1_500))
    rmSync(join(project, '.callweave'), { recursive: true })
    expect(await center.json({ notice: 'folder-lost' })).toMatchObject({
      what: expect.arrayContaining(['journal', 'recordings', 'socket']),
      lost: { fromSeq: 1 },
    })
    expect((await run(['calls'], { cwd: project })).stdout).toBe('No calls.\n')
    center.signal('SIGINT')
    expect(await center.ended).toBe(0)
    expect(center.lines.filter((line) => line.includes('folder-lost'))).toHaveLength(1)
    rmSync(join(project, '.callweave'), { recursive: true })
  },
)

test('names that there are not change nobody; which numbers are open, and until when', async () => {
  const { ready } = await startCenter()
  expect(ready.opening).toMatchObject({
    timeZone: 'UTC',
    numbers: [{ number: '4008001234', flow: 'night', hours: [{ hours: 'office', open: false }] }],
  })
  const wrong = await run(['agents', 'ready', 'ana', 'anna', 'bob'], { cwd: project })
  expect([wrong.code, wrong.stdout]).toEqual([2, ''])
  expect(wrong.stderr).toMatch(/there are no agents 'anna', 'bob'[\s\S]*Did you mean 'ana'\? Nobody was changed/)
  const agents = JSON.parse((await run(['agents', '--json'], { cwd: project })).stdout).agents
  expect(agents.map(({ state }: { readonly state: string }) => state)).toEqual([
    'logged-out',
    'logged-out',
    'logged-out',
  ])
  expect((await run(['agents', 'ready', 'ana', 'ben', 'ana'], { cwd: project })).stdout).toBe(
    'ana: ready\nben: ready\n',
  )
  const refused = await run(['agents', 'not-ready', 'ana', 'ben', '--reason', 'x'.repeat(65)], { cwd: project })
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/^ana: not changed: .*\nben: not changed: .*\n$/),
  ])

  const queues = await run(['queues'], { cwd: project })
  expect(queues.stdout).toMatch(
    /service .* closed until (\w+ )?\d\d:\d\d\n[\s\S]*4008001234 +night +office closed until/,
  )
  const chinese = await run(['queues', '--lang', 'zh'], { cwd: project })
  expect(chinese.stdout).toMatch(/未营业，至 [\s\S]*4008001234 +night +office 未营业，至/)
  expect(JSON.parse((await run(['queues', '--json'], { cwd: project })).stdout)).toMatchObject({
    queues: [{ queue: 'service' }],
    timeZone: 'UTC',
    numbers: [{ queues: [{ queue: 'service', open: false }] }],
  })
})
