/** The program as a process of its own that goes on: from the sources, with what it says by lines. */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const root = resolve(import.meta.dirname, '../../..')

export interface Program {
  readonly pid: number
  /** Standard output, then standard error, by lines. */
  readonly lines: readonly string[]
  readonly errors: readonly string[]
  /** The first line that is JSON with this in it, printed before or yet to come. @throws when the program ends without. */
  json(has: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void
  /** Its exit code; `null` when a signal ended it. */
  readonly ended: Promise<number | null>
}

/** @param env beside `PATH`. */
export const startProgram = (
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Program => {
  const program = join(root, 'packages/cli/bin/callweave.mjs')
  const child = spawn(process.execPath, ['--import', join(root, 'scripts/sources.mjs'), program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const errors: string[] = []
  const watchers = new Set<() => void>()
  const told = (): void => {
    for (const look of [...watchers]) look()
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    told()
  })
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line))
  let isOver = false
  const ended = new Promise<number | null>((done) => {
    child.once('close', (code) => {
      isOver = true
      told()
      done(code)
    })
  })
  const find = (has: Readonly<Record<string, unknown>>) =>
    lines
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .find((said) => Object.entries(has).every(([key, value]) => said[key] === value))
  return {
    pid: child.pid ?? 0,
    lines,
    errors,
    ended,
    signal: (name) => void child.kill(name),
    json: (has) =>
      new Promise((done, failed) => {
        const look = (): void => {
          const found = find(has)
          if (found === undefined && !isOver) return
          watchers.delete(look)
          if (found !== undefined) done(found)
          else
            failed(
              new Error(`${args.join(' ')} ended without ${JSON.stringify(has)}: ${[...lines, ...errors].join('\n')}`),
            )
        }
        watchers.add(look)
        look()
      }),
  }
}
