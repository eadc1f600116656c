/** Agents from a file, from `cc check` to the event log. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-rosters-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let projects = 0

const sources = (name: string): string => JSON.stringify(join(import.meta.dirname, '../..', name, 'src/index.ts'))
const center = `import { csvRoster, defineCallCenter } from ${sources('center')}
import { longestIdle } from ${sources('acd')}
export default defineCallCenter({
  trunks: { main: { numbers: ['100'], channels: 20 } },
  skills: ['french'],
  agents: {},
  rosters: [csvRoster({ file: 'agents.csv' })],
  queues: { service: { strategy: longestIdle, members: [] } },
  flows: { day: { start: { step: 'queue', queue: 'service' } } },
  routes: [{ number: '100', flow: 'day' }],
})`
const scenario = (agent: string): string => `import { defineScenario, poisson } from ${sources('sim')}
import center from '../center.ts'
export default defineScenario(center, {
  start: '2026-01-12T09:00',
  lengthMs: 3_600_000,
  arrivals: [{ dialed: '100', source: poisson({ callsPerHour: 60 }) }],
  agents: { only: { '${agent}': { paceFactor: 1.5 } } },
  changes: [{ afterMs: 1_800_000, change: 'member', queue: 'service', agent: 'ben', joined: false }],
})`

const project = (roster: string, agent = 'li-wei'): string => {
  projects += 1
  const cwd = join(folder, String(projects))
  mkdirSync(join(cwd, 'scenarios'), { recursive: true })
  writeFileSync(join(cwd, 'center.ts'), center)
  writeFileSync(join(cwd, 'agents.csv'), roster)
  writeFileSync(join(cwd, 'scenarios/day.ts'), scenario(agent))
  return cwd
}

const roster = 'agent,extension,queues\nli-wei,8001,service\nben,8002,service\n'

test('A3 S3 a roster is checked, simulated with its agents, and changed while calls are up', async () => {
  const cwd = project(roster)
  const checked = JSON.parse((await run(['check', '--json'], { cwd })).stdout)
  expect(checked).toMatchObject({ ok: true, agents: 2, problems: [] })
  expect(checked.scenarios).toHaveLength(1)
  const args = ['sim', '--replications', '3', '--log', 'events.jsonl', '--log-format', 'jsonl', '--json']
  const { stdout, code } = await run(args, { cwd })
  const report = JSON.parse(stdout)
  expect({ code, hash: report.definitionHash }).toEqual({ code: 0, hash: checked.definitionHash })
  expect(report.calls.answered).toBeGreaterThan(0)
  const log = readFileSync(join(cwd, 'events.jsonl'), 'utf8')
  expect(log).toMatch(/"type":"offer\.accepted".*"agent":"li-wei"/)
  expect(log).toMatch(/"type":"member\.changed".*"agent":"ben","joined":false/)
})

test('A3 a mistake in the roster is told with its line, and the exit code is 2', async () => {
  const { stderr, code } = await run(['check'], { cwd: project(roster.replace('8002,service', '8002,servise')) })
  expect(stderr).toMatch(/there is no queue called 'servise'[\s\S]*agents\.csv:3[\s\S]*Did you mean 'service'/)
  expect(stderr).not.toMatch(/\n\s+at /)
  expect(code).toBe(2)
})

test('A3 an agent that a scenario names and the roster does not have', async () => {
  const { stderr, code } = await run(['check'], { cwd: project(roster, 'li-wie') })
  expect(stderr).toMatch(/there is no agent called 'li-wie'[\s\S]*agents\.only\.li-wie[\s\S]*Did you mean 'li-wei'/)
  expect(code).toBe(2)
})
