import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../run.js'
import { createProjects, refuses } from './wrong.js'

const project = createProjects()

describe('an event log', () => {
  const cwd = project()
  const simulate = (...more: readonly string[]) => run(['sim', '--replications', '1', '--quiet', ...more], { cwd })
  const cut = (from: string, to: string, bytes: number): void =>
    writeFileSync(join(cwd, to), readFileSync(join(cwd, from)).subarray(0, bytes))

  test('cut, of another kind, empty, missing', async () => {
    await simulate()
    cut('runs/events.log', 'runs/cut.log', 5_000)
    refuses(await run(['log', 'cat', 'runs/cut.log'], { cwd }), /this log is cut[\s\S]*cut\.log/)
    refuses(await run(['explain', 'longest', '--log', 'runs/cut.log'], { cwd }), /this log is cut/)
    refuses(await run(['log', 'cat', 'center.ts'], { cwd }), /this is not an event log of Callweave/)
    writeFileSync(join(cwd, 'runs/none.log'), '')
    refuses(await run(['log', 'cat', 'runs/none.log'], { cwd }), /this event log is empty/)
    refuses(await run(['log', 'cat', 'runs/nope.log'], { cwd }), /there is no such file/)
    refuses(await run(['explain', '99999'], { cwd }), /this log has no call 99999/)
  })

  test('cut in JSON Lines: what is whole is printed, and where it ends is said', async () => {
    await simulate('--log', 'runs/e.jsonl', '--log-format', 'jsonl')
    cut('runs/e.jsonl', 'runs/cut.jsonl', 5_000)
    const { code, stdout, stderr } = await run(['log', 'cat', 'runs/cut.jsonl'], { cwd })
    expect(stdout.trim().split('\n').length).toBeGreaterThan(10)
    expect(stderr).toMatch(/this log is cut: its last line does not end; its last whole event is number \d+/)
    expect(code).toBe(2)
  })
})
