/** sipp as a caller and as whoever is called, against a whole center: its own scenarios, and each of ours with its verdict. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import { type CenterRig, openCenterRig, says } from './phones/center-rig.js'
import { freePort, host, until, waits } from './phones/folder.js'
import { type OwnPhone, openOwnPhone } from './phones/own-phone.js'
import { runSipp, type SippOptions, type SippResult } from './sipp/run-sipp.js'

const sipp = peer('sipp')

/** Of the folder, what is not played here, and why. */
const notPlayed: Readonly<Record<string, string>> = {
  cancel: 'a flow answers whoever calls in at once, and nobody rings before',
  prack: 'as cancel: there is no provisional response to acknowledge',
  'reinvite-glare': 'the center holds with music and never offers a caller another session',
  'reinvite-on-top': 'the switch answers a re-INVITE at once, so that none is ever on top of another',
}

/** Callers whom a trunk brings, and how they fare. */
const callers = [
  'call',
  'cancel-after-200',
  'hold-sendonly',
  'hold-zero-address',
  'info-digit',
  'late-bye',
  'late-offer',
  'lost-ack',
  'no-common-codec',
  'options',
  'retransmitted-invite',
  'unknown-extension',
  'unknown-method',
  'wrong-dialog',
] as const

const well = { exitCode: 0, failed: 0 }

describe.skipIf(sipp.missing)(`a center with sipp${sipp.note}`, () => {
  let rig: CenterRig
  let chen: OwnPhone
  /** The slowest of all, beside the others: nobody acknowledges for 32 s. */
  let lostForGood: Promise<SippResult>

  const run = (scenario: string, over: Partial<SippOptions> = {}): Promise<SippResult> =>
    runSipp(scenario, { program: sipp.path, to: rig.server, service: '100', timeoutMs: 50_000, ...over })

  beforeAll(async () => {
    rig = await openCenterRig()
    const about = { folder: rig.folder, server: rig.server, user: '8003', password: 'password-of-EXT_8003' }
    chen = await openOwnPhone({ ...about, hz: says.ana })
    expect(await chen.register()).toBe(200)
    lostForGood = run('lost-ack-for-good')
  })

  afterAll(async () => {
    await chen.close()
    await rig.close()
  })

  test('every scenario of the folder is played, or there is a reason why not', () => {
    const played = [...callers, ...called.map(([name]) => name), 'lost-ack-for-good', 'refer', 'wrong-password']
    const names = readdirSync(join(import.meta.dirname, 'sipp')).filter((file) => file.endsWith('.xml'))
    expect([...played, ...Object.keys(notPlayed)].sort()).toEqual(names.map((file) => file.slice(0, -4)).sort())
  })

  test.each(callers)('P1 %s, by the trunk', async (scenario) => {
    const result = await run(scenario)
    expect({ scenario, ...result }).toMatchObject({ ...well, successful: 1 })
  })

  test('P1 twenty callers over TCP, each answered', async () => {
    expect(await run('call', { calls: 20, callsPerSecond: 10, transport: 'TCP' })).toMatchObject({
      ...well,
      successful: 20,
    })
  })

  test('a caller from outside has nobody called by a REFER: it is refused', async () => {
    const { exitCode, errors } = await run('refer', { keys: { target: '8002' } })
    expect({ exitCode, refused: /SIP\/2\.0 (403|603)/.test(errors) }).toEqual({ exitCode: 1, refused: true })
  })

  test('a phone with a wrong password: challenged, refused, never registered', async () => {
    const result = await run('wrong-password', { keys: { caller: '8001', password: 'guessed' } })
    expect(result).toMatchObject({ ...well, successful: 1 })
    expect(rig.center.registrations().map(({ extension }) => extension)).toEqual(['8003'])
  })

  const plain = async (...args: string[]): Promise<number | null> => {
    const all = [...args, '-i', host, '-nostdin', '-timeout', '20', '-timeout_error']
    const child = spawn(sipp.path, all, { cwd: rig.folder, stdio: 'ignore' })
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  }

  /** Whom a phone of ours calls by the trunk; what the phone does, and what becomes of the call. */
  const called = [
    ['answer', 'talks', 'served'],
    ['answers-late-ack', 'talks', 'served'],
    ['busy', 'waits', 'refused'],
    ['forked-180s', 'talks', 'served'],
    ['redirect', 'waits', 'refused'],
    ['reinvites', 'talks', 'served'],
    ['silent', 'gives-up', 'dropped'],
    ['rings-until-cancelled', 'gives-up', 'dropped'],
    ['answers-cancelled', 'gives-up', 'dropped'],
    // Last: its BYE comes again for 32 s.
    ['no-200-for-bye', 'talks', 'served'],
  ] as const

  test("P2 sipp's own answerer (-sn uas) behind the trunk", async () => {
    const since = rig.events.length
    const running = plain('-sn', 'uas', '-m', '1', '-p', `${rig.outside.port}`)
    await waits(300)
    const call = chen.dial('95551')
    await rig.event('legs.bridged', since)
    await waits(300)
    call.sip.hangUp()
    expect(await running).toBe(0)
  })

  test.each(called)('P2 %s, called by the trunk: the phone %s', async (scenario, does, outcome) => {
    const since = rig.events.length
    const running = run(scenario, { from: { port: rig.outside.port }, keys: { target: '8002' } })
    await waits(300)
    const call = chen.dial('95551')
    if (does === 'talks') {
      await rig.event('legs.bridged', since)
      await waits(1_300)
      call.sip.hangUp()
    } else if (does === 'gives-up') {
      await rig.event('leg.originated', since)
      await waits(700)
      call.sip.hangUp()
    }
    await until('the call is over for the phone', () => call.end())
    const result = await running
    const { call: id } = await rig.event('leg.dialed', since)
    await rig.event('call.ended', since, (ended) => ended.call === id)
    await rig.center.running.settled()
    expect({ scenario, ...result }).toMatchObject({ ...well, successful: 1 })
    expect(rig.records.find((record) => record.call === id)).toMatchObject({ outcome })
  })

  test("P1 sipp's own caller (-sn uac)", async () => {
    const since = rig.events.length
    const at = `${rig.server.host}:${rig.server.port}`
    expect(await plain('-sn', 'uac', at, '-s', '100', '-m', '3', '-d', '300', '-p', `${await freePort()}`)).toBe(0)
    await until(
      'three calls are over',
      () => rig.events.slice(since).filter(({ type }) => type === 'call.ended').length === 3,
    )
  })

  test('an ACK that never comes: the 200 is given up after 32 s, with a BYE', async () => {
    expect(await lostForGood).toMatchObject({ ...well, successful: 1 })
  })

  test('nothing is left, and nothing failed', async () => {
    await rig.quiet()
    expect(rig.troubles).toEqual([])
    expect(rig.notices.filter(({ notice }) => notice !== 'overloaded')).toEqual([])
  })
})
