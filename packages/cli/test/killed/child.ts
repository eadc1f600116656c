/** The center of a round, as a process of its own. */
import { spawn, spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export interface Child {
  readonly lines: readonly string[]
  /** Resolves with what was printed after this word, as soon as it is. @throws when the process ends without. */
  said(word: string): Promise<unknown>
  order(...what: readonly string[]): void
  /** Files may grow again, as on a disk that has room. @param prlimit the program of util-linux. */
  makeRoom(prlimit: string): void
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
}

const root = resolve(import.meta.dirname, '../../../..')

/** `limitKiB`: no file may grow beyond it (POSIX shells only); 0 for no limit. */
export const startChild = (limitKiB: number, ...args: readonly string[]): Child => {
  const file = join(import.meta.dirname, '../killed-center.program.ts')
  const node = ['--disable-warning=ExperimentalWarning', '--import', join(root, 'scripts/sources.mjs'), file, ...args]
  const limit = limitKiB === 0 ? 'true' : `ulimit -S -f ${limitKiB}`
  const child = spawn('bash', ['-c', `${limit} && exec "$0" "$@"`, process.execPath, ...node], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const watchers = new Set<() => void>()
  let isOver = false
  const look = (): void => {
    for (const watch of [...watchers]) watch()
  }
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      look()
    })
  const ended = new Promise<void>((done) => {
    child.once('close', () => {
      isOver = true
      look()
      done()
    })
  })
  return {
    lines,
    said: (word) =>
      new Promise((done, failed) => {
        const watch = (): void => {
          const found = lines.find((line) => line.startsWith(`${word} `))
          if (found === undefined && !isOver) return
          watchers.delete(watch)
          if (found === undefined) failed(new Error(`it ended without '${word}': ${lines.join('\n')}`))
          else done(JSON.parse(found.slice(word.length + 1)))
        }
        watchers.add(watch)
        watch()
      }),
    makeRoom: (prlimit) => {
      const { status, stderr } = spawnSync(prlimit, [`--pid=${child.pid}`, '--fsize=unlimited:'], {
        encoding: 'utf8',
      })
      if (status !== 0) throw new Error(`the limit cannot be taken away: ${stderr}`)
    },
    order: (...what) => void child.stdin.write(`${JSON.stringify(what)}\n`),
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}
