// `npm run cc -- sim --seed 7`: the program from the sources of this clone, on a Node that will do. It runs in the folder that
// npm was called from when there is a project there, else in the playground that `npm start` makes.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bootstrap } from './bootstrap.mjs'
import { root } from './workspace.mjs'

await bootstrap()
const calledFrom = process.env.INIT_CWD ?? process.cwd()
const playground = join(root, 'playground')
const isProject = ['center.ts', 'center.js', 'center.mjs', 'center.json'].some((f) => existsSync(join(calledFrom, f)))
// A path that is named is meant from where it was typed.
const namesPath = process.argv.slice(3).some((word) => existsSync(join(calledFrom, word)))
const isHere = isProject || namesPath || !existsSync(playground) || process.argv[2] === 'init'
const cwd = isHere ? calledFrom : playground
const sources = pathToFileURL(join(root, 'scripts/sources.mjs')).href
const program = ['--import', sources, join(root, 'packages/cli/bin/callweave.mjs'), ...process.argv.slice(2)]
// What is proposed can be typed where this was, and after `cc init` in the new folder, too.
const clone = /^[\w./@-]+$/.test(root) ? root : `'${root}'`
const command = calledFrom === root && process.argv[2] !== 'init' ? 'npm run cc --' : `npm --prefix ${clone} run cc --`
const env = { ...process.env, CALLWEAVE_COMMAND: command }
process.exitCode = spawnSync(process.execPath, program, { cwd, env, stdio: 'inherit' }).status ?? 1
