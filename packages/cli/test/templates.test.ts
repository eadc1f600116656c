import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { templateNames } from '../src/commands/init/template.js'

const root = resolve(import.meta.dirname, '../../..')
const templates = resolve(import.meta.dirname, '../templates')
const folder = mkdtempSync(join(tmpdir(), 'callweave-templates-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// T1 is `emergency`, T2 `customer-service`.
describe('T1 T2 templates', () => {
  describe.each(templateNames)('template %s', (name) => {
    const path = join(templates, name)

    test('its own tests pass, without a phone and without a build', () => {
      const sources = join(root, 'scripts/sources.mjs')
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--import', sources, '--test', '--test-reporter=spec'],
        {
          cwd: path,
          encoding: 'utf8',
          env: { ...process.env, NODE_TEST_CONTEXT: undefined },
        },
      )
      expect({ status, stdout: status === 0 ? '' : stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
    })

    test('its definition has nothing to warn of but lines without a way out, and its scenarios fit it', async () => {
      for (const file of readdirSync(join(path, 'scenarios')).filter((name) => name !== 'everyday.ts')) {
        const { default: scenario } = await import(join(path, 'scenarios', file))
        const warned = name === 'emergency' ? ['trunks.emergency.calledPartyRelease'] : []
        expect(scenario.center.warnings.map((warning: { readonly path: string }) => warning.path)).toEqual(warned)
        expect(scenario.scenario.name).toBe(file.replace('.ts', ''))
      }
    })
  })
})

test('all templates type-check as a user would have them', () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(templates, 'minimal/tsconfig.json'), 'utf8'))
  const { compilerOptions: repo } = JSON.parse(readFileSync(join(root, 'tsconfig.paths.json'), 'utf8'))
  const paths = Object.fromEntries(
    Object.entries<string[]>(repo.paths).map(([name, [file = '']]) => [name, [join(root, file)]]),
  )
  const config = join(folder, 'tsconfig.json')
  const typeRoots = [join(root, 'node_modules/@types')]
  writeFileSync(
    config,
    JSON.stringify({ compilerOptions: { ...compilerOptions, typeRoots, paths }, include: [templates] }),
  )
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8', cwd: root })
  expect(stdout.split('\n').filter((line) => line.includes('templates/'))).toEqual([])
})

test('all templates have one tsconfig, one .gitignore and the same scripts', () => {
  const read = (name: string, file: string): string => readFileSync(join(templates, name, file), 'utf8')
  for (const name of templateNames) {
    for (const file of ['tsconfig.json', '_gitignore']) expect(read(name, file)).toBe(read('minimal', file))
    const { name: own, ...rest } = JSON.parse(read(name, 'package.json'))
    const { name: _, ...minimal } = JSON.parse(read('minimal', 'package.json'))
    expect(own).toBe(name)
    expect(rest).toEqual(minimal)
  }
})
