import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { projectFolder } from './project-folder.js'
import { readSecrets } from './read-secrets.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-secrets-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, '.env'), '# phones\nA=from-dotenv\nB="with # and spaces"\nEMPTY=\nD_FILE=d.txt\n')
writeFileSync(join(folder, 'd.txt'), 'from-file\n')
const values = ['from-dotenv', 'with # and spaces', 'from-file', 'from-env']

describe('readSecrets', () => {
  test('from the environment, .env and files, in this order; what has no value is named', async () => {
    const env = { A: 'from-env', C_FILE: join(folder, 'd.txt'), EMPTY: '' }
    const { values, missing } = await readSecrets(folder, ['A', 'B', 'C', 'D', 'EMPTY', 'NONE', 'NONE'], { env })
    expect(['A', 'B', 'C', 'D', 'EMPTY', 'NONE'].map((name) => values.reveal(name))).toEqual([
      'from-env',
      'with # and spaces',
      'from-file',
      'from-file',
      undefined,
      undefined,
    ])
    expect(missing).toEqual(['EMPTY', 'NONE'])
  })

  test('whatever is done with them as a whole shows none', async () => {
    const { values: read } = await readSecrets(folder, ['A', 'B', 'D'], { env: {} })
    const texts = [
      String(read),
      `${read}`,
      JSON.stringify({ read }),
      inspect({ read }, { depth: 10, showHidden: true }),
      JSON.stringify(structuredClone({ ...read })),
      JSON.stringify(Object.entries(read)),
      JSON.stringify(Object.getOwnPropertyNames(read)),
    ]
    for (const text of texts) for (const value of values) expect(text).not.toContain(value)
    expect(JSON.stringify(read)).toBe('"[secret]"')
  })

  test('a folder without .env has none', async () => {
    mkdirSync(join(folder, 'bare'))
    expect((await readSecrets(join(folder, 'bare'), ['A'], { env: {} })).missing).toEqual(['A'])
  })

  test('a file that is named and not there is an error with its place', async () => {
    const reading = readSecrets(folder, ['X'], { env: { X_FILE: 'gone.txt' } })
    await expect(reading).rejects.toMatchObject({ code: 'file-invalid' })
    await expect(reading).rejects.toThrow(/gone\.txt: the file that X_FILE names cannot be read: ENOENT/)
  })
})

test('a project begins where center.ts or package.json lies', () => {
  mkdirSync(join(folder, 'shop/scenarios'), { recursive: true })
  expect(projectFolder(join(folder, 'shop/scenarios/day.ts'))).toBe(join(folder, 'shop/scenarios'))
  writeFileSync(join(folder, 'shop/center.ts'), '')
  expect(projectFolder(join(folder, 'shop/scenarios/day.ts'))).toBe(join(folder, 'shop'))
  expect(projectFolder(join(folder, 'shop/center.ts'))).toBe(join(folder, 'shop'))
})
