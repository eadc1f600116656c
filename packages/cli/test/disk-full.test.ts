/** A disk that is full under a center with calls. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCallStore } from '@callweave/cdr/sqlite'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { centerText, numberOf, secretsText } from './killed/center-text.js'
import { type Child, startChild } from './killed/child.js'
import { type Crowd, openCrowd } from './killed/fifty-calls.js'
import { type Program, startProgram } from './program.js'
import { run } from './run.js'

const cwd = mkdtempSync(join(tmpdir(), 'cw-full-'))
const project = join(cwd, 'center')
const file = join(project, 'center.ts')
const folder = join(project, 'kept')
const mediaFrom = 25_000 + ((process.pid + 3) % 6) * 1_200
/** No file grows beyond it: the journal is the first that would. */
const limitKiB = 96

let child: Child | undefined
let program: Program | undefined
let crowd: Crowd | undefined

beforeAll(async () => {
  await run(['init', 'center', '--template', 'minimal', '--yes'], { cwd })
  writeFileSync(file, centerText)
  writeFileSync(join(project, '.env'), secretsText)
})
afterEach(async () => {
  await child?.kill()
  program?.signal('SIGKILL')
  await program?.ended
  await crowd?.close()
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const waits = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms))
const until = async (is: () => boolean): Promise<void> => {
  while (!is()) await waits(20)
}

test.skipIf(process.platform === 'win32')(
  'S4 a full disk: nobody is answered any more, calls that are up go on, it is said once, the next start is whole',
  async () => {
    // Prompts and music are there before the disk is full.
    child = startChild(0, file, folder, '0', String(mediaFrom))
    await child.said('ready')
    await child.kill()
    child = startChild(limitKiB, file, folder, '0', String(mediaFrom))
    const { port } = (await child.said('ready')) as { readonly port: number }
    crowd = await openCrowd(port, mediaFrom + 1_000)
    const { outside, phone } = crowd
    await crowd.registerAll()
    const talking = phone('8401').dial('8501', '8401')
    await until(() => talking.answeredAtMs !== null)
    // One after the other, each answered and over, until nobody answers.
    const { lines } = child
    const isFull = (): boolean => lines.some((line) => line.startsWith('trouble '))
    const answered = new Set(['8401'])
    let calls = 0
    while (!isFull()) {
      calls += 1
      const call = outside.dial(numberOf.menu, String(13_800_000_000 + calls))
      await until(() => call.answeredAtMs !== null || call.end !== null || isFull())
      if (call.answeredAtMs !== null) answered.add(call.caller)
      call.sip.hangUp()
    }
    const unheard = outside.dial(numberOf.menu, '13900000000')
    // Long enough for an answer, and for the trouble to be told again.
    await waits(3_000)
    expect(unheard.answeredAtMs).toBe(null)
    expect(talking.end).toBe(null)
    expect(lines.filter((line) => line.startsWith('trouble '))).toEqual([
      expect.stringMatching(/journal cannot be written/),
    ])
    expect(answered.size).toBeGreaterThan(50)
    await child.kill()

    const listen = ['--listen', `127.0.0.1:${port}`, '--rtp-ports', `${mediaFrom}-${mediaFrom + 999}`]
    program = startProgram(['start', '--folder', folder, ...listen, '--json'], project)
    const ready = await program.json({ notice: 'ready' })
    const store = openCallStore(join(folder, 'calls.sqlite'))
    const records = store.calls()
    store.close()
    // Whoever was answered has a record, each once; whoever was not has been told nothing.
    const callers = records.map(({ caller, extension }) => extension ?? caller)
    expect(callers.filter((caller) => answered.has(caller ?? '')).sort()).toEqual([...answered].sort())
    expect(callers).not.toContain('13900000000')
    expect(new Set(records.map(({ call }) => call)).size).toBe(records.length)
    expect((ready.start as { readonly closed: number }).closed).toBeGreaterThan(0)
    // And takes calls again.
    const again = outside.dial(numberOf.menu, '13900000001')
    await until(() => again.answeredAtMs !== null)
  },
)
