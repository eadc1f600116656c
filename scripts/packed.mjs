// The packages as a stranger gets them: packed, judged by publint and are-the-types-wrong, published to a registry of our
// own on loopback, and used in an empty folder with an empty npm cache: init, install, check, sim, start, dial.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { npmProgram } from './bootstrap.mjs'
import { packages, root } from './workspace.mjs'

const tarballs = join(root, '.cache/packed')

// `node scripts/packed.mjs judge` or `use` does one half; `use` takes the tarballs that `judge` packed.

/** Packs every package into .cache/packed. */
function pack() {
  rmSync(tarballs, { recursive: true, force: true })
  mkdirSync(tarballs, { recursive: true })
  npm(['pack', '--workspaces', '--silent', '--pack-destination', tarballs], { cwd: root })
}

/** @returns what publint and are-the-types-wrong say, package by package; empty where all is well */
async function judge() {
  const { publint } = await import('publint')
  const { formatMessage } = await import('publint/utils')
  const said = []
  for (const { name, path, manifest } of packages()) {
    const { messages } = await publint({ pkgDir: path, strict: true, pack: 'npm' })
    said.push(...messages.map((m) => `${name}: ${formatMessage(m, manifest, { color: false })}`))
  }
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
  for (const file of readdirSync(tarballs)) {
    if (file.startsWith('create-')) continue // a program only, without types
    const { status, stdout } = run(
      process.execPath,
      [attw, join(tarballs, file), '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'],
      { fails: true },
    )
    if (status !== 0) said.push(`${file}: ${stdout}`)
  }
  return said
}

/** Throws with what was printed where a step fails. @returns the steps taken */
async function useAsStranger() {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-packed-'))
  const registry = await openRegistry(folder)
  try {
    const userconfig = join(folder, 'npmrc')
    writeFileSync(
      userconfig,
      `registry=${registry.url}\n//${new URL(registry.url).host}/:_authToken=anonymous\naudit=false\nfund=false\nupdate-notifier=false\n`,
    )
    const env = {
      ...withoutNpm(process.env),
      npm_config_userconfig: userconfig,
      npm_config_cache: join(folder, 'cache'),
      CI: '1',
      NO_COLOR: '1',
    }
    const home = join(folder, 'home')
    mkdirSync(home)
    for (const file of readdirSync(tarballs)) npm(['publish', join(tarballs, file), '--silent'], { cwd: home, env })
    npm(
      [
        'exec',
        '--yes',
        '--package',
        '@callweave/cli',
        '--',
        'callweave',
        'init',
        'my-center',
        '--template',
        'customer-service',
        '--yes',
      ],
      { cwd: home, env },
    )
    const cwd = join(home, 'my-center')
    npm(['install', '--loglevel=error'], { cwd, env })
    npm(['exec', '--no', '--', 'callweave', 'check'], { cwd, env })
    const sim = npm(['exec', '--no', '--', 'callweave', 'sim', '--json'], { cwd, env })
    if (typeof JSON.parse(sim.stdout).version === 'undefined')
      throw new Error(`callweave sim --json printed no version:\n${sim.stdout}`)
    npm(['test'], { cwd, env })
    await takeACall(cwd, env)
    return ['publish', 'init', 'install', 'check', 'sim', 'test', 'start', 'dial']
  } finally {
    await registry.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Threads, prompts and workers of a center have to be found where they are installed. Throws with what was printed. */
async function takeACall(cwd, env) {
  const program = join(cwd, 'node_modules/@callweave/cli/bin/callweave.mjs')
  const args = [program, 'start', '--json', '--listen', '127.0.0.1:0', '--rtp-ports', '23000-23999']
  const center = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const ended = new Promise((done) => center.once('close', done))
  const isReady = new Promise((done) => {
    for (const stream of [center.stdout, center.stderr])
      stream.on('data', (text) => {
        said += text
        if (said.includes('"notice":"ready"')) done(true)
      })
  })
  try {
    if ((await Promise.race([isReady, ended])) !== true) throw new Error(`callweave start ended:\n${said}`)
    const dialed = run(process.execPath, [program, 'dial', '--for', '3s', '--json'], { cwd, env })
    if (!dialed.stdout.includes('"event":"answered"')) throw new Error(`nobody answered:\n${dialed.stdout}${said}`)
  } finally {
    center.kill('SIGTERM')
    await ended
  }
}

async function openRegistry(folder) {
  const port = await freePort()
  const upstream = npm(['config', 'get', 'registry'], { cwd: root }).stdout.trim()
  const cafile = npm(['config', 'get', 'cafile'], { cwd: root }).stdout.trim()
  const config = {
    storage: join(folder, 'storage'),
    uplinks: { upstream: { url: upstream, maxage: '60m' } },
    packages: {
      '@callweave/*': { access: '$all', publish: '$all' },
      callweave: { access: '$all', publish: '$all' },
      'create-callweave': { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    log: { type: 'stdout', format: 'json', level: 'error' },
    web: { enable: false },
  }
  const file = join(folder, 'verdaccio.json')
  writeFileSync(file, JSON.stringify(config))
  const bin = join(root, 'node_modules/verdaccio/bin/verdaccio')
  const child = spawn(process.execPath, [bin, '--config', file, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The registry above may be signed by an authority that npm alone was told of.
    env: cafile && cafile !== 'null' ? { ...process.env, NODE_EXTRA_CA_CERTS: cafile } : process.env,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data))
  const url = `http://127.0.0.1:${port}/`
  for (let tries = 0; tries < 1_200; tries++) {
    if (child.exitCode !== null) throw new Error(`the registry on loopback ended: ${said}`)
    const up = await fetch(`${url}-/ping`).then(
      (r) => r.ok,
      () => false,
    )
    if (up) return { url, close: () => new Promise((done) => child.once('exit', done) && child.kill()) }
    await new Promise((done) => setTimeout(done, 100))
  }
  child.kill()
  throw new Error(`the registry on loopback did not start in two minutes: ${said}`)
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

// What `npm test` sets for its children would point the stranger's npm at this clone.
function withoutNpm(env) {
  return Object.fromEntries(Object.entries(env).filter(([key]) => !/^npm_/i.test(key)))
}

function npm(args, options) {
  return run(process.execPath, [npmProgram(), ...args], options)
}

function run(program, args, { fails = false, ...options } = {}) {
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options })
  if (result.status !== 0 && !fails)
    throw new Error(`${args.slice(1).join(' ')} ended with ${result.status}\n${result.stdout}${result.stderr}`)
  return result
}

if (process.argv[1] === import.meta.filename) {
  const part = process.argv[2]
  if (part !== 'use') {
    pack()
    const said = await judge()
    for (const line of said) console.error(line)
    process.exitCode = said.length > 0 ? 1 : 0
  }
  if (part !== 'judge') console.error(`used as a stranger would: ${(await useAsStranger()).join(', ')}`)
}
