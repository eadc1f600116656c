/** A disk that is full under a center with calls. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWav, telephoneSamples } from '@callweave/rtp/audio'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import { numberOf } from './killed/center-text.js'
import { messageHz } from './killed/fifty-calls.js'
import { createKilledRig, recordsIn, until, waits } from './killed/rig.js'
import { blocksOfTone } from './tones.js'

/** No file grows beyond it: the journal is the first that would, or 12 s of a recording. */
const limitKiB = 96
const rig = createKilledRig('full', 3)
beforeAll(() => rig.make())
afterEach(() => rig.end())
afterAll(() => rig.remove())

/** A center for which the disk is full, and its callers: prompts and music are there before. */
const openFull = async (folder: string) => {
  const before = rig.start(folder)
  await before.said('ready')
  await before.kill()
  const child = rig.start(folder, limitKiB)
  const { port } = (await child.said('ready')) as { readonly port: number }
  const crowd = await rig.crowd(port)
  await crowd.registerAll()
  const talking = crowd.phone('8401').dial('8501', '8401')
  await until(() => talking.answeredAtMs !== null)
  const told = (word: string): readonly string[] => child.lines.filter((line) => line.startsWith(`${word} `))
  return { child, port, crowd, talking, told }
}

test.skipIf(process.platform === 'win32')(
  'S4 a full disk: nobody is answered any more, calls that are up go on, it is said once, the next start is whole',
  async () => {
    const folder = join(rig.project, 'kept')
    const { child, port, crowd, talking, told } = await openFull(folder)
    const { outside } = crowd
    // One after the other, each answered and over, until nobody answers.
    const isFull = (): boolean => told('trouble').length > 0
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
    expect(told('trouble')).toEqual([expect.stringMatching(/journal cannot be written/)])
    expect(answered.size).toBeGreaterThan(50)
    await child.kill()

    const program = rig.startAgain(folder, port)
    const ready = await program.json({ notice: 'ready' })
    const records = recordsIn(folder)
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

const prlimit = peer('prlimit')

test.skipIf(prlimit.missing)(
  `S4 recordings on a full disk: their calls go on, what could be written is kept, it is said once; with room again all is${prlimit.note}`,
  async () => {
    const folder = join(rig.project, 'recorded')
    const { child, crowd, talking, told } = await openFull(folder)
    const speakers = ['13700000001', '13700000002'].map((caller) => crowd.leaveMessage(caller))
    await until(() => speakers.every(({ answeredAtMs }) => answeredAtMs !== null))
    // 98,304 bytes are 12.3 s of G.711.
    await waits(15_000)
    expect([talking, ...speakers].map(({ end }) => end)).toEqual([null, null, null])
    for (const { sip } of speakers) sip.hangUp()
    await until(() => recordsIn(folder).length >= 2)
    await until(() => told('media-failed').length > 0)

    child.makeRoom(prlimit.path)
    const heard = crowd.leaveMessage('13700000003')
    await until(() => heard.answeredAtMs !== null)
    await waits(2_000)
    heard.sip.hangUp()
    await until(() => recordsIn(folder).length >= 3)
    await until(() => told('recordings-mended').length > 0)
    expect(told('media-failed')).toEqual([expect.stringMatching(/this recording cannot be written: .*Make room/)])
    expect(told('recordings-mended').length).toBe(1)
    expect(told('trouble')).toEqual([])
    expect(talking.end).toBe(null)

    const lengths = new Map<string | null, number>()
    for (const { caller, outcome, messages } of recordsIn(folder)) {
      const [message] = messages
      expect([outcome, messages.length]).toEqual(['left-message', 1])
      const { recording, lengthMs } = message as NonNullable<typeof message>
      const wav = readWav(readFileSync(join(folder, 'recordings', recording)), recording)
      expect([wav.isCut, Math.round(wav.lengthMs)]).toEqual([false, lengthMs])
      expect(blocksOfTone(telephoneSamples(wav), messageHz)).toBeGreaterThan(5)
      lengths.set(caller, lengthMs)
    }
    for (const caller of ['13700000001', '13700000002']) {
      expect(lengths.get(caller)).toBeGreaterThan(11_000)
      expect(lengths.get(caller)).toBeLessThan(12_400)
    }
    expect(lengths.get('13700000003')).toBeGreaterThan(1_000)
  },
)
