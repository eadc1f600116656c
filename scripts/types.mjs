// `npm run types`: checks everything, incrementally, with one `tsc -b`. Its declarations, in .cache/types, are what we publish.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './workspace.mjs'

/** `projects`: folders or tsconfig files; all when none is named. */
export function checkTypes(args = []) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const child = spawn(process.execPath, [tsc, '-b', ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  return new Promise((done) => child.on('exit', (code) => done(code === 0)))
}

if (process.argv[1] === import.meta.filename) process.exitCode = (await checkTypes(process.argv.slice(2))) ? 0 : 1
