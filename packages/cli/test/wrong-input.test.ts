/** Whatever is wrong with what a user hands in: one sentence with its place, exit code 2, and nothing of our insides. */

import { once } from 'node:events'
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Ran, run, spawnRun } from './run.js'

const templates = join(import.meta.dirname, '../templates')
const folder = mkdtempSync(join(tmpdir(), 'callweave-wrong-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let projects = 0
/** A project as `cc init` makes it, in a folder of its own: modules are loaded once for each path. */
const project = (template = 'minimal'): string => {
  projects += 1
  const path = join(folder, `project-${projects}`)
  cpSync(join(templates, template), path, { recursive: true })
  return path
}

const edit = (path: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(path, 'utf8')
  const changed = text.replace(from, to)
  expect(changed, `nothing to replace in ${path}`).not.toBe(text)
  writeFileSync(path, changed)
}

/** Two, nothing on stdout, no stack, no talk of a bug, none of zod's own words. */
const refuses = ({ code, stdout, stderr }: Ran, ...says: readonly RegExp[]): void => {
  for (const sentence of says) expect(stderr).toMatch(sentence)
  expect(stderr).not.toMatch(/^\s+at |mistake in Callweave|Invalid input|received undefined|Too small|undefined/m)
  expect(stderr).toMatch(/^error: .+\n/)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
}

type Wrong = readonly [what: string, from: string | RegExp, to: string, says: RegExp]

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

describe('a definition in JSON, and files that hold none', () => {
  const plain = {
    trunks: { main: { numbers: ['100'], channels: 2 } },
    agents: { ana: { extension: '1' } },
    queues: { service: { strategy: { strategy: 'longest-idle' }, members: ['ana'] } },
    flows: { day: { start: { step: 'queue', queue: 'service' } } },
    routes: [{ flow: 'day' }],
  }
  const json = (value: unknown): string => JSON.stringify(value)
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    ['not JSON', 'a.json', '{\n "agents": {}, }', /this is not JSON: .*\n +where +\S*a\.json:2\n/],
    ['empty', 'b.json', '', /this is not JSON: Unexpected end/],
    ['a list', 'c.json', '[1]', /does not hold a definition[\s\S]*one object with trunks, agents, queues/],
    ['without flows', 'd.json', json({ ...plain, flows: undefined }), /'flows' is missing\n +where +\S*d\.json: flows/],
    [
      'an unknown agent and an unknown strategy',
      'e.json',
      json({ ...plain, queues: { service: { strategy: { strategy: 'longest-idel' }, members: ['anna'] } } }),
      /no agent called 'anna'[\s\S]*no strategy called 'longest-idel'\n +where .*queues\.service\.strategy\n +expected .*\n +to do +Did you mean 'longest-idle'/,
    ],
    [
      'text in a number',
      'f.json',
      json({ ...plain, trunks: { main: { numbers: ['100'], channels: 'two' } } }),
      /f\.json: trunks\.main\.channels\n +found +'two'/,
    ],
    ['an empty program', 'g.ts', '', /exports nothing by default[\s\S]*export default defineCallCenter/],
    ['a number', 'h.ts', 'export default 7', /does not export a definition/],
    ['another kind of file', 'i.yaml', 'queues:', /this kind of file cannot be loaded[\s\S]*\.json/],
  ]
  test.each(cases)('%s', async (_, name, text, says) => {
    const cwd = project()
    writeFileSync(join(cwd, name), text)
    refuses(await run(['check', name], { cwd }), says)
  })

  test('a folder, a missing file, a folder without a project', async () => {
    const cwd = project()
    refuses(await run(['check', 'scenarios'], { cwd }), /this is a folder/)
    refuses(await run(['sim', 'scenarios'], { cwd }), /this is a folder/)
    refuses(await run(['check', 'centre.ts'], { cwd }), /there is no such file[\s\S]*Did you mean 'center\.ts'/)
    refuses(await run(['check'], { cwd: join(cwd, 'scenarios') }), /no definition in this folder[\s\S]*cc init/)
    refuses(await run(['sim'], { cwd: join(cwd, 'scenarios') }), /no scenario in this folder[\s\S]*cc init/)
  })
})

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

describe('a CSV of calls', () => {
  const file = 'data/nhs111-cambridgeshire-daily.csv'
  const row = '2026-01-12,111AC5,1066'
  const cases: readonly (readonly [string, (text: string) => string | Buffer, RegExp])[] = [
    [
      'text in a number column',
      (text) => text.replace(row, '2026-01-12,111AC5,many'),
      /calls_received is not a number\n +where +\S*daily\.csv:51\n +found +'many'\n +expected +a whole number from 0 up/,
    ],
    ['a blank number', (text) => text.replace(row, '2026-01-12,111AC5,'), /is blank[\s\S]*Write 0 where no call came/],
    ['a negative number', (text) => text.replace(row, '2026-01-12,111AC5,-3'), /is negative[\s\S]*csv:51/],
    ['half a call', (text) => text.replace(row, '2026-01-12,111AC5,10.5'), /is not a whole number[\s\S]*average/],
    ['an empty file', () => '', /the file is empty\n +where .*\n +expected +a header line/],
    ['a header alone', (text) => `${text.split('\n')[0]}\n`, /a header and nothing below it/],
    ['a line cut short', (text) => text.replace(/2026-01-12,.*/, '2026-01-12'), /csv:51/],
    [
      'a quote that does not end',
      (text) => text.replace(row, '2026-01-12,"111AC5,1066'),
      /a quote is opened and never closed/,
    ],
    [
      'another date format',
      (text) => text.replace('2026-01-12', '12 Jan 2026'),
      /no counts for 2026-01-12[\s\S]*YYYY-MM-DD/,
    ],
    ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), /encoded as UTF-16[\s\S]*CSV UTF-8/],
    [
      'no text at all',
      () => Buffer.from(Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919) % 251)),
      /binary|UTF-8/,
    ],
  ]
  test.each(cases)('%s', async (_, change, says) => {
    const cwd = project('customer-service')
    writeFileSync(join(cwd, file), change(readFileSync(join(cwd, file), 'utf8')))
    refuses(await run(['sim', '--no-log', '--replications', '1'], { cwd }), says)
  })

  test('gaps', async () => {
    const cwd = project('customer-service')
    edit(join(cwd, 'scenarios/day.ts'), /\n +day: '2026-01-12',/, '')
    edit(join(cwd, file), /^2025-12-24.*\n/m, '')
    refuses(
      await run(['sim', '--no-log', '--replications', '1'], { cwd }),
      /an interval is missing, at 2025-12-24\n +where +\S*csv:32\n +expected +a row every day\n +to do +Add the rows, or .*'zero'/,
    )
  })

  test('missing, a folder, an unknown column, a day that it has not', async () => {
    const simulate = async (change: (cwd: string) => void, says: RegExp): Promise<void> => {
      const cwd = project('customer-service')
      change(cwd)
      refuses(await run(['sim', '--no-log', '--replications', '1'], { cwd }), says)
    }
    await simulate((cwd) => rmSync(join(cwd, file)), /no such file[\s\S]*in a scenario from the scenario/)
    await simulate((cwd) => {
      rmSync(join(cwd, file))
      mkdirSync(join(cwd, file))
    }, /this is a folder\n[\s\S]*a CSV file/)
    const day = 'scenarios/day.ts'
    await simulate(
      (cwd) => edit(join(cwd, day), "'calls_received'", "'call_received'"),
      /no column called 'call_received'[\s\S]*mean 'calls_received'/,
    )
    await simulate(
      (cwd) => edit(join(cwd, day), "day: '2026-01-12'", "day: '2027-01-12'"),
      /no counts for 2027-01-12\n[\s\S]*a day from 2025-11-24 to 2026-02-15/,
    )
  })

  test('cc plan says the same', async () => {
    const cwd = project()
    const plan = async (text: string, says: RegExp): Promise<void> => {
      writeFileSync(join(cwd, 'v.csv'), text)
      refuses(await run(['plan', '--volumes', 'v.csv', '--aht', '180s'], { cwd }), says)
    }
    await plan('', /the file is empty/)
    await plan('time,calls\n2026-01-12 09:00,ten\n', /calls is not a number[\s\S]*v\.csv:2/)
    await plan(
      'time,calls\n2026-01-12 09:00,1\n2026-01-12 09:30,1\n2026-01-12 10:30,1\n',
      /an interval is missing, at 2026-01-12 10:00\n +where +\S*v\.csv:4\n +expected +a row every 30 minutes/,
    )
  })
})

const everything = process.env.CALLWEAVE_REQUIRE === 'all'
const sizeBytes = everything ? 100e6 : 21e6

describe(`a file of ${sizeBytes / 1e6} MB${everything ? '' : ' (100 MB with CALLWEAVE_REQUIRE=all)'}`, () => {
  const write = async (name: string, lines: Iterable<string>): Promise<string> => {
    const path = join(folder, name)
    const file = createWriteStream(path)
    let size = 0
    for (const text of lines) {
      if (size >= sizeBytes) break
      size += text.length
      if (!file.write(text)) await once(file, 'drain')
    }
    file.end()
    await once(file, 'close')
    return path
  }
  const minutes = function* (): Iterable<string> {
    yield 'time,calls\n'
    for (let atMs = Date.UTC(2000, 0, 1); ; ) {
      let text = ''
      for (let i = 0; i < 1000; i += 1, atMs += 60_000)
        text += `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')},3\n`
      yield text
    }
  }
  const oneLine = function* (): Iterable<string> {
    for (;;) yield 'x'.repeat(1_000_000)
  }

  test('of counts: read to its end, with the mistake in its last line', async () => {
    const path = await write('minutes.csv', minutes())
    writeFileSync(path, 'tomorrow,many\n', { flag: 'a' })
    refuses(await run(['plan', '--volumes', path, '--aht', '180s']), /minutes\.csv:\d+|more than 5,000,000 intervals/)
  })

  test('without a line end, as CSV and as a log', async () => {
    const path = await write('line.csv', oneLine())
    refuses(await run(['plan', '--volumes', path, '--aht', '180s']), /line\.csv/)
    refuses(await run(['log', 'cat', path]), /this is not an event log of Callweave/)
  })

  test.each(['huge.json', 'huge.ts'])('as a definition: %s is not even read', async (name) => {
    const path = await write(name, oneLine())
    refuses(await run(['check', path]), /too large to be a definition[\s\S]*found +'\d+ MB'\n +expected +at most 20 MB/)
  })
})

describe('a command line', () => {
  const cwd = join(templates, 'minimal')
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ['sim', '--threshold', 'servce-level >= 0.8'],
      /no figure called 'servce-level'[\s\S]*Did you mean 'service-level'/,
    ],
    [['sim', '--threshold', 'asa{queue=servise} <= 20s'], /no queue called 'servise'[\s\S]*Did you mean 'service'/],
    [['sim', '--threshold', 'asa <= 20'], /needs its unit[\s\S]*Did you mean '20s'/],
    [['sim', '--threshold', 'asa is good'], /this threshold cannot be read[\s\S]*such as/],
    [['sim', '--seed', 'abc'], /the value of --seed cannot be used[\s\S]*'abc'[\s\S]*a whole number from 0 up/],
    [['sim', '--replications', '0'], /--replications[\s\S]*a whole number from 1 up/],
    [['sim', '--replication', '3'], /there is no option --replication\n[\s\S]*Did you mean '--replications'/],
    [['sim', 'scenarios/dya.ts'], /no such file[\s\S]*Did you mean 'day\.ts'/],
    [['sim', '--log', 'center.ts/x.log'], /this event log cannot be written/],
    [['flow', 'draw', 'dai'], /no flow called 'dai'[\s\S]*Did you mean 'day'/],
    [['simm'], /no command called 'simm'[\s\S]*Did you mean 'sim'/],
  ]
  test.each(cases)('%j', async (args, says) => {
    refuses(await run([...args, ...(args[0] === 'sim' && !args.includes('--log') ? ['--no-log'] : [])], { cwd }), says)
  })
})

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
