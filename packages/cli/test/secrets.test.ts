/** A secret's value comes from outside, and into nothing that is printed, hashed or logged. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-secret-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const center = (password: string): string => `{
  trunks: { main: { numbers: ['100'], channels: 2 } },
  agents: { ana: { extension: '1', password: ${password} }, ben: { extension: '2', password: { secret: 'EXT_2' } } },
  queues: { service: { strategy: { strategy: 'longest-idle', version: 1 }, members: ['ana', 'ben'] } },
  flows: { day: { start: { step: 'queue', queue: 'service' } } },
  routes: [{ number: '100', flow: 'day' }],
}`

const project = (name: string, password = "{ secret: 'EXT_1' }"): string => {
  const path = join(folder, name)
  mkdirSync(join(path, 'scenarios'), { recursive: true })
  writeFileSync(join(path, 'center.ts'), `export default ${center(password)}`)
  const sim = join(import.meta.dirname, '../../sim/src/index.ts')
  const centers = join(import.meta.dirname, '../../center/src/index.ts')
  writeFileSync(
    join(path, 'scenarios/day.ts'),
    `import { defineScenario, poisson } from ${JSON.stringify(sim)}
import { checkDefinition } from ${JSON.stringify(centers)}
import center from '../center.ts'
export default defineScenario(checkDefinition(center), {
  start: '2026-01-12T09:00',
  lengthMs: 600_000,
  arrivals: [{ dialed: '100', source: poisson({ callsPerHour: 60 }) }],
})`,
  )
  return path
}

const values = ['first-hidden-value', 'second-hidden-value'] as const
const env = { EXT_1: values[0], EXT_2: values[1] }
const expectHidden = (...texts: readonly string[]): void => {
  for (const text of texts) for (const value of values) expect(text).not.toContain(value)
}

describe('cc check', () => {
  test('warns once for secrets without a value, and says how to give one', async () => {
    const cwd = project('none')
    const { code, stdout } = await run(['check'], { cwd })
    expect(stdout).toMatch(
      /warning: agents\.ana\.password: 2 secrets have no value: EXT_1, EXT_2\. Set it in the environment, or write EXT_1=\.\.\. into \.env/,
    )
    expect(code).toBe(0)
    writeFileSync(join(cwd, '.env'), `EXT_2=${values[1]}\n`)
    expect((await run(['check'], { cwd, env: {} })).stdout).toMatch(/the secret EXT_1 has no value/)
  })

  test('is content with values from the environment, from .env and from a file, whatever they are', async () => {
    const cwd = project('given')
    const hashes = new Set<string>()
    const check = async (env: Record<string, string>): Promise<void> => {
      const { stdout, stderr } = await run(['check', '--json'], { cwd, env })
      expect(JSON.parse(stdout)).toMatchObject({ ok: true, problems: [] })
      expectHidden(stdout, stderr)
      hashes.add(JSON.parse(stdout).definitionHash)
    }
    await check(env)
    await check({ EXT_1: 'another', EXT_2: 'altogether' })
    writeFileSync(join(cwd, 'phone.txt'), `${values[0]}\n`)
    await check({ EXT_1_FILE: 'phone.txt', EXT_2: values[1] })
    writeFileSync(join(cwd, '.env'), `EXT_1=${values[0]}\nEXT_2=${values[1]}\n`)
    await check({})
    expect(hashes.size).toBe(1)
  })

  test('refuses a password that is written out, names secret(...) and shows nothing of it', async () => {
    const cwd = project('literal', `'${values[0]}'`)
    for (const args of [['check'], ['check', '--json']]) {
      const { code, stdout, stderr } = await run(args, { cwd })
      expect(code).toBe(2)
      expect(stdout + stderr).toMatch(/a secret is named, never written: secret\('EXT_8001'\)/)
      expect(stdout + stderr).toMatch(/agents\.ana\.password/)
      expectHidden(stdout, stderr)
    }
  })
})

test('cc sim: no value in what it prints, in its JSON and in the event log', async () => {
  const cwd = project('sim')
  writeFileSync(join(cwd, '.env'), `EXT_1=${values[0]}\nEXT_2=${values[1]}\n`)
  const args = ['sim', '--replications', '2', '--log', 'events.jsonl', '--log-format', 'jsonl']
  for (const more of [[], ['--json']]) {
    const { code, stdout, stderr } = await run([...args, ...more], { cwd, env })
    expect(code).toBe(0)
    const log = readFileSync(join(cwd, 'events.jsonl'), 'utf8')
    expect(log).toMatch(/offer\.accepted/)
    expectHidden(stdout, stderr, log)
  }
})
