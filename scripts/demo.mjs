// The walk of a first-time user, with the `cc` just built: init, check, sim.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './workspace.mjs'

const cc = join(root, 'packages/cli/bin/cc.mjs')
const playground = join(root, 'playground')

/** @param {string[]} args added to every command, like ['--lang', 'zh-CN'] */
export async function demo(args) {
  const made = existsSync(join(playground, 'package.json'))
  const init = () => run(root, 'init', 'playground', '--template', 'customer-service', '--yes')
  if (!made && init() !== 0) return 1
  // A real project installs `callweave`; here the folder stands inside the workspace, where Node finds it one level up.
  return run(playground, 'check') || run(playground, 'sim')

  function run(cwd, ...command) {
    const line = [...command, ...args]
    process.stdout.write(`\n$ cc ${line.join(' ')}\n`)
    // What is proposed at the end can be typed where `npm start` was.
    const env = { ...process.env, CALLWEAVE_COMMAND: 'npm run cc --' }
    return spawnSync(process.execPath, [cc, ...line], { cwd, env, stdio: 'inherit' }).status ?? 1
  }
}
