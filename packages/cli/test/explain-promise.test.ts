/** Promises to call back: nobody hangs on the line, and a promise has its own time. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from './run.js'

const cwd = mkdtempSync(join(tmpdir(), 'callweave-explain-promise-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const center = `
import { defineCallCenter, longestIdle } from 'callweave'
export default defineCallCenter({
  trunks: { main: { numbers: ['100', '200', '300'], channels: 30 } },
  agents: { ana: { extension: '1' } },
  queues: { q: { strategy: longestIdle, members: ['ana'], callback: { expiresAfterMs: 1_500_000 } } },
  flows: {
    direct: { start: { step: 'queue', queue: 'q' } },
    later: {
      start: { step: 'callback', queue: 'q', delayMs: 600_000, then: 'bye' },
      bye: { step: 'hang-up' },
    },
    muchLater: {
      start: { step: 'callback', queue: 'q', delayMs: 2_400_000, then: 'bye' },
      bye: { step: 'hang-up' },
    },
  },
  routes: [{ number: '100', flow: 'direct' }, { number: '200', flow: 'later' }, { number: '300', flow: 'muchLater' }],
})
`

const scenario = `
import { constant, defineScenario, times } from 'callweave/sim'
import center from '../center.ts'
const at = (dialed, callers, ...seconds) => ({ dialed, callers, source: times(seconds.map((second) => ({ afterMs: second * 1000 }))) })
export default defineScenario(center, {
  name: 'day',
  start: '2026-01-12T09:00',
  lengthMs: 7_200_000,
  arrivals: [at('200', 'one', 10), at('300', 'two', 20), at('100', 'three', 500), at('200', 'four', 600), at('100', 'four', 610)],
  callers: {
    one: { numbers: ['5551'], patience: constant({ ms: 600_000 }) },
    two: { numbers: ['5552'], patience: constant({ ms: 600_000 }) },
    three: { numbers: ['5553'], patience: constant({ ms: 600_000 }) },
    four: { numbers: ['5554'], patience: constant({ ms: 600_000 }) },
  },
  agents: { everyone: { answer: constant({ ms: 1000 }), talk: constant({ ms: 4_000_000 }) } },
})
`

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../templates/minimal'), cwd, { recursive: true })
  writeFileSync(join(cwd, 'center.ts'), center)
  writeFileSync(join(cwd, 'scenarios/day.ts'), scenario)
  expect(await run(['sim', '--replications', '1', '--json'], { cwd })).toMatchObject({ code: 0, stderr: '' })
})

const told = async (...args: readonly string[]): Promise<string> =>
  (await run(['explain', ...args], { cwd })).stdout.replace(/\s+/g, ' ')

describe('cc explain of a promise to call back', () => {
  test('before its time it waits for its time, which is said', async () => {
    const story = await told('2')
    expect(story).toMatch(/the callback still waits for its time: due at 2026-01-12 09:40:\d\d asked again in/)
    expect(story).not.toMatch(/is put off/)
    expect(await told('2', '--lang', 'zh')).toMatch(/回呼仍在等约定的时间：2026-01-12 09:40:\d\d/)
  })

  test('it has no place in the line of callers', async () => {
    expect(await told('1')).toContain('enters queue q; as a promise to call back')
    expect(await told('1')).toContain('the callback still waits nobody who may take it is ready')
    expect(await told('1')).not.toMatch(/first in line|ahead/)
    expect(await told('1', '--lang', 'zh')).toContain('进入队列 q；等待回呼')
  })

  test('one that ended because its caller called again', async () => {
    expect(await told('4')).toContain('The call ends: the promise to call back was cancelled.')
    expect(await told('4', '--lang', 'zh')).toContain('呼叫结束：回呼约定已取消。')
  })

  test('one that was not kept is no caller who gave up', async () => {
    expect(await told('1')).toContain('The call ends: the promise to call back was not kept.')
    expect(await told('1', '--lang', 'zh')).toContain('呼叫结束：没有按约定回呼。')
    const { moments } = JSON.parse((await run(['explain', '1', '--json'], { cwd })).stdout)
    expect(moments.at(-1).event.outcome).toBe('abandoned')
  })
})
