// `npm run types`: checks everything, incrementally, with one `tsc -b`. The declarations it leaves in dist are what we publish.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './workspace.mjs'

const tsc = join(root, 'node_modules/typescript/bin/tsc')
const result = spawnSync(process.execPath, [tsc, '-b', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
process.exitCode = result.status ?? 1
