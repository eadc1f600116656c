import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEventLogFile } from '@callweave/cdr/node'
import { callId, createEventLog } from '@callweave/core'
import { afterAll, describe, expect, test } from 'vitest'
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
  [['log', 'dog', 'x'], /the value of <action> cannot be used[\s\S]*expected {2}cat/],
  [['log', 'cat', join(import.meta.dirname, 'run.ts')], /this is not an event log of Callweave/],
])('%j', async (args, says) => {
  const { stderr, code } = await run(args)
  expect(stderr).toMatch(says)
  expect(code).toBe(2)
})
