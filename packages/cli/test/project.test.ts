import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { secretsIn } from '@callweave/core'
import { loadCenter } from '@callweave/sim/node'
import { afterAll, describe, expect, test } from 'vitest'
import { templateNames } from '../src/commands/init/template.js'
import { run } from './run.js'

const template = (name: string): string => join(import.meta.dirname, '../templates', name)
const cwd = template('customer-service')
/** The secrets that `cc init` would write. */
const secretsOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    [...readFileSync(join(template(name), '_env'), 'utf8').matchAll(/^(\w+)=$/gm)].map(([, key]) => [
      key as string,
      'x',
    ]),
  )
const folder = mkdtempSync(join(tmpdir(), 'callweave-project-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const project = (name: string, center: string): string => {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'center.ts'), center)
  return path
}

describe('cc check', () => {
  test('says how much there is, and that nothing is wrong', async () => {
    const { code, stdout, stderr } = await run(['check'], { cwd, env: secretsOf('customer-service') })
    expect(stdout).toMatch(
      /customer-service[\s\S]*agents 16, queues 2, flows 4\n.*scenarios\/day\.ts fits\n.*Nothing is wrong\.\n$/,
    )
    expect(stderr).toMatch(/Next: cc sim/)
    expect(code).toBe(0)
  })

  test('as JSON', async () => {
    const { stdout, stderr } = await run(['check', '--json'], {
      cwd: template('emergency'),
      env: secretsOf('emergency'),
    })
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, name: 'emergency', agents: 9 })
    expect(JSON.parse(stdout).problems).toMatchObject([
      { severity: 'warning', path: 'trunks.emergency.calledPartyRelease' },
    ])
    expect(JSON.parse(stdout).scenarios).toHaveLength(2)
    expect(stderr).toBe('')
  })

  test.each(templateNames)('the secrets of the template %s are those that cc init writes', async (name) => {
    const { stdout } = await run(['check', '--json'], { cwd: template(name), env: secretsOf(name) })
    // A line without a way out has nothing to do with secrets.
    const lines = ['trunks.emergency.calledPartyRelease']
    const { problems } = JSON.parse(stdout)
    expect(problems.map(({ path }: { path: string }) => path)).toEqual(name === 'emergency' ? lines : [])
    const { sections } = await loadCenter(join(template(name), 'center.ts'))
    expect(
      secretsIn(sections)
        .map((use) => use.name)
        .sort(),
    ).toEqual(Object.keys(secretsOf(name)).sort())
  })

  const wrong = `export default {
    trunks: { main: { numbers: ['100'], channels: 2 } },
    agents: { ana: { extension: '1' } },
    queues: { service: { strategy: { strategy: 'longest-idle', version: 1 }, members: ['anna'], wrapUpMs: -5 } },
    flows: { day: { start: { step: 'queue', queue: 'service' } } },
    routes: [{ flow: 'day' }],
  }`

  test('every mistake is a block with its place, and the exit code is 2', async () => {
    const { code, stdout, stderr } = await run(['check'], { cwd: project('wrong', wrong) })
    expect(stderr).toMatch(
      /^error: a span of time cannot be negative\n {2}where +\S*center\.ts: queues\.service\.wrapUpMs\n {2}found +-5\n/,
    )
    expect(stderr).not.toMatch(/\n\s+at /)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  test('with --json mistakes are the result', async () => {
    const { code, stdout, stderr } = await run(['check', '--json'], { cwd: project('wrong-json', wrong) })
    const { ok, problems } = JSON.parse(stdout)
    expect({ ok, code, stderr }).toEqual({ ok: false, code: 2, stderr: '' })
    expect(problems).toContainEqual(expect.objectContaining({ path: 'queues.service.wrapUpMs', severity: 'error' }))
  })

  test('a folder without a project says where to find one', async () => {
    mkdirSync(join(folder, 'empty'))
    const { code, stderr } = await run(['check'], { cwd: join(folder, 'empty') })
    expect(stderr).toMatch(/there is no definition in this folder[\s\S]*center\.ts[\s\S]*cc init my-center/)
    expect(code).toBe(2)
  })
})

describe('cc flow', () => {
  test('draws one flow as Mermaid, several as Markdown', async () => {
    expect((await run(['flow', 'draw', 'night'], { cwd })).stdout).toMatch(/^flowchart TD\n/)
    const { stdout } = await run(['flow', 'draw'], { cwd })
    expect(stdout.match(/^```mermaid$/gm)).toHaveLength(4)
    expect(stdout).toMatch(/^## chinese-day$/m)
  })

  test('tells what a caller meets', async () => {
    const { stdout, code } = await run(['flow', 'test', 'day', '--press', 'silence', '--press', '3,123456#'], { cwd })
    await expect(stdout).toMatchFileSnapshot(join(import.meta.dirname, 'golden/flow-test.txt'))
    expect(code).toBe(0)
  })

  test('lists every way through', async () => {
    const { stdout } = await run(['flow', 'test', 'chinese-night'], { cwd })
    expect(stdout).toMatch(/^chinese-night: ways through: 1\n {2}start -> night/)
    const { flows } = JSON.parse((await run(['flow', 'test', 'day', '--json'], { cwd })).stdout)
    expect(flows[0]).toMatchObject({ flow: 'day', complete: true })
  })

  test.each([
    [['flow', 'draw', 'nigt'], /no flow called 'nigt'[\s\S]*Did you mean 'night'/],
    [['flow', 'test', '--press', '8'], /keys are typed into one flow: name it[\s\S]*one of day, night/],
    [['flow', 'draw', 'day', '--press', '8'], /keys are for cc flow test/],
    [['flow', 'test', 'day', '--press', 'eight'], /keys of a phone such as 8/],
    [['flow', 'test', 'day', '--press', '8,8'], /waits in queue 'follow-up'/],
    [['flow'], /<action> is missing[\s\S]*one of draw, test/],
  ])('%j', async (args, says) => {
    const { stderr, code, stdout } = await run(args, { cwd })
    expect(stderr).toMatch(says)
    expect({ stdout, wrong: code !== 0 }).toEqual({ stdout: '', wrong: true })
  })
})
