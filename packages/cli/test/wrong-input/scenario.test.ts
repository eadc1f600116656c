import { join } from 'node:path'
import { describe, test } from 'vitest'
import { run } from '../run.js'
import { createProjects, edit, refuses, type Wrong } from './wrong.js'

const project = createProjects()

describe('a scenario', () => {
  const cases: readonly Wrong[] = [
    [
      'an unknown step',
      'patience:',
      "keys: { strat: { '1': 0.5 } }, patience:",
      /no step called 'strat'\n +where +\S*scenarios\/day\.ts: callers\.everyone\.keys\.strat\n[\s\S]*mean 'start'/,
    ],
    [
      'an unknown agent',
      ' agents: {',
      ' agents: { only: { anna: {} },',
      /no agent called 'anna'[\s\S]*agents\.only\.anna/,
    ],
    [
      'an unknown queue',
      'talk:',
      'talkByQueue: { servise: exponential({ meanMs: 1 }) }, talk:',
      /no queue called 'servise'[\s\S]*mean 'service'/,
    ],
    [
      'a number of no trunk',
      '4008001234',
      '4008001233',
      /no number to dial called '4008001233'[\s\S]*arrivals\[0\]\.dialed/,
    ],
    ['a negative mean', '120_000', '-120_000', /must be above 0 ms[\s\S]*patience\.meanMs\n +found +-120000/],
    ['a misspelled setting', 'patience:', 'patiense:', /'patiense' is not a setting here; did you mean 'patience'/],
    [
      'a date that is none',
      '2026-01-12T09:00',
      '12.01.2026',
      /found +'12\.01\.2026'\n +expected +a local date and time/,
    ],
  ]
  test.each(cases)('%s', async (_, from, to, says) => {
    const cwd = project()
    edit(join(cwd, 'scenarios/day.ts'), from, to)
    refuses(await run(['sim', '--no-log'], { cwd }), says)
    refuses(await run(['check'], { cwd }), says)
  })

  test('a negative span hides no unknown agent', async () => {
    const cwd = project()
    edit(join(cwd, 'scenarios/day.ts'), '120_000', '-120_000')
    edit(join(cwd, 'scenarios/day.ts'), ' agents: {', ' agents: { only: { anna: {} },')
    refuses(await run(['sim', '--no-log'], { cwd }), /must be above 0 ms/, /no agent called 'anna'/)
  })
})
