/** What keeps agents from a call, other than that they are busy: tiers, skills, a hold; and what puts other calls first. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-explain-reasons-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const center = `
import { defineCallCenter, expandingRings, lastAgentFirst, longestIdle, ringAll } from 'callweave'
const toQueue = (queue) => ({ start: { step: 'queue', queue } })
export default defineCallCenter({
  trunks: { main: { numbers: ['100', '200', '300', '400', '500'], channels: 30 } },
  skills: ['zh'],
  agents: {
    ana: { extension: '1', skills: { zh: 5 } },
    ben: { extension: '2', skills: { zh: 2 } },
    chen: { extension: '3' },
    dee: { extension: '4' },
  },
  queues: {
    held: { strategy: lastAgentFirst(longestIdle, { waitMs: 40_000 }), members: ['ana', 'ben'] },
    other: { strategy: longestIdle, members: ['dee'] },
    zh: { strategy: expandingRings(longestIdle, { rings: [{ afterMs: 20_000, skillLevel: 2 }] }), members: ['ana', 'ben', 'chen'], wants: { zh: 5 } },
    tiers: { strategy: ringAll(), members: ['ana', { agent: 'ben', level: 2 }, { agent: 'chen', level: 2 }], tiers: { waitMs: 15_000 } },
    gold: { strategy: longestIdle, members: ['ana'], priority: 5 },
  },
  flows: { held: toQueue('held'), other: toQueue('other'), zh: toQueue('zh'), tiers: toQueue('tiers'), gold: toQueue('gold') },
  routes: [
    { number: '100', flow: 'held' },
    { number: '200', flow: 'other' },
    { number: '300', flow: 'zh' },
    { number: '400', flow: 'tiers' },
    { number: '500', flow: 'gold' },
  ],
})
`

/** Calls at these seconds; everybody picks up after a second and talks for 100. */
const scenario = (calls: string): string => `
import { constant, defineScenario, times } from 'callweave/sim'
import center from '../center.ts'
const at = (dialed, ...seconds) => ({ dialed, callers: 'one', source: times(seconds.map((second) => ({ afterMs: second * 1000 }))) })
export default defineScenario(center, {
  name: 'day',
  start: '2026-01-12T09:00',
  lengthMs: 3_600_000,
  arrivals: [${calls}],
  callers: { one: { numbers: ['5551'], patience: constant({ ms: 600_000 }) } },
  agents: { everyone: { answer: constant({ ms: 1000 }), talk: constant({ ms: 100_000 }) } },
})
`

let projects = 0
/** Simulated, in a folder of its own: modules are loaded once for each path. */
const project = async (calls: string): Promise<string> => {
  projects += 1
  const cwd = join(folder, String(projects))
  cpSync(join(import.meta.dirname, '../templates/minimal'), cwd, { recursive: true })
  writeFileSync(join(cwd, 'center.ts'), center)
  writeFileSync(join(cwd, 'scenarios/day.ts'), scenario(calls))
  expect(await run(['sim', '--replications', '1', '--json'], { cwd })).toMatchObject({ code: 0 })
  return cwd
}

/** Explains the second call. */
const story = async (calls: string, language = 'en'): Promise<string> => {
  const cwd = await project(calls)
  return flat((await run(['explain', '2', '--lang', language], { cwd })).stdout)
}

/** Without the margin and the breaks of lines. */
const flat = (text: string): string => text.replace(/\s+/g, ' ')

describe('cc explain: what keeps agents from a call', () => {
  test('A2 held for the one who served the caller last, until the hold is over', async () => {
    const told = await story("at('100', 1, 10)")
    expect(told).toContain('Waited 41 s in held because it was held for one agent who was busy almost the whole time.')
    expect(told).toContain('enters queue held; first in line; would like ana (talking)')
    expect(told).toContain('not now, as it is held for ana: 1')
    expect(told).toContain('or in 0:40, when the rules of the queue may let in more')
    expect(told).toContain('has waited long enough: no longer held for ana (ben) rings at ben')
  })

  test('A2 whom the caller would like need not serve the queue', async () => {
    const told = await story("at('200', 1), at('100', 150)")
    expect(told).toContain('would like dee, who does not serve this queue')
    expect(told).toContain(
      'ready, in order of longest idle, then name: ana idle 2:30, ben idle 2:30 (same, so the name decides)',
    )
  })

  test('A2 levels of skill that come down while the call waits', async () => {
    const told = await story("at('300', 1, 10)")
    expect(told).toContain('the only one logged in who can take it was busy almost the whole time')
    expect(told).toContain('When it came, 1 of the 3 members could take it by skill, tier and rules.')
    expect(told).toContain('passed over: talking: ana 0:08 zh below 5: ben 2 no zh: chen asked again')
    expect(told).toContain('has waited long enough: zh 2 will do now (ben) rings at ben')
  })

  test('A2 tiers are called tiers, and phones that ring together are one line', async () => {
    const told = await story("at('400', 1, 10)")
    expect(told).toContain('tier 2, not let in yet: ben, chen')
    expect(told).toContain('has waited long enough: tier 2 may take it now (ben, chen)')
    expect(told).toContain('rings at ben, chen (everybody who is ready rings)')
    expect(told).toContain('stops ringing at chen: somebody else has picked up')
    expect(told).not.toMatch(/ring \d/)
  })

  test('A3 a call of higher priority that came later and went first', async () => {
    const told = await story("at('500', 1, 95), at('300', 90)")
    expect(told).toContain('Meanwhile they took 1 other call with higher priority.')
  })

  test('A3 where the calls ahead went: taken, or given up', async () => {
    const cwd = await project("at('200', 1, 2, 3, 4, 5, 6, 7, 8, 9)")
    const told = flat((await run(['explain', '9'], { cwd })).stdout)
    expect(told).toMatch(
      /7 calls were ahead of it when it came\. Meanwhile they took 5 other calls that had waited longer\./,
    )
    const chinese = flat((await run(['explain', '9', '--lang', 'zh'], { cwd })).stdout)
    expect(chinese).toMatch(/其间他们接了另外 5 个等得更久的呼叫。/)
    expect(chinese).toMatch(/排在前面的，\s?有 2 个放弃。/)
    expect(told).toContain('Of those ahead of it, 2 gave up.')
  })

  test('A2 each in Chinese, too', async () => {
    const stdout = await story("at('400', 1, 10)", 'zh')
    expect(stdout).toMatch(/第 2 层，尚未放开：ben, chen[\s\S]*等待已够久：第 2 层现在可接（ben, chen）/)
    expect(stdout).toMatch(/振铃 ben、chen（全部就绪者同时振铃）/)
  })

  test('A2 an agent of a later tier: which calls went by, one line for phones that rang together', async () => {
    const cwd = await project("at('400', 1, 10, 15)")
    const told = await run(['explain', '--agent', 'chen', '--at', '09:00:20'], { cwd, env: { COLUMNS: '120' } })
    expect(told.stdout).toMatch(/queue tiers: 2 calls waiting, best first, as tier 2\n/)
    expect(told.stdout).toContain('call 2, waiting 0:10; not for this agent: tier 2, not let in yet')
    expect(told.stdout).toContain(
      'Ready since 09:00:00; 1 call was offered to others in that time:\n  09:00:01  call 1 to ana; not for this agent: tier 2, not let in yet',
    )
    const later = await run(['explain', '--agent', 'ana', '--at', '09:00:20'], { cwd, env: { COLUMNS: '120' } })
    expect(later.stdout).toContain(
      'call 1 of tiers (everybody who is ready rings, the first phone that rings, idle 1 s)',
    )
  })

  test('a log that ends while the call waits: what it waited for until then', async () => {
    const cwd = await project("at('200', 1, 10, 50)")
    const log = join(cwd, 'runs/events.jsonl')
    await run(['sim', '--replications', '1', '--log', log, '--log-format', 'jsonl', '--json'], { cwd })
    const [whole = ''] = readFileSync(log, 'utf8').split(/(?<="leg.arrived","call":3\b.*\n)/)
    writeFileSync(log, whole)
    const told = flat((await run(['explain', '2', '--log', log], { cwd })).stdout)
    expect(told).toContain(
      'Waited 40 s in other because the only one logged in who can take it was busy the whole time.',
    )
    expect(told).toMatch(/ 40 s still waits, first in line/)
  })

  test('A2 without a time: calls that the agent may not take do not count', async () => {
    const cwd = await project("at('300', 1, 2, 3, 4, 5, 6), at('100', 110)")
    const told = await run(['explain', '--agent', 'chen'], { cwd, env: { COLUMNS: '120' } })
    expect(told.stdout).toContain('\nNo call that this agent could take waited in all of this log; for any moment: ')
    const chinese = await run(['explain', '--agent', 'chen', '--lang', 'zh'], { cwd, env: { COLUMNS: '120' } })
    expect(chinese.stdout).toContain('整份日志里都没有该坐席员可接的呼叫在等待')
    const { busiest } = JSON.parse(
      (await run(['explain', '--agent', 'chen', '--json'], { cwd, env: { COLUMNS: '120' } })).stdout,
    )
    expect(busiest).toBe(0)
    // The fourth of them is there after five seconds, but only after twenty may the agent take it.
    const ben = JSON.parse(
      (await run(['explain', '--agent', 'ben', '--json'], { cwd, env: { COLUMNS: '120' } })).stdout,
    )
    expect(ben.atMs).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 12, 9, 0, 22))
    expect(ben.busiest).toBe(ben.explained.couldTake)
  })
})
