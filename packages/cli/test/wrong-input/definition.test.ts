import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run, spawnRun } from '../run.js'
import { createProjects, edit, refuses, type Wrong } from './wrong.js'

const project = createProjects()

describe('a definition', () => {
  const cases: readonly Wrong[] = [
    [
      'a misspelled setting',
      'wrapUpMs',
      'wrapUpMS',
      /'wrapUpMS' is not a setting here; did you mean 'wrapUpMs'\?\n +where +\S*center\.ts: queues\.service\n/,
    ],
    ['a misspelled section', ' queues: {', ' queus: {', /'queues' is missing[\s\S]*'queus' is not .* mean 'queues'\?/],
    [
      'an unknown queue',
      "queue: 'service' }",
      "queue: 'servise' }",
      /there is no queue called 'servise'\n +where +\S*center\.ts: flows\.day\.agent\.queue\n +expected .*\n.*Did you mean 'service'\?/,
    ],
    ['an unknown agent', "'chen']", "'chenn']", /no agent called 'chenn'[\s\S]*members\[2\][\s\S]*mean 'chen'\?/],
    ['an unknown prompt', "prompt: 'welcome'", "prompt: 'welcom'", /no prompt called 'welcom'[\s\S]*mean 'welcome'\?/],
    [
      'a step that leads to no step',
      "then: 'agent'",
      "then: 'agnet'",
      /^error: there is no step called 'agnet'\n.*\n.*\n.*mean 'agent'\?\n$/,
    ],
    [
      'a step that leads nowhere',
      ", then: 'agent' }",
      ' }',
      /'then' is missing\n +where +\S*center\.ts: flows\.day\.start\.then\n +expected +the name of a step/,
    ],
    [
      'a flow that goes round for ever',
      "then: 'agent' }",
      "then: 'start' }",
      /calls go round for ever: .*start[\s\S]*flows\.day\.start/,
    ],
    [
      'a dead end: a menu that a silent caller never leaves',
      "agent: { step: 'queue', queue: 'service' }",
      "agent: { step: 'menu', prompt: 'welcome', on: { '1': 'agent' }, noInput: { then: 'agent' } }",
      /never|for ever/,
    ],
    ['hours that never open', /open: \[.*\] \}/, 'open: [] }', /the hours 'office' never open\n[\s\S]*Add open: \[/],
    [
      'hours on no day',
      /days: \[[^\]]*\]/,
      'days: []',
      /this is empty\n +where +\S*center\.ts: hours\.office\.open\[0\]\.days/,
    ],
    ['a time that is none', "'17:30'", "'25:30'", /must be a time such as '09:00'[\s\S]*found +'25:30'/],
    [
      'negative wrap-up',
      '15_000',
      '-15_000',
      /a span of time cannot be negative\n +where +\S*center\.ts: queues\.service\.wrapUpMs\n +found +-15000/,
    ],
    ['text in a number', '15_000', "'15 s'", /where +\S*center\.ts: queues\.service\.wrapUpMs\n +found +'15 s'/],
    [
      'a time zone that is none',
      'Europe/London',
      'Europe/Londn',
      /found +'Europe\/Londn'\n +expected +an IANA time zone/,
    ],
    ['an unknown step', "step: 'queue'", "step: 'queu'", /there is no step 'queu'; did you mean 'queue'\?/],
    ['one extension for two', "'8002'", "'8001'", /the extension 8001 is also ana's[\s\S]*agents\.ben\.extension/],
    [
      'a program that throws',
      'export default',
      'const nothing = undefined as any\nnothing.more()\nexport default',
      /this file fails: Cannot read properties of und[\s\S]*where +\S*center\.ts:5\n/,
    ],
    [
      'a package that is not there',
      "'callweave'",
      "'callweev'",
      /the package 'callweev' is not installed[\s\S]*npm install/,
    ],
  ]
  test.each(cases)('%s', async (what, from, to, says) => {
    const cwd = project()
    edit(join(cwd, 'center.ts'), from, to)
    const ran = await run(['check'], { cwd })
    // What a program throws may well speak of undefined.
    refuses(what === 'a program that throws' ? { ...ran, stderr: ran.stderr.replace('undefined', 'und') } : ran, says)
    const sim = await run(['sim', '--no-log'], { cwd })
    expect(sim.code).toBe(2)
  })

  // The test runner compiles what is loaded inside of it; Node says other things than the runner.
  test.each([
    [
      'a syntax error',
      'defineCallCenter({',
      'defineCallCenter({{',
      /cannot be read as a program: [\s\S]*where +center\.ts:\d+\n/,
    ],
    [
      'a name that the package has not',
      'longestIdle',
      'longestIddle',
      /named 'longestIddle'[\s\S]*where +center\.ts:\d/,
    ],
    [
      'a package that is not there',
      "'callweave'",
      "'callweev'",
      /the package 'callweev' is not installed[\s\S]*npm install/,
    ],
  ])('%s, as a program of its own', (_, from, to, says) => {
    const cwd = project()
    edit(join(cwd, 'center.ts'), from, to)
    refuses(spawnRun(['check'], { cwd }), says)
  })

  test('a negative wrap-up hides no misspelled queue', async () => {
    const cwd = project()
    edit(join(cwd, 'center.ts'), '15_000', '-15_000')
    edit(join(cwd, 'center.ts'), "queue: 'service' }", "queue: 'servise' }")
    refuses(await run(['check'], { cwd }), /cannot be negative/, /no queue called 'servise'/)
  })

  test('--json has the problems, and the file', async () => {
    const cwd = project()
    edit(join(cwd, 'center.ts'), "queue: 'service' }", "queue: 'servise' }")
    const { code, stdout } = await run(['check', '--json'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      file: expect.stringMatching(/center\.ts$/),
      problems: [{ path: 'flows.day.agent.queue', remedy: "Did you mean 'service'?" }],
    })
    expect(code).toBe(2)
  })
})
