import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from './run.js'

const cwd = join(import.meta.dirname, '../templates/customer-service')
const folder = mkdtempSync(join(tmpdir(), 'callweave-explain-'))
const log = join(folder, 'events.log')
beforeAll(async () => {
  await run(['sim', '--replications', '1', '--seed', '3', '--log', log, '--json'], { cwd })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('cc explain', () => {
  test('longest: a call that waited, who was where, and who took it or how it gave up', async () => {
    const { code, stdout } = await run(['explain', 'longest', '--log', log], { cwd })
    expect(stdout).toMatch(/^Call \d+, 2026-01-12 \d\d:\d\d:\d\d Europe\/London\n/)
    expect(stdout).toMatch(/enters queue \S+; others waiting: \d+\n +nobody is ready\n +talking: /)
    expect(stdout).toMatch(/(is through|gives up|leaves the queue by key) after waiting \d/)
    expect(stdout).toMatch(/The call ends: /)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
    expect(code).toBe(0)
  })

  test('an offer has its reason, and the others who were ready', async () => {
    const { stdout } = await run(['explain', '400', '--log', log], { cwd })
    expect(stdout).toMatch(/presses 0 at main|comes to step/)
    const offered = (await run(['explain', 'longest', '--log', log], { cwd })).stdout
    expect(`${stdout}${offered}`).toMatch(
      /rings at \w+ \((had waited longest for a call|served this caller last|next in turn)/,
    )
  })

  test('in Chinese, and as JSON', async () => {
    expect((await run(['explain', 'longest', '--log', log, '--lang', 'zh'], { cwd })).stdout).toMatch(
      /没有人就绪[\s\S]*呼叫结束/,
    )
    const { moments } = JSON.parse((await run(['explain', 'longest', '--log', log, '--json'], { cwd })).stdout)
    expect(moments[0].event.type).toBe('leg.arrived')
    expect(moments.at(-1).event.type).toBe('call.ended')
    expect(moments.find((moment: { queue?: object }) => moment.queue)?.queue.members.length).toBeGreaterThan(3)
  })

  test.each([
    [['explain', '999999', '--log', log], /this log has no call 999999/],
    [['explain', 'shortest', '--log', log], /the number of a call, or the word longest/],
    [['explain', '1', '--log', join(folder, 'none.log')], /there is no such file/],
    [['explain'], /<call> is missing/],
  ])('%j ends with 2', async (args, says) => {
    const { code, stderr } = await run(args, { cwd })
    expect(stderr).toMatch(says)
    expect(code).toBe(2)
  })
})
