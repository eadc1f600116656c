/** sipp as a caller and as whoever is called, against a whole center: its own scenarios, and each of ours with its verdict. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import { type CenterRig, openCenterRig, says } from './phones/center-rig.js'
import { freePort, host, listens, until, waits } from './phones/folder.js'
import { type OwnCall, type OwnPhone, type OwnPhoneOptions, openOwnPhone } from './phones/own-phone.js'
import { runSipp, type SippOptions, type SippResult } from './sipp/run-sipp.js'

const sipp = peer('sipp')
const data = peer('data')

/** Of the folder, what is played in provider.test.ts. */
const ofProviders = [
  'answers-and-leaves',
  'waits-for-bye',
  'provider-challenges',
  'provider-challenges-calls',
  'provider-refuses',
  'provider-wants-longer',
]

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
  'reinvite-on-top',
  'retransmitted-invite',
  'session-timer',
  'unknown-extension',
  'unknown-method',
  'wrong-dialog',
] as const

const well = { exitCode: 0, failed: 0 }

/** Sockets that this process has open, in all its threads, those for media among them; where they can be counted. */
const openSockets = (): number =>
  process.platform === 'linux'
    ? readdirSync('/proc/self/fd').filter((name) => isSocket(`/proc/self/fd/${name}`)).length
    : 0

const isSocket = (path: string): boolean => {
  try {
    return readlinkSync(path).startsWith('socket:')
  } catch {
    return false
  }
}

/** What a center without a call holds, once the ports for the next ones stand open. */
const idleOf = async ({ center }: CenterRig) => {
  let sockets = 0
  while (sockets !== openSockets()) {
    sockets = openSockets()
    await waits(500)
  }
  return { sockets, appointments: center.held().appointments }
}

describe.skipIf(sipp.missing)(`a center with sipp${sipp.note}`, () => {
  let rig: CenterRig
  let chen: OwnPhone
  /** Rings and is not answered. */
  let ana: OwnPhone
  /** The slowest of all, beside the others: nobody acknowledges for 32 s; a session is renewed after 45. */
  let lostForGood: Promise<SippResult>
  let glare: Promise<SippResult>
  const phones: OwnPhone[] = []
  /** Before the first phone. */
  let idle: Awaited<ReturnType<typeof idleOf>>

  const run = (scenario: string, over: Partial<SippOptions> = {}): Promise<SippResult> =>
    runSipp(scenario, { program: sipp.path, to: rig.server, service: '100', timeoutMs: 50_000, ...over })

  beforeAll(async () => {
    rig = await openCenterRig()
    idle = await idleOf(rig)
    const phone = async (user: string, answers: NonNullable<OwnPhoneOptions['answers']>): Promise<OwnPhone> => {
      const about = { folder: rig.folder, server: rig.server, user, password: `password-of-EXT_${user}` }
      const opened = await openOwnPhone({ ...about, hz: says.ana, answers })
      phones.push(opened)
      expect(await opened.register()).toBe(200)
      return opened
    }
    chen = await phone('8003', 'at-once')
    ana = await phone('8001', 'never')
    await phone('8002', 'at-once')
    glare = run('reinvite-glare', { service: '102', timeoutMs: 90_000 })
    lostForGood = run('lost-ack-for-good')
  })

  afterAll(async () => {
    for (const phone of phones) await phone.close()
    await rig.close()
  })

  test('every scenario of the folder is played', () => {
    const others = ['busy-lamp', 'cancel', 'lost-ack-for-good', 'prack', 'refer', 'reinvite-glare', 'wrong-password']
    const played = [...callers, ...called.map(([name]) => name), ...others, ...ofProviders]
    const names = readdirSync(join(import.meta.dirname, 'sipp')).filter((file) => file.endsWith('.xml'))
    expect(played.sort()).toEqual(names.map((file) => file.slice(0, -4)).sort())
  })

  test.each(callers)('P1 %s, by the trunk', async (scenario) => {
    const result = await run(scenario)
    expect(result, `${scenario}: ${result.errors}`).toMatchObject({ ...well, successful: 1 })
  })

  test('P10 cancel: a caller who gives up while the phone of a flow rings; the phone rings no more', async () => {
    const since = rig.events.length
    expect(await run('cancel', { service: '101' })).toMatchObject({ ...well, successful: 1 })
    const rung = await ana.called()
    await until('the phone has stopped', () => rung.end() !== null)
    expect((await rig.event('call.ended', since)).outcome).toBe('dropped')
    expect(rig.events.slice(since).some(({ type }) => type === 'leg.answered')).toBe(false)
  })

  test('P10 prack: sound before the answer goes reliably, and the answer waits for it', async () => {
    const since = rig.events.length
    const result = await run('prack', { service: '103' })
    expect(result).toMatchObject({ ...well, successful: 1 })
    // Sent again until the PRACK came: 0.5 s after the first.
    expect(result.messages['2_183_Recv']).toBe(1)
    await rig.event('legs.bridged', since)
  })

  test("P1 sipp's caller that reads what comes (-sn regexp)", async () => {
    expect(await run('regexp')).toMatchObject({ ...well, successful: 1 })
  })

  const raw = process.getuid?.() === 0 ? '' : ' [needs root, for raw sockets]'
  test.skipIf(raw !== '' || data.missing)(
    `P1 sipp's caller with sound and a key (-sn uac_pcap)${raw}${data.note}`,
    async () => {
      const since = rig.events.length
      const result = await run('uac_pcap', { service: '102', captures: join(data.path, 'rtp') })
      expect(result, result.errors).toMatchObject({ ...well, successful: 1 })
      const { call } = await rig.event('leg.arrived', since, ({ caller }) => caller === 'sipp')
      expect(rig.all('digit.pressed').filter((each) => each.call === call)).toMatchObject([{ digit: '1' }])
    },
  )

  test("P1 sipp's caller between two lines (-sn 3pcc-C-A and 3pcc-C-B): offers in the 200, answers in the ACK", async () => {
    const since = rig.events.length
    const control = `${host}:${await freePort()}`
    const at = `${rig.server.host}:${rig.server.port}`
    const line = async (scenario: string) =>
      plain('-sn', scenario, at, '-s', '102', '-m', '1', '-3pcc', control, '-p', `${await freePort()}`)
    const waiting = line('3pcc-C-B')
    await waits(500)
    expect(await line('3pcc-C-A')).toBe(0)
    expect(await waiting).toBe(0)
    const ids = rig.events
      .slice(since)
      .flatMap((each) => (each.type === 'leg.arrived' && each.caller === 'sipp' ? each.call : []))
    expect(ids).toHaveLength(2)
    for (const id of ids) await rig.event('call.ended', since, ({ call }) => call === id)
    expect(rig.all('leg.answered').filter(({ call }) => ids.includes(call))).toHaveLength(2)
  })

  test("sipp's -sn branchc registers without a password: it is challenged, and nobody is registered", async () => {
    const before = rig.center.registrations().map(({ extension }) => extension)
    const { exitCode, successful, errors } = await run('branchc')
    expect({ exitCode, successful, challenged: /SIP\/2\.0 401/.test(errors) }).toEqual({
      exitCode: 1,
      successful: 0,
      challenged: true,
    })
    expect(rig.center.registrations().map(({ extension }) => extension)).toEqual(before)
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

  test('P7 busy-lamp: a phone that watches another sees it ring, talk and be free', async () => {
    const since = rig.events.length
    const keys = { caller: '8900', password: 'password-of-EXT_8900' }
    const watching = run('busy-lamp', { keys, service: '8002', authUri: `8002@${rig.server.host}:${rig.server.port}` })
    await waits(1_000)
    const call = chen.dial('8002')
    await rig.event('legs.bridged', since)
    await waits(300)
    call.sip.hangUp()
    const result = await watching
    expect(result, result.errors).toMatchObject({ ...well, successful: 1 })
  })

  test('a phone with a wrong password: challenged, refused, never registered', async () => {
    const result = await run('wrong-password', { keys: { caller: '8900', password: 'guessed' } })
    expect(result).toMatchObject({ ...well, successful: 1 })
    expect(rig.center.registrations().map(({ extension }) => extension)).toEqual(['8003', '8001', '8002'])
  })

  const plain = async (...args: string[]): Promise<number | null> => {
    const all = [...args, '-i', host, '-nostdin', '-timeout', '20', '-timeout_error']
    const child = spawn(sipp.path, all, { cwd: rig.folder, stdio: 'ignore' })
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  }

  const bridged = (call: OwnCall, since: number): Promise<unknown> =>
    rig.event('legs.bridged', since).catch((error: Error) => {
      throw new Error(`${error.message}; the phone was told ${call.statuses.join()}`)
    })

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
    await listens(rig.outside.port)
    const call = chen.dial('95551')
    await rig.event('legs.bridged', since)
    await waits(300)
    call.sip.hangUp()
    expect(await running).toBe(0)
  })

  test.each(called)('P2 %s, called by the trunk: the phone %s', async (scenario, does, outcome) => {
    const since = rig.events.length
    const running = run(scenario, { from: { port: rig.outside.port }, keys: { target: '8002' } })
    await listens(rig.outside.port)
    const call = chen.dial('95551')
    if (does === 'talks') {
      await bridged(call, since)
      // Long enough for an answer that is given three times, and for two re-INVITEs.
      await waits(4_000)
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
    expect(result, `${scenario}: ${result.errors}`).toMatchObject({ ...well, successful: 1 })
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

  test('re-INVITE glare: 491 on both sides, and the one that made no Call-ID gets through first', async () => {
    expect(await glare).toMatchObject({ ...well, successful: 1 })
  })

  test('nothing is left, and nothing failed', { timeout: 150_000 }, async () => {
    await rig.quiet()
    for (const phone of phones.splice(0)) await phone.close()
    // The last transactions remember for 32 s what they sent (RFC 3261 timers J and L).
    await until('all transactions are over', () => rig.center.held().switch === 0, 50_000)
    // Ports are opened for the next calls in place of those that were taken.
    await until('no more sockets are open than before the first call', () => openSockets() <= idle.sockets)
    // Of all phones together: when a registration runs out, when a lamp's subscription does, and when one is asked whether it is
    // still there.
    const most = idle.appointments + 3
    await until('no more is due than that', () => rig.center.held().appointments <= most, 50_000)
    expect(rig.troubles).toEqual([])
    expect(rig.notices.filter(({ notice }) => notice !== 'overloaded')).toEqual([])
  })
})
