#!/usr/bin/env node
// callweave-good-neighbour (this word marks every copy of this file, so that two of them never call each other for ever)
//
// `cc` is also the name of the C compiler, and node_modules/.bin stands first in the path of install scripts: a native
// package built beside ours runs THIS file as its compiler. What is not a command of ours therefore goes on to the next
// `cc` of the path, with arguments, standard streams, signals and exit code unchanged, before anything else is loaded.
// Parses on Node 18; the program behind it needs 22.18.
const args = process.argv.slice(2)
const { commands } = await import('./commands.mjs')

if (isOurs()) await runOurs()
else await handOver()

function isOurs() {
  if (/(^|[\\/])callweave(\.mjs)?$/.test(process.argv[1] ?? '')) return true
  let i = 0
  while (args[i] === '--json' || args[i] === '--lang' || args[i]?.startsWith('--lang='))
    i += args[i] === '--lang' ? 2 : 1
  const word = args[i]
  if (word === undefined) return i > 0 || Boolean(process.stdin.isTTY && process.stdout.isTTY)
  return commands.includes(word) || word === '--help' || word === '--get-yargs-completions'
}

async function runOurs() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 18)) {
    process.stderr.write(
      `Callweave needs Node 22.18 or newer and this is Node ${process.versions.node}: install a newer one from https://nodejs.org (or \`npm install --save-dev node@24\` in this project) and run the same command again.\n`,
    )
    process.exitCode = 2
    return
  }
  // One of V8's compilers puts numbers of one object into another when entered in a loop: docs/decisions/maglev-in-loops.md.
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--no-maglev-osr')
  const { enableCompileCache } = await import('node:module')
  enableCompileCache?.()
  const { main } = await import('../dist/main.js')
  process.exitCode = await main(args)
}

async function handOver() {
  const { delimiter } = await import('node:path')
  const been = (process.env.CALLWEAVE_CC_PASSED ?? '').split(delimiter).filter(Boolean)
  const compiler = await nextOnPath(been)
  if (!compiler) {
    process.stderr.write(
      `This \`cc\` is the call center command of Callweave. \`cc ${args.join(' ')}\` looks like a call of the C compiler, and there is none on the path: install one (Debian: apt-get install gcc; macOS: xcode-select --install). For Callweave itself, see \`callweave --help\`.\n`,
    )
    process.exitCode = 127
    return
  }
  const { spawn } = await import('node:child_process')
  // A compiler wrapper (ccache) looks for the next `cc` of the path, too, and may find us again: it must not get the call twice.
  const env = { ...process.env, CALLWEAVE_CC_PASSED: [...been, compiler].join(delimiter) }
  const child = spawn(compiler, args, { stdio: 'inherit', env })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGCONT']
  const pass = (signal) => child.kill(signal)
  for (const signal of signals) process.on(signal, pass)
  child.on('error', (error) => {
    process.stderr.write(`cc: ${compiler} does not start: ${error.message}\n`)
    process.exit(126)
  })
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code)
    for (const name of signals) process.off(name, pass)
    process.kill(process.pid, signal)
    setTimeout(() => process.exit(1), 1000) // a signal that does not end a Node process
  })
}

/** The first `cc` after ours on the path that is neither a copy of ours nor one this call has been to. */
async function nextOnPath(been) {
  const { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } = await import('node:fs')
  const { delimiter, join } = await import('node:path')
  const name = process.platform === 'win32' ? 'cc.exe' : 'cc'

  const isProgram = (path) => {
    try {
      accessSync(path, constants.X_OK)
      return statSync(path).isFile()
    } catch {
      return false
    }
  }
  // Ours is recognised by its own first lines, or by what npm, pnpm and yarn write into a shim that starts it.
  const isCopyOfOurs = (path) => {
    try {
      const file = openSync(realpathSync(path), 'r')
      const head = Buffer.alloc(4096)
      const length = readSync(file, head, 0, head.length, 0)
      closeSync(file)
      const text = head.toString('latin1', 0, length)
      return text.startsWith('#!') && /callweave-good-neighbour|@callweave[\\/]cli[\\/]/.test(text)
    } catch {
      return false // not readable, so no script of ours
    }
  }

  const programs = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .filter(isProgram)
    .map((path) => ({ path, ours: isCopyOfOurs(path) }))
  const first = programs.findIndex(({ ours }) => ours)
  return [...programs.slice(first + 1), ...programs.slice(0, Math.max(first, 0))].find(
    ({ path, ours }) => !ours && !been.includes(path),
  )?.path
}
