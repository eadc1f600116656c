import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'

const root = mkdtempSync(join(tmpdir(), 'callweave-cc-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** An installed package of ours whose program only says its arguments, linked as npm links it. */
function install(name) {
  const folder = join(root, name)
  const own = join(folder, 'node_modules/@callweave/cli')
  const bin = join(folder, 'node_modules/.bin')
  cpSync(resolve(import.meta.dirname, '../bin'), join(own, 'bin'), { recursive: true })
  mkdirSync(join(own, 'dist'))
  writeFileSync(join(own, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(own, 'dist/main.js'),
    'export const main = async (argv) => { console.log(`ours ${argv.join(" ")}`); return argv.includes("fail") ? 99 : 0 }\n',
  )
  mkdirSync(bin)
  symlinkSync('../@callweave/cli/bin/cc.mjs', join(bin, 'cc'))
  symlinkSync('../@callweave/cli/bin/callweave.mjs', join(bin, 'callweave'))
  return bin
}

function program(name, text) {
  const folder = join(root, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'cc'), text)
  chmodSync(join(folder, 'cc'), 0o755)
  return folder
}

const bin = install('project')
const compiler = program('compiler', '#!/bin/sh\nread line\necho "compiler $# [$1] [$2] <$line>"\nexit 3\n')
const node = dirname(process.execPath)
const path = (...folders) => ({
  ...process.env,
  CALLWEAVE_CC_PASSED: '',
  PATH: [...folders, node, '/usr/bin', '/bin'].join(delimiter),
})
const cc = (args, { env = path(bin, compiler), input = 'from stdin\n', program = join(bin, 'cc') } = {}) =>
  spawnSync(program, args, { env, input, encoding: 'utf8', timeout: 20_000 })

describe('a command of ours', () => {
  for (const args of [
    ['sim', '--seed', '7'],
    ['--json', 'check'],
    ['--lang', 'zh-CN', 'plan'],
    ['--lang=en', '--json', 'help'],
    ['--help'],
    ['version'],
  ])
    test(`cc ${args.join(' ')}`, () => {
      const { stdout, status } = cc(args)
      expect(stdout).toBe(`ours ${args.join(' ')}\n`)
      expect(status).toBe(0)
    })

  test('its exit code comes through', () => expect(cc(['sim', 'fail']).status).toBe(99))

  test('under the name callweave everything is ours', () => {
    for (const args of [['--version'], ['-v'], []])
      expect(cc(args, { program: join(bin, 'callweave') }).stdout.trim()).toBe(`ours ${args.join(' ')}`.trim())
  })
})

describe('everything else goes to the compiler', () => {
  for (const args of [
    ['--version'],
    ['-v'],
    ['-dumpversion'],
    ['-E', '-'],
    ['-o', 'sim'],
    ['main.c', 'sim'],
    ['a file.c', ''],
    [],
  ])
    test(`cc ${JSON.stringify(args)}`, () => {
      const { stdout, status } = cc(args)
      expect(stdout).toBe(`compiler ${args.length} [${args[0] ?? ''}] [${args[1] ?? ''}] <from stdin>\n`)
      expect(status).toBe(3)
    })

  test('past other copies of ours, npm and pnpm shims included', () => {
    const shim = program('shim', '#!/bin/sh\nexec node "$basedir/../@callweave/cli/bin/cc.mjs" "$@"\n')
    expect(cc(['-c'], { env: path(bin, install('global'), shim, compiler) }).stdout).toMatch(/^compiler 1/)
  })

  test('a compiler wrapper before us, which looks for the next cc itself, is not called in a circle', () => {
    const wrapper = program('wrapper', '#!/bin/sh\nPATH=${PATH#*:} exec cc wrapped "$@"\n')
    expect(cc(['-c'], { env: path(wrapper, bin, compiler), program: join(wrapper, 'cc') }).stdout).toMatch(
      /^compiler 2 \[wrapped\]/,
    )
    const around = program('around', `#!/bin/sh\nexec ${join(bin, 'cc')} again "$@"\n`)
    expect(cc(['-c'], { env: path(bin, around, compiler) }).stdout).toMatch(/^compiler 2 \[again\]/)
  })

  test('without a compiler it says what to do', () => {
    const env = { ...path(), PATH: [bin, node].join(delimiter) }
    const { stderr, status } = spawnSync(process.execPath, [join(bin, 'cc'), '-c', 'x.c'], { env, encoding: 'utf8' })
    expect(stderr).toMatch(/C compiler.*install one/)
    expect(status).toBe(127)
  })

  test('a signal reaches the compiler, and ends us by the same one', async () => {
    const slow = program('slow', '#!/bin/sh\necho ready\nexec sleep 30\n')
    const child = spawn(join(bin, 'cc'), ['-c'], { env: path(bin, slow), stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((done) => child.stdout.once('data', done))
    child.kill('SIGTERM')
    const signal = await new Promise((done) => child.on('exit', (_code, name) => done(name)))
    expect(signal).toBe('SIGTERM')
  })
})

const old = peer('old-node')
describe.skipIf(old.missing)(`on an older Node${old.note}`, () => {
  const run = (file, ...args) =>
    spawnSync(old.path, [file, ...args], { env: path(bin, compiler), input: 'x\n', encoding: 'utf8' })

  test('a command of ours says in one sentence what to do', () => {
    for (const file of [
      join(bin, 'cc'),
      resolve(import.meta.dirname, '../../create-callweave/bin/create-callweave.mjs'),
    ]) {
      const { stdout, stderr, status } = run(file, 'sim')
      expect(stderr).toMatch(/^Callweave needs Node 22\.18 or newer and this is Node (18|20)\.[^\n]*\n$/)
      expect(stdout).toBe('')
      expect(status).toBe(2)
    }
  })

  test('the compiler is called all the same', () =>
    expect(run(join(bin, 'cc'), '-c').stdout).toMatch(/^compiler 1 \[-c\]/))
})

const gcc = peer('compiler')
const headers = peer('headers')
describe.skipIf(gcc.missing || headers.missing)(`native addon${gcc.note}${headers.note}`, () => {
  test('node-gyp builds one in a project that has our package, through our cc', () => {
    const project = join(bin, '../..')
    writeFileSync(join(project, 'binding.gyp'), '{ "targets": [{ "target_name": "answer", "sources": ["answer.c"] }] }')
    writeFileSync(
      join(project, 'answer.c'),
      `#include <node_api.h>
NAPI_MODULE_INIT() { napi_value n; napi_create_int32(env, 42, &n); return n; }
`,
    )
    writeFileSync(join(project, 'package.json'), '{ "name": "project", "version": "1.0.0" }')
    const env = { ...path(bin), V: '1', PATH: [bin, process.env.PATH].join(delimiter) }
    const gyp = resolve(import.meta.dirname, '../../../node_modules/node-gyp/bin/node-gyp.js')
    const built = spawnSync(process.execPath, [gyp, 'rebuild', '--nodedir', headers.path], {
      cwd: project,
      env,
      encoding: 'utf8',
    })
    expect(built.status, built.stdout + built.stderr).toBe(0)
    expect(built.stdout).toMatch(/^\s*cc .*answer\.c/m) // the compiler's name as make wrote it: the first on the path, ours
    expect(spawnSync('/bin/sh', ['-c', 'command -v cc'], { env, encoding: 'utf8' }).stdout.trim()).toBe(join(bin, 'cc'))
    const answer = spawnSync(process.execPath, ['-p', 'require("./build/Release/answer.node")'], {
      cwd: project,
      encoding: 'utf8',
    })
    expect(answer.stdout.trim()).toBe('42')
  })
})
