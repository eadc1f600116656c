import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEventLogFile } from '@callweave/cdr/node'
import { openCallStore } from '@callweave/cdr/sqlite'
import { callId, createEventLog } from '@callweave/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const header = { schemaVersion: 1, definitionHash: 'abc', seed: '7', originMs: 0 }

describe.each(['binary', 'jsonl'] as const)('cc log cat, %s', (format) => {
  const path = join(folder, `run.${format}`)
  const log = createEventLog()
  const file = createEventLogFile(path, { format, header })
  log.tap(file.listeners)
  for (const n of [17, 18, 17])
    log.emit['call.tagged']({ seq: log.next(), atMs: n * 1000, type: 'call.tagged', call: callId(n), tag: '贵宾' })
  file.close()

  test('each event on a line', async () => {
    const { stdout, stderr, code } = await run(['log', 'cat', path])
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines[0]).toEqual({ seq: 1, atMs: 17_000, type: 'call.tagged', call: 17, tag: '贵宾' })
    expect(lines.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })

  test('of one call', async () => {
    const { stdout } = await run(['log', 'cat', path, '--call', '17'])
    expect(stdout.trimEnd().split('\n').length).toBe(2)
  })
})

test('a cut log prints what is whole, then says where it ends', async () => {
  const path = join(folder, 'run.jsonl')
  truncateSync(path, statSync(path).size - 5)
  const { stdout, stderr, code } = await run(['log', 'cat', path])
  expect(stdout.trimEnd().split('\n').length).toBeGreaterThanOrEqual(2)
  expect(stderr).toMatch(/this log is cut/)
  expect(code).toBe(2)
})

test.each([
  [['log', 'cat', join(folder, 'none')], /there is no such file/],
  [['log', 'cat'], /<file> is missing/],
  [['log', 'dog', 'x'], /the value of <action> cannot be used[\s\S]*expected {2}one of cat, calls/],
  [['log', 'cat', join(import.meta.dirname, 'run.ts')], /this is not an event log of Callweave/],
])('%j', async (args, says) => {
  const { stderr, code } = await run(args)
  expect(stderr).toMatch(says)
  expect(code).toBe(2)
})

describe('cc log, records and reports of a run', () => {
  const cwd = join(import.meta.dirname, '../templates/minimal')
  const path = join(folder, 'minimal.log')
  beforeAll(
    async () => void (await run(['sim', '--replications', '1', '--seed', '3', '--log', path, '--json'], { cwd })),
  )
  const lines = async (...words: string[]) => (await run(['log', ...words], { cwd })).stdout.trimEnd().split('\n')

  test('D1 calls: one record for each, as JSON Lines and as CSV', async () => {
    const records = (await lines('calls', path)).map((line) => JSON.parse(line))
    const table = await lines('calls', path, '--format', 'csv')
    expect(records.length).toBeGreaterThan(100)
    expect(table.length).toBe(records.length + 1)
    expect(table[0]).toMatch(/^call,arrivedAt,/)
  })
  test('D1 calls: without what says something about a person', async () => {
    const text = (await lines('calls', path, '--private')).join('\n')
    expect(text).not.toMatch(/"caller":"\d/)
    expect((await lines('calls', path, '--private', '--format', 'csv'))[0]).not.toContain('caller')
  })
  test('D2 agents: periods that follow each other', async () => {
    const periods = (await lines('agents', path)).map((line) => JSON.parse(line))
    const ends = new Map<string, number>()
    for (const { agent, startMs, lengthMs } of periods) {
      expect(ends.get(agent) ?? startMs).toBe(startMs)
      ends.set(agent, startMs + lengthMs)
    }
    expect(ends.size).toBeGreaterThan(1)
  })
  test('D3 intervals: offered calls add up to the queue entries of the log', async () => {
    const rows = (await lines('intervals', path, '--interval', '15m')).map((line) => JSON.parse(line))
    const entered = (await lines('cat', path)).filter((line) => line.includes('"queue.entered"')).length
    expect(rows.reduce((sum, { offered }) => sum + offered, 0)).toBe(entered)
  })
  test('D3 queue_log: every line has the fields that Asterisk writes', async () => {
    const written = await lines('queue-log', path)
    for (const line of written) expect(line).toMatch(/^\d{10}\|[^|]*\|[^|]*\|[^|]*\|[A-Z]+(\|.*)?$/)
    expect(written.some((line) => line.includes('|CONNECT|'))).toBe(true)
  })
  test('D1 store: records in SQLite, as many as calls', async () => {
    const to = join(folder, 'calls.sqlite')
    const { stdout, code } = await run(['log', 'store', path, '--to', to, '--json'], { cwd })
    expect(code).toBe(0)
    const { calls } = JSON.parse(stdout)
    const store = openCallStore(to)
    expect([...store.calls({})].length).toBe(calls)
    store.close()
    expect((await run(['log', 'store', path], { cwd })).stderr).toMatch(/--to/)
  })
})
