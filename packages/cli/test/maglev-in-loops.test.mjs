import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = mkdtempSync(join(tmpdir(), 'callweave-maglev-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const hot = `
const addUp = () => {
  let sum = 0
  for (let i = 0; i < 5_000_000; i += 1) sum += i % 7
  return sum
}
const sum = addUp()
`

/** What V8 says of the code that it compiles. */
const traced = (...args) => spawnSync(process.execPath, ['--trace-opt', ...args], { encoding: 'utf8' }).stdout

test('in a running loop cc does not enter code of the compiler that mixes numbers up, but of the one behind it', () => {
  cpSync(resolve(import.meta.dirname, '../bin'), join(root, 'bin'), { recursive: true })
  mkdirSync(join(root, 'dist'))
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(root, 'dist/main.js'), `export const main = async () => {${hot}return sum > 0 ? 0 : 1 }\n`)
  writeFileSync(join(root, 'plain.mjs'), hot)
  // Node 22 leaves that one out by itself.
  if (!process.version.startsWith('v22.')) expect(traced(join(root, 'plain.mjs'))).toMatch(/addUp.*target MAGLEV\) OSR/)
  const said = traced(join(root, 'bin/callweave.mjs'), 'sim')
  expect(said).toMatch(/addUp.*target TURBOFAN_JS\) OSR/)
  expect(said).not.toMatch(/addUp.*target MAGLEV\) OSR/)
})
