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
  const init = () =>
    run(root, 'npm --prefix .. run cc --', 'init', 'playground', '--template', 'customer-service', '--yes')
  if (!made && init() !== 0) return 1
  // A real project installs `callweave`; here the folder stands inside the workspace, where Node finds it one level up.
  // What is proposed at the end can be typed where `npm start` was.
  return run(playground, 'npm run cc --', 'check') || run(playground, 'npm run cc --', 'sim')

  function run(cwd, proposed, ...command) {
    const line = [...command, ...args]
    process.stdout.write(`\n$ cc ${line.join(' ')}\n`)
    const env = { ...process.env, CALLWEAVE_COMMAND: proposed }
    return spawnSync(process.execPath, [cc, ...line], { cwd, env, stdio: 'inherit' }).status ?? 1
  }
}
