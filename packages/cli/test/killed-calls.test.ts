/** kill -9 during fifty calls: every call has its record, the restart says what it closed. Real SIP over loopback. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWav, telephoneSamples } from '@callweave/rtp/audio'
import { openClient } from '@callweave/server/client'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { agents, numberOf, phones, sleepers } from './killed/center-text.js'
import { deskOrders, messageHz } from './killed/fifty-calls.js'
import { createKilledRig, recordsIn, until, waits } from './killed/rig.js'
import { blocksOfTone } from './tones.js'

const rounds = Number(process.env.CALLWEAVE_RUNS) >= 1_000 ? 5 : 1
const rig = createKilledRig('killed', 0)
beforeAll(() => rig.make())
afterEach(() => rig.end())
afterAll(() => rig.remove())

test.each(Array.from({ length: rounds }, (_, round) => [round]))(
  'S4 kill -9 during 50 calls, round %i: every call has its record, the restart says what it closed',
  async (round) => {
    const seed = (fc.readConfigureGlobal().seed ?? 0) >>> 0
    const draw = (below: number): number => seed % below
    const folder = join(rig.project, `kept-${round}`)
    const child = rig.start(folder)
    const { api, port } = (await child.said('ready')) as { readonly api: string; readonly port: number }
    const client = openClient(api)
    const crowd = await rig.crowd(port)
    const { outside, phone } = crowd
    await crowd.registerAll()
    for (const agent of [...Object.keys(agents), ...Object.keys(sleepers)])
      await client.setAgentState(agent, { state: 'ready' })

    // In the first round when all are there; else after any of them.
    const killAfter = round === 0 ? 50 : 5 + draw(45)
    const told = new Set<number>()
    const ask = async (): Promise<void> => {
      for (const { call } of await client.calls()) told.add(call)
    }
    for (let dialed = 0; dialed < killAfter; dialed += 1) {
      crowd.dialNext()
      await waits(10)
      if (dialed % 10 === 0) await ask()
    }
    if (round === 0) {
      await until(crowd.areUp)
      for (const order of deskOrders) child.order(...order)
      await until(() =>
        deskOrders.every(([, , expert]) => phone(expert).calls.some((call) => call.answeredAtMs !== null)),
      )
      await until(async () => {
        await ask()
        return told.size === 50
      })
      // Messages have something in them.
      await waits(2_000)
    }
    await waits(draw(500))
    await ask().catch(() => undefined)
    const answered = outside.calls.filter(({ answeredAtMs }) => answeredAtMs !== null)
    const orders = child.lines.filter((line) => line.startsWith('refused'))
    await child.kill()
    client.close()
    expect(orders).toEqual([])
    const note = `seed ${seed}, killed after ${killAfter} calls`
    const callsThen = crowd.live().map((call) => [call, call.answeredAtMs] as const)

    const program = rig.startAgain(folder, port)
    const ready = await program.json({ notice: 'ready' })
    const { closed } = ready.start as { readonly closed: number }
    const closing = await program.json({ notice: 'closed-dead' })
    const records = recordsIn(folder)

    // Each once, and nobody who was told of is missing.
    expect(closing.calls, note).toBe(closed)
    expect(
      records.map(({ call }) => call).sort((a, b) => a - b),
      note,
    ).toEqual(Array.from({ length: records.length }, (_, i) => i + 1))
    expect(records.length, note).toBeGreaterThanOrEqual(told.size)
    expect(
      [...told].filter((call) => !records.some((record) => record.call === call)),
      note,
    ).toEqual([])
    for (const { caller } of answered)
      expect(records.filter((record) => record.caller === caller).length, `${note}, caller ${caller}`).toBe(1)
    expect(records.filter(({ endCause }) => endCause === 'failed').length, note).toBe(closed)
    for (const { call, outcome, endedAtMs, arrivedAtMs } of records) {
      expect([outcome, endedAtMs], `${note}, call ${call}`).not.toContain(null)
      expect(endedAtMs as number).toBeGreaterThanOrEqual(arrivedAtMs)
    }
    if (round === 0) {
      expect(closed, note).toBe(50)
      expect(Object.keys(closing.stages as object).sort(), note).toEqual([
        'flow',
        'hold',
        'offered',
        'talking',
        'waiting',
      ])
    }

    // What was said until then is a whole file, and stands in the record.
    const messages = records.filter(({ dialed }) => dialed === numberOf.voicemail)
    if (round === 0)
      expect(
        messages.map(({ outcome }) => outcome),
        note,
      ).toEqual(Array(8).fill('left-message'))
    for (const { recordings, messages: left, call } of messages) {
      for (const { recording, lengthMs } of recordings) {
        const wav = readWav(readFileSync(join(folder, 'recordings', recording)), recording)
        expect(wav, `${note}, call ${call}`).toMatchObject({ isCut: false, lengthMs, rateHz: 8_000 })
        if (lengthMs >= 1_000) {
          expect(left.map((message) => message.recording)).toEqual([recording])
          expect(blocksOfTone(telephoneSamples(wav), messageHz), note).toBeGreaterThan(5)
        }
      }
    }

    // Phones that still believe in their call hear that there is none.
    const believers = callsThen.filter(([, answeredAtMs]) => answeredAtMs !== null).map(([call]) => call)
    const byes = () => [outside, ...phones.map(phone)].flatMap((each) => each.byes)
    for (const { sip } of believers) sip.hangUp()
    await until(() => byes().length >= believers.length)
    expect(byes(), note).toEqual(Array(believers.length).fill(481))
    expect(
      believers.filter(({ end }) => end === null),
      note,
    ).toEqual([])

    // Agents are where they were, and no phone is registered: a caller waits until the first that is.
    const before = phone('8001').calls.length
    outside.dial(numberOf.talk, '13900000000')
    await program.json({ notice: 'agent-changed', agent: 'a1', state: 'not-ready', because: 'unreachable' })
    await phone('8001').register()
    await program.json({ notice: 'agent-changed', agent: 'a1', state: 'ready', because: 'phone-registered' })
    await until(() => phone('8001').calls.length > before)
    await program.json({ notice: 'call-talks', agent: 'a1' })
  },
)
