/** A project of its own with a center that is run, killed and started again, and its callers; all ended after each test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCallStore } from '@callweave/cdr/sqlite'
import { type Program, startProgram } from '../program.js'
import { run } from '../run.js'
import { centerText, secretsText } from './center-text.js'
import { type Child, startChild } from './child.js'
import { type Crowd, openCrowd } from './fifty-calls.js'

export interface KilledRig {
  readonly project: string
  /** Makes the project: before all tests. */
  make(): Promise<void>
  /** A center in a process of its own, as `startChild`, at `port` (0 for a free one). */
  start(folder: string, limitKiB?: number, port?: number): Child
  /** `cc start` in the same folder and at the same port, when nothing else runs there. */
  startAgain(folder: string, port: number): Program
  /** Its callers and phones. */
  crowd(port: number): Promise<Crowd>
  /** After each test. */
  end(): Promise<void>
  /** After all. */
  remove(): void
}

/** `place`: 0 to 5, another for each file of tests, which may run at the same time. */
export const createKilledRig = (name: string, place: number): KilledRig => {
  const cwd = mkdtempSync(join(tmpdir(), `cw-${name}-`))
  const project = join(cwd, 'center')
  const file = join(project, 'center.ts')
  // Below those that the system gives away.
  const mediaFrom = 25_000 + ((process.pid + place) % 6) * 1_200
  const ending: (() => unknown)[] = []
  return {
    project,
    make: async () => {
      await run(['init', 'center', '--template', 'minimal', '--yes'], { cwd })
      writeFileSync(file, centerText)
      writeFileSync(join(project, '.env'), secretsText)
    },
    start: (folder, limitKiB = 0, port = 0) => {
      const child = startChild(limitKiB, file, folder, String(port), String(mediaFrom))
      ending.push(() => child.kill())
      return child
    },
    startAgain: (folder, port) => {
      const listen = ['--listen', `127.0.0.1:${port}`, '--rtp-ports', `${mediaFrom}-${mediaFrom + 999}`]
      const program = startProgram(['start', '--folder', folder, ...listen, '--json'], project)
      ending.push(() => {
        program.signal('SIGKILL')
        return program.ended
      })
      return program
    },
    crowd: async (port) => {
      const crowd = await openCrowd(port, mediaFrom + 1_000)
      ending.push(() => crowd.close())
      return crowd
    },
    end: async () => {
      for (const each of ending.splice(0)) await each()
    },
    remove: () => rmSync(cwd, { recursive: true, force: true }),
  }
}

export const waits = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms))

export const until = async (is: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await is())) await waits(20)
}

export const recordsIn = (folder: string) => {
  const store = openCallStore(join(folder, 'calls.sqlite'))
  const found = store.calls()
  store.close()
  return found
}
