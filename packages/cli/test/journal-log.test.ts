/** `cc explain` and `cc log` on the journal of a center: by its folder, while it runs, cut, and beside a simulated log. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEventLog } from '@callweave/cdr/node'
import type { CallEvent, CallId } from '@callweave/core'
import { eventOf } from '@callweave/core/testing'
import { type DurableJournal, openJournal } from '@callweave/server/journal'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from './run.js'

const root = mkdtempSync(join(tmpdir(), 'cw-journal-log-'))
const cwd = join(root, 'center')
const folder = join(cwd, '.callweave')
const parts = join(folder, 'journal')
const opened: DurableJournal[] = []
let events: readonly CallEvent[] = []
let firstCaller = ''

/** What a center would have written of a simulated day, in several files. The center goes on. */
beforeAll(async () => {
  await run(['init', 'center', '--template', 'minimal', '--yes'], { cwd: root })
  await run(['sim', '--replications', '1', '--seed', '3', '--quiet'], { cwd })
  events = [...openEventLog(join(cwd, 'runs/events.log'))]
  firstCaller = events.flatMap((event) => (event.type === 'leg.arrived' ? [event.caller] : []))[0] ?? ''
  mkdirSync(folder)
  const journal = await openJournal(parts, { segmentBytes: 20_000 })
  for (let from = 0; from < events.length - 1; from += 500)
    await journal.append(events.slice(from, Math.min(from + 500, events.length - 1)))
  await journal.append(events.slice(-1))
  opened.push(journal)
})
afterAll(async () => {
  for (const journal of opened) await journal.close()
  rmSync(root, { recursive: true, force: true })
})

const segments = (): readonly string[] => readdirSync(parts).filter((name) => name.endsWith('.cwlog'))
const notice =
  /^this journal is not closed: its center runs, or was killed\. Read up to its last whole event, number \d+\n$/

describe('the journal of a center that runs', () => {
  test.each([['.callweave'], ['.callweave/journal']])(
    'S4 cc log cat %s: every file of it, its numbers readable',
    async (path) => {
      expect(segments().length).toBeGreaterThan(2)
      const { code, stdout, stderr } = await run(['log', 'cat', path], { cwd })
      expect(
        stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toEqual(events)
      expect([code, stderr]).toEqual([0, expect.stringMatching(notice)])
      const chinese = await run(['log', 'cat', path, '--lang', 'zh'], { cwd })
      expect(chinese.stderr).toMatch(/^这份日志没有关闭/)
    },
  )

  test('S4 one file of it, with its keys; what was gone on from says nothing', async () => {
    const { code, stdout, stderr } = await run(['log', 'cat', `.callweave/journal/${segments()[0]}`], { cwd })
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toEqual(events.slice(0, lines.length))
    expect([code, stderr]).toEqual([0, ''])
  })

  test.each([['calls'], ['agents'], ['queue-log'], ['intervals']])(
    'cc log %s, as of the simulated log',
    async (action) => {
      const simulated = await run(['log', action, 'runs/events.log'], { cwd })
      const { code, stdout, stderr } = await run(['log', action, '.callweave'], { cwd })
      expect(stdout).toBe(simulated.stdout)
      expect([code, stderr]).toEqual([0, expect.stringMatching(notice)])
    },
  )

  test('A2 cc explain tells a call with its reasons and its number', async () => {
    const { code, stdout, stderr } = await run(['explain', '1', '--log', '.callweave'], { cwd })
    expect(stdout).toContain(`${firstCaller} dials`)
    expect([code, stderr]).toEqual([0, ''])
    expect((await run(['explain', 'longest', '--log', '.callweave'], { cwd })).stdout).toBe(
      (await run(['explain', 'longest', '--log', 'runs/events.log'], { cwd })).stdout,
    )
    const none = await run(['explain', '99999', '--log', '.callweave'], { cwd })
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/this log has no call 99999/)])
  })
})

test('a plain cc explain says which log it reads, when the center has written since', async () => {
  const log = join(cwd, 'runs/events.log')
  utimesSync(log, new Date(0), new Date(0))
  const older = await run(['explain', '1'], { cwd })
  expect([older.code, older.stderr]).toEqual([
    0,
    expect.stringMatching(/^Read from .*runs\/events\.log, a simulated run\..*--log .*\.callweave reads those\n$/),
  ])
  expect((await run(['explain', '1', '--lang', 'zh'], { cwd })).stderr).toMatch(
    /^读的是仿真运行 .*--log .*\.callweave /,
  )
  const inFuture = new Date(Date.now() + 3_600_000)
  utimesSync(log, inFuture, inFuture)
  expect((await run(['explain', '1'], { cwd })).stderr).toBe('')
  copyFileSync(log, `${log}.kept`)
  rmSync(log)
  const none = await run(['explain', '1'], { cwd })
  expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/no such file[\s\S]*--log .*\.callweave/)])
  copyFileSync(`${log}.kept`, log)
})

describe('what is no journal', () => {
  test.each([
    [['log', 'cat', '.'], /there is no journal in this folder/],
    [['explain', '1', '--log', 'runs'], /there is no journal in this folder/],
    [['log', 'cat', 'runs', '--lang', 'zh'], /这个文件夹里没有日志/],
  ])('%j', async (args, says) => {
    const { code, stderr } = await run(args, { cwd })
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)])
    expect(stderr).not.toMatch(/EISDIR/)
  })
})

test('S4 a short journal of a center that was killed: the interval that has begun; damage in the middle is an error', async () => {
  const path = join(root, 'short')
  const journal = await openJournal(path)
  const call = 1 as CallId
  await journal.append([
    eventOf('log.opened', { seq: 1, atMs: 1_000, definitionHash: 'x' }),
    eventOf('leg.arrived', { seq: 2, atMs: 2_000, call, caller: '1', dialed: '2' }),
  ])
  await journal.append([eventOf('queue.entered', { seq: 3, atMs: 3_000, call, queue: 'service', callback: null })])
  const file = join(path, readdirSync(path).find((name) => name.endsWith('.cwlog')) ?? '')
  const open = readFileSync(file)
  await journal.close()
  writeFileSync(file, open.subarray(0, open.length - 3))
  const cut = await run(['log', 'cat', path], { cwd })
  expect([cut.code, cut.stdout.trim().split('\n').length, cut.stderr]).toEqual([0, 2, expect.stringMatching(notice)])
  writeFileSync(file, open)
  const { code, stdout, stderr } = await run(['log', 'intervals', path], { cwd })
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ queue: 'service', offered: 1 }])
  expect([code, stderr]).toEqual([0, expect.stringMatching(notice)])
  const damaged = Buffer.from(open)
  const at = damaged.indexOf('BLOK') + 40
  damaged[at] = (damaged[at] as number) ^ 1
  writeFileSync(file, damaged)
  const wrong = await run(['log', 'cat', path], { cwd })
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/checksum of the block/)])
  expect((await run(['log', 'cat', path, '--lang', 'zh'], { cwd })).stderr).toMatch(/校验和不对/)
})
