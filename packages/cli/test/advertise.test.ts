/** `cc start --advertise`: an address for everybody, and one for a network. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProgram } from './program.js'
import { run } from './run.js'

const cwd = mkdtempSync(join(tmpdir(), 'cw-advertise-'))
const project = join(cwd, 'center')
beforeAll(() => run(['init', 'center', '--template', 'minimal', '--yes'], { cwd }))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const start = (...advertise: readonly string[]): readonly string[] => [
  ...['start', '--listen', '127.0.0.1:0', '--rtp-ports', '34000-34099', '--json'],
  ...advertise.flatMap((each) => ['--advertise', each]),
]

test('several are taken: phones register with the one for everybody', async () => {
  const program = startProgram(start('127.0.0.31/32=127.0.0.41', '203.0.113.7'), project)
  expect(await program.json({ notice: 'ready' })).toMatchObject({ sip: { advertise: '203.0.113.7' } })
  program.signal('SIGINT')
  expect(await program.ended).toBe(0)
})

test.each([
  ['pbx.example.com', /--advertise.*an address, or one for a network of the same family/],
  ['10.0.0.0/33=10.1.2.3', /--advertise/],
  ['10.0.0.0/8=2001:db8::1', /--advertise/],
])('%s is refused before anything is opened', async (text, says) => {
  const { code, stderr } = await run(start(text), { cwd: project })
  expect(code).toBe(2)
  expect(stderr).toMatch(says)
})

test('a network that is named twice is refused', async () => {
  const program = startProgram(start('203.0.113.7', '203.0.113.8'), project)
  expect(await program.ended).not.toBe(0)
  expect(program.errors.join('\n')).toMatch(/one network is told one address/)
})
