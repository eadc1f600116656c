import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { afterAll, describe, expect, test } from 'vitest'
import { loadCenter, loadScenario } from './load-definition.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-load-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, text: string): string => {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

const plain = {
  trunks: { main: { numbers: ['100'], channels: 2 } },
  agents: { ana: { extension: '1' } },
  queues: { service: { strategy: { strategy: 'longest-idle', version: 1 }, members: ['ana'] } },
  flows: { day: { start: { step: 'queue', queue: 'service' } } },
  routes: [{ flow: 'day' }],
}

describe('loadCenter', () => {
  test('a plain object, from TypeScript and from JSON, is checked and has one hash', async () => {
    const ts = await loadCenter(write('plain.ts', `const n: number = 1\nexport default ${JSON.stringify(plain)}\n`))
    const json = await loadCenter(write('plain.json', JSON.stringify(plain)))
    expect(ts.definitionHash).toBe(json.definitionHash)
    expect(ts.sections.queues.service?.members).toEqual(['ana'])
  })

  test('every mistake of a definition, with the nearest name', async () => {
    const wrong = JSON.parse(JSON.stringify(plain).replace('["ana"]', '["anna"]'))
    const error = await loadCenter(write('wrong.json', JSON.stringify(wrong))).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'definition-invalid' })
    expect((error as Error).message).toMatch(/queues\.service\.members\[0\].*'anna'.*'ana'/s)
  })
})

describe('files that hold no definition', () => {
  const refused = async (path: string, says: RegExp, where?: RegExp): Promise<void> => {
    const error = await loadCenter(path).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(CallweaveError)
    expect((error as CallweaveError).code).toBe('file-invalid')
    expect((error as CallweaveError).message).toMatch(says)
    if (where !== undefined) expect((error as CallweaveError).parts.where).toMatch(where)
  }

  test('missing, with the nearest name', async () => {
    write('center.ts', 'export default 1')
    await refused(join(folder, 'centre.ts'), /there is no such file. Did you mean 'center.ts'\?/)
  })
  test('a folder', () => refused(folder, /this is a folder/))
  test('another kind of file', () =>
    refused(write('a.yaml', ''), /this kind of file cannot be loaded; expected .*\.ts/))
  test('no default export', () => refused(write('b.mjs', 'export const a = 1'), /exports nothing by default/))
  test('something else by default', () => refused(write('c.mjs', 'export default 7'), /does not export a definition/))
  test('broken JSON', () => refused(write('d.json', '{\n"a": 1,\n}'), /this is not JSON/, /d\.json:3$/))
  test('a package that is not installed', () =>
    refused(
      write('e.mjs', "import 'calweave'\nexport default {}"),
      /the package 'calweave' is not installed. Run 'npm install'/,
    ))
  test('a file that is not there', () =>
    refused(
      write('f.mjs', "import './nowhere.mjs'\nexport default {}"),
      /a file is imported that is not there/,
      /f\.mjs$/,
    ))
  test('a program that throws', () =>
    refused(
      write('g.mjs', 'const a = undefined\n\nexport default a.b'),
      /this file fails: Cannot read properties/,
      /g\.mjs:3$/,
    ))
  test('a scenario is asked for', () =>
    expect(loadScenario(write('h.mjs', 'export default {}'))).rejects.toThrow(
      /does not export a scenario; expected export default defineScenario/,
    ))
})
