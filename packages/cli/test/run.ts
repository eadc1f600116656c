import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { main } from '../src/main.js'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Both streams are terminals of 80 columns. */
  readonly terminal?: boolean
  readonly cwd?: string
  /** What is piped in. */
  readonly stdin?: Uint8Array
}

const root = resolve(import.meta.dirname, '../../..')

/** Runs a command line inside this process. */
export const run = async (args: readonly string[], options: RunOptions = {}): Promise<Ran> => {
  const { env = {}, terminal = false, cwd = root, stdin: piped = new Uint8Array() } = options
  const sink = () => {
    let text = ''
    return {
      write: (more: string) => {
        text += more
        return true
      },
      isTTY: terminal,
      columns: Number(env.COLUMNS) || 80,
      get text() {
        return text
      },
    }
  }
  const stdout = sink()
  const stderr = sink()
  const code = await main(args, {
    stdout,
    stderr,
    stdin: Readable.from([piped], { objectMode: true }),
    interactive: false,
    env,
    cwd,
    onInterrupt: () => () => {},
  })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

/** Runs it as a program of its own, from the sources. */
export const spawnRun = (args: readonly string[], { env = {}, cwd = root }: RunOptions = {}): Ran => {
  const sources = join(root, 'scripts/sources.mjs')
  const program = join(root, 'packages/cli/bin/callweave.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', sources, program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  })
  return { code: status ?? -1, stdout, stderr }
}
