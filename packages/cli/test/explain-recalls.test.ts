/** A line that the called party alone clears: attempts to call the caller back, in words. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from './run.js'

const cwd = mkdtempSync(join(tmpdir(), 'callweave-explain-recalls-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const center = `
import { defineCallCenter, longestIdle } from 'callweave'
export default defineCallCenter({
  trunks: { main: { numbers: ['100'], channels: 30, calledPartyRelease: { keepMs: 60_000 } } },
  agents: { ana: { extension: '1' } },
  queues: { q: { strategy: longestIdle, members: ['ana'] } },
  flows: { day: { start: { step: 'queue', queue: 'q' } } },
  routes: [{ flow: 'day' }],
})
`

const scenario = `
import { constant, defineScenario, times } from 'callweave/sim'
import center from '../center.ts'
export default defineScenario(center, {
  name: 'day',
  start: '2026-01-12T09:00',
  lengthMs: 600_000,
  arrivals: [{ dialed: '100', callers: 'one', source: times([{ afterMs: 0 }]) }],
  callers: { one: { numbers: ['5551'] } },
  agents: { everyone: { answer: constant({ ms: 1000 }), talk: constant({ ms: 500_000 }), hangsUpRatio: 0 } },
  faults: [{ fault: 'trunk-down', trunk: 'main', afterMs: 10_000, lengthMs: 500_000 }],
})
`

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../templates/minimal'), cwd, { recursive: true })
  writeFileSync(join(cwd, 'center.ts'), center)
  writeFileSync(join(cwd, 'scenarios/day.ts'), scenario)
  expect(await run(['sim', '--replications', '1', '--json'], { cwd })).toMatchObject({ code: 0 })
})

const told = async (...args: readonly string[]): Promise<string> =>
  (await run(['explain', '1', ...args], { cwd })).stdout.replace(/\s+/g, ' ')

test('the first is told as an attempt, and those after it are one line with their count', async () => {
  const text = await told()
  expect(text.match(/the center tries to call \S+ back/g)).toHaveLength(1)
  // At 10 s, then after 3, 9, 21 and 45 s.
  expect(text).toMatch(/13 s further attempts to call \S+ back: 4 /)
  expect(text).not.toContain('is called back')
})

test('and in Chinese', async () => {
  const { stdout } = await run(['explain', '1'], { cwd, env: { CALLWEAVE_LANG: 'zh-CN' } })
  expect(stdout).toMatch(/再次尝试回呼 \S+：4 次/)
})
