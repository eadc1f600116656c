import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { packageName } from '../src/commands/init/scaffold.js'
import { templateNames } from '../src/commands/init/template.js'
import { ownVersion } from '../src/frame/version.js'
import { run } from './run.js'

const cwd = mkdtempSync(join(tmpdir(), 'callweave-init-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))
const read = (...path: readonly string[]): string => readFileSync(join(cwd, ...path), 'utf8')
const root = resolve(import.meta.dirname, '../../..')

test('every template folder has a name, and every name a folder', () => {
  expect(readdirSync(join(import.meta.dirname, '../templates')).sort()).toEqual([...templateNames].sort())
})

describe.each(templateNames)('cc init, template %s', (template) => {
  test('makes a project with a name, our version and secrets of its own', async () => {
    const { code, stdout, stderr } = await run(['init', `p-${template}`, '--template', template, '--yes'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`from the template ${template}`))
    expect(stderr).toMatch(/npm install\n {2}npm run check\n {2}npm run sim\n {2}npm test/)
    const manifest = JSON.parse(read(`p-${template}`, 'package.json'))
    expect(manifest.name).toBe(`p-${template}`)
    expect(manifest.dependencies).toEqual({ callweave: ownVersion() })
    expect(manifest.devDependencies['@callweave/cli']).toBe(ownVersion())
    expect(read(`p-${template}`, '.gitignore').split('\n')).toContain('.env')
    const secrets = [...read(`p-${template}`, '.env').matchAll(/^[A-Z0-9_]+=(.*)$/gm)].map(([, secret]) => secret)
    expect(secrets.length).toBeGreaterThan(0)
    expect(new Set(secrets).size).toBe(secrets.length)
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{20}$/)
    expect(statSync(join(cwd, `p-${template}`, '.env')).mode & 0o077).toBe(0)
    expect(readdirSync(join(cwd, `p-${template}`)).filter((name) => name.startsWith('_'))).toEqual([])
  })
})

describe('a folder that is not free', () => {
  test('is refused, and left as it was', async () => {
    mkdirSync(join(cwd, 'taken'))
    writeFileSync(join(cwd, 'taken/notes.txt'), 'mine')
    const { code, stderr } = await run(['init', 'taken', '--yes'], { cwd })
    expect(stderr).toMatch(/this folder is not empty[\s\S]*taken[\s\S]*--force/)
    expect(code).toBe(2)
    expect(readdirSync(join(cwd, 'taken'))).toEqual(['notes.txt'])
  })

  test('is written with --force, but secrets that are there stay', async () => {
    writeFileSync(join(cwd, 'taken/.env'), 'EXT_8001=known\n')
    expect((await run(['init', 'taken', '--yes', '--force'], { cwd })).code).toBe(0)
    expect(read('taken/notes.txt')).toBe('mine')
    expect(read('taken/.env')).toBe('EXT_8001=known\n')
    expect(existsSync(join(cwd, 'taken/center.ts'))).toBe(true)
  })

  test('a fresh repository is free', async () => {
    mkdirSync(join(cwd, 'fresh/.git'), { recursive: true })
    expect((await run(['init', 'fresh', '--template', 'minimal', '--yes'], { cwd })).code).toBe(0)
  })

  test('a file is no folder', async () => {
    writeFileSync(join(cwd, 'file'), '')
    const { code, stderr } = await run(['init', 'file', '--yes'], { cwd })
    expect(stderr).toMatch(/there is a file where the folder should be/)
    expect(code).toBe(2)
  })
})

test('--json says what was made', async () => {
  const { stdout, stderr } = await run(['init', 'as-json', '--template', 'minimal', '--json'], { cwd })
  const made = JSON.parse(stdout)
  expect(made).toMatchObject({ folder: join(cwd, 'as-json'), template: 'minimal' })
  expect(made.files).toContain('center.ts')
  expect(made.next).toContain('npm install')
  expect(stderr).toBe('')
})

test('the next steps name the package manager that started us', async () => {
  const env = { npm_config_user_agent: 'pnpm/10.0.0 npm/? node/v24' }
  expect((await run(['init', 'by-pnpm', '--yes'], { cwd, env })).stderr).toMatch(/pnpm install\n {2}pnpm run check/)
})

test('from a clone the next steps are those of the clone: there is no package to install', async () => {
  const env = { CALLWEAVE_COMMAND: 'npm --prefix .. run cc --' }
  const { stderr } = await run(['init', 'in-clone', '--yes'], { cwd, env })
  expect(stderr).toMatch(/cd \S*in-clone\n {2}npm --prefix \.\. run cc -- check\n {2}npm --prefix \.\. run cc -- sim\n/)
  expect(stderr).not.toContain('install')
})

test.each([
  ['/x/My Center', 'my-center'],
  ['/x/呼叫中心', 'call-center'],
  ['/x/.hidden', 'hidden'],
  ['/', 'call-center'],
])('a project in %s is called %s', (folder, name) => expect(packageName(folder)).toBe(name))

test('the data of the templates is the data of the repository', () => {
  const copies = [
    ['customer-service', 'nhs111-cambridgeshire-daily.csv'],
    ['multi-skill', 'toronto-language-line-2019-12.csv'],
  ] as const
  for (const [template, file] of copies)
    expect(readFileSync(join(root, 'packages/cli/templates', template, 'data', file), 'utf8')).toBe(
      readFileSync(join(root, 'examples/data', file), 'utf8'),
    )
})
