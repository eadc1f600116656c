/** Programs of these tests, run as processes of their own on the sources. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export interface Child {
  readonly pid: number
  /** The lines it has printed. */
  readonly lines: readonly string[]
  /** Resolves with the first line that says so, printed before or yet to come. @throws when it ends without. */
  line(says: (line: string) => boolean): Promise<string>
  say(line: string): void
  /** kill -9. Resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>
}

const sources = fileURLToPath(new URL('../../../scripts/sources.mjs', import.meta.url))

/** `program` stands in this folder. `limitKiB`: no file may grow beyond it (POSIX shells only). */
export const startChild = (
  program: string,
  args: readonly string[],
  { limitKiB }: { readonly limitKiB?: number } = {},
): Child => {
  const file = fileURLToPath(new URL(program, import.meta.url))
  const node = ['--disable-warning=ExperimentalWarning', '--import', sources, file, ...args]
  const stdio: ['pipe', 'pipe', 'inherit'] = ['pipe', 'pipe', 'inherit']
  const process_: ChildProcessByStdio<Writable, Readable, null> =
    limitKiB === undefined
      ? spawn(process.execPath, node, { stdio })
      : spawn('bash', ['-c', `ulimit -f ${limitKiB} && exec "$0" "$@"`, process.execPath, ...node], { stdio })
  const lines: string[] = []
  const ended = new Promise<number | null>((resolve) => void process_.once('exit', (code) => resolve(code)))
  const asking = new Set<(line: string | null) => void>()
  const reader = createInterface({ input: process_.stdout })
  reader.on('line', (line) => {
    lines.push(line)
    for (const ask of [...asking]) ask(line)
  })
  const allRead = new Promise<void>((resolve) => void reader.once('close', () => resolve()))
  void allRead.then(() => {
    for (const ask of [...asking]) ask(null)
  })
  return {
    pid: process_.pid ?? 0,
    lines,
    ended,
    line: (says) =>
      new Promise((resolve, reject) => {
        const known = lines.find(says)
        if (known !== undefined) {
          resolve(known)
          return
        }
        const ask = (line: string | null): void => {
          if (line !== null && !says(line)) return
          asking.delete(ask)
          if (line === null) reject(new Error(`${program} ended; it said: ${lines.join(' | ')}`))
          else resolve(line)
        }
        asking.add(ask)
      }),
    say: (line) => void process_.stdin.write(`${line}\n`),
    kill: async () => {
      process_.kill('SIGKILL')
      await ended
      await allRead
    },
  }
}
