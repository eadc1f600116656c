/** What callers hear before the answer, how they are refused, and lines that only the agent clears: real phones, real sockets. */
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { startBaresip } from './baresip.js'
import { type CenterRig, openCenterRig, says } from './center-rig.js'
import { until, waits } from './folder.js'
import { type OwnCall, type OwnPhone, type OwnPhoneOptions, openOwnPhone } from './own-phone.js'
import { msOf } from './sounds.js'

const baresip = peer('baresip')
/** The company's tone is 2,000 ms long. */
const leastMs = 1_000
const ringBackHz = 425

let rig: CenterRig
let ana: OwnPhone
const opened: { close(): Promise<unknown> }[] = []

const own = async (over: Partial<OwnPhoneOptions> = {}): Promise<OwnPhone> => {
  const { folder, server } = rig
  const phone = await openOwnPhone({ folder, server, user: '13800001111', hz: says.caller, ...over })
  opened.push(phone)
  return phone
}

beforeAll(async () => {
  rig = await openCenterRig()
  const { folder, server } = rig
  ana = await openOwnPhone({ folder, server, user: '8001', password: 'password-of-EXT_8001', hz: says.ana })
  await ana.register()
  await rig.registered('8001')
})

afterEach(async () => {
  rig.ready()
  for (const one of opened.splice(0).reverse()) await one.close()
  await rig.quiet()
})

afterAll(async () => {
  await ana.close()
  await rig.close()
})

describe('before the answer', () => {
  test('P10 the company is heard, then music, and the 200 comes when the agent takes the call', async () => {
    const since = rig.events.length
    const call = (await own()).dial('111')
    const finished = await rig.event('prompt.finished', since)
    await waits(1_500)
    expect([call.isUp(), call.statuses]).toEqual([false, [183]])
    rig.ready('ana')
    const answered = await rig.event('leg.answered', since, ({ leg }) => leg === finished.leg)
    await rig.event('legs.bridged', since)
    await waits(1_000)
    call.sip.hangUp()
    const heard = await call.heard()
    await rig.quiet()
    // The tone of the company was over when the call was answered.
    expect(answered.seq).toBeGreaterThan(finished.seq)
    expect(call.statuses).toEqual([183, 200])
    expect(msOf(heard, says.menu)).toBeGreaterThan(leastMs)
    expect(msOf(heard, says.music)).toBeGreaterThan(leastMs)
    expect(msOf(heard, says.ana)).toBeGreaterThan(500)
    const { arrivedAtMs = 0, answeredAtMs } = rig.records.at(-1) ?? {}
    expect((answeredAtMs ?? 0) - arrivedAtMs).toBeGreaterThan(3_000)
  })

  test.skipIf(baresip.missing)(`P10 baresip hears it, and gives up before any answer${baresip.note}`, async () => {
    const since = rig.events.length
    const { server, folder } = rig
    const at = { program: baresip.path, folder: join(folder, 'early'), server }
    const caller = await startBaresip({ ...at, user: '13900002222', hz: says.caller })
    opened.push(caller)
    caller.say('dial', `sip:111@${server.host}:${server.port}`)
    await rig.event('prompt.finished', since)
    await waits(500)
    caller.say('hangup')
    await caller.event('CALL_CLOSED')
    await rig.quiet()
    await until('it has heard the company', () => msOf(caller.heard(), says.menu) > leastMs)
    expect(caller.events.map(({ type }) => type)).not.toContain('CALL_ESTABLISHED')
    expect(rig.records.at(-1)).toMatchObject({ answeredAtMs: null, outcome: 'abandoned' })
  })

  test('P10 plain ringing is a 180 without media', async () => {
    const since = rig.events.length
    const call = (await own()).dial('112')
    await until('it rings', () => call.statuses.includes(180))
    await waits(500)
    expect([call.statuses, call.mediaPort()]).toEqual([[180], 0])
    rig.ready('ana')
    await rig.event('legs.bridged', since)
    await until('it is answered', call.isUp)
    call.sip.hangUp()
    await rig.quiet()
    expect(call.statuses).toEqual([180, 200])
  })
})

test('P9 P11 codes: a supervisor ends the conversation, the agent marks its caller, who is refused from then on', async () => {
  rig.ready('ana')
  const caller = await own({ user: '13800002222' })
  const call = caller.dial('112')
  await until('they talk', () => call.isUp())
  const supervisor = await own({ user: '8900', password: 'password-of-EXT_8900' })
  expect(await supervisor.register()).toBe(200)
  const since = rig.events.length
  const code = supervisor.dial('*748001')
  await until('the code is done and the caller let go', () => code.end() !== null && call.end() !== null)
  expect(code.statuses).toContain(200)
  const mark = ana.dial('*16')
  await until('the mark is made', () => mark.end() !== null)
  expect(mark.statuses).toContain(200)
  expect(await rig.event('number.blocked', since)).toMatchObject({ number: '13800002222' })
  const again = caller.dial('112')
  await until('the caller is refused', () => again.end() !== null)
  expect(again.end()?.status).toBe(603)
  rig.center.running.center.unblock('13800002222')
})

describe('refusals', () => {
  const refused = async (call: OwnCall): Promise<number | null | undefined> => {
    await until('it is refused', () => call.end() !== null)
    await rig.quiet()
    return call.end()?.status
  }

  test.each([
    ['999', '13800001111', 404, { refused: 'no-route', endCause: 'unknown-number' }],
    ['113', '13800001111', 503, { outcome: 'refused', endCause: 'unavailable' }],
    ['100', '13800009999', 603, { refused: 'blocked', endCause: 'blocked' }],
  ] as const)('P11 P1 %s dialed by %s is %i, and the record says it', async (dialed, user, status, record) => {
    expect(await refused((await own({ user })).dial(dialed))).toBe(status)
    expect(rig.records.at(-1)).toMatchObject({ ...record, answeredAtMs: null })
  })

  test.each([
    ['55', 404, { refused: 'unknown-number', endCause: 'unknown-number' }],
    ['8003', 480, { refused: 'unreachable', endCause: 'unreachable' }],
    ['*718002', 403, { refused: 'not-allowed', endCause: 'not-allowed' }],
    ['8001', 486, { refused: 'busy', endCause: 'busy' }],
  ] as const)('P2 P3 %s dialed by a phone of ours is %i', async (dialed, status, record) => {
    const call = ana.dial(dialed)
    expect(await refused(call)).toBe(status)
    // Nothing has rung, so no ringing is heard.
    expect(call.statuses).toEqual([status])
    expect(rig.records.at(-1)).toMatchObject(record)
  })
})

test('P12 P2 where a trunk group leads nobody listens: the call goes out by its backup, and nothing is heard before', async () => {
  await own({ user: '5551', port: rig.outside.port, hz: says.outside })
  const since = rig.events.length
  const call = ana.dial('75551')
  const heardBefore = new Set<number>()
  await until('the backup is asked', () => {
    if (rig.all('party.asked').at(-1)?.trunk === 'main') return true
    for (const status of call.statuses) heardBefore.add(status)
    return false
  })
  expect([...heardBefore]).toEqual([])
  await rig.event('legs.bridged', since)
  const down = await rig.event('leg.ended', since)
  expect(down).toMatchObject({ by: 'switch', cause: 'congested' })
  expect(rig.notices).toContainEqual({ notice: 'trunk-silent', trunk: 'down' })
  await until('it is answered', call.isUp)
  call.sip.hangUp()
  await rig.quiet()
  expect(call.statuses).toEqual([183, 200])
  expect(rig.records.at(-1)).toMatchObject({ outcome: 'served' })
})

test('P12 P2 a trunk group that has too much to do: the call goes out by its backup, and the two talk', async () => {
  await own({ user: 'down', port: rig.down.port, hz: says.outside, answers: 503 })
  const outside = await own({ user: '5551', port: rig.outside.port, hz: says.outside })
  const since = rig.events.length
  const call = ana.dial('75551')
  await rig.event('legs.bridged', since)
  await waits(800)
  const called = await outside.called()
  call.sip.hangUp()
  const heard = await called.heard()
  await rig.quiet()
  expect(
    rig
      .all('party.asked')
      .map(({ trunk }) => trunk)
      .slice(-2),
  ).toEqual(['down', 'main'])
  expect(called.sip.invite.uri).toMatchObject({ user: '5551' })
  expect(msOf(heard, says.ana)).toBeGreaterThan(300)
})

describe('a line that the called party alone clears', () => {
  /** A caller who talked to ana and has hung up. */
  const cleared = async (answers: NonNullable<OwnPhoneOptions['answers']>) => {
    const outside = await own({ user: '13800001111', port: rig.outside.port, hz: says.outside, answers })
    const since = rig.events.length
    const phone = await own()
    const call = phone.dial('120')
    rig.ready('ana')
    await rig.event('legs.bridged', since)
    await waits(300)
    call.sip.hangUp()
    const fact = await rig.event('caller.cleared', since)
    return { since, outside, phone, fact }
  }
  const anasCall = (): OwnCall => ana.calls.filter(({ end }) => end() === null).at(-1) as OwnCall

  test('P12 the BYE is answered, the agent hears ringing, the caller is called back, and they talk', async () => {
    const { since, outside, fact } = await cleared('at-once')
    await rig.event('caller.back', since, ({ how }) => how === 'recalled')
    await waits(1_000)
    const talk = anasCall()
    const recalled = await outside.called()
    talk.sip.hangUp()
    const [heardByAna, heardByCaller] = [await talk.heard(), await recalled.heard()]
    await rig.quiet()
    expect(recalled.sip.invite.headers.need('from').uri).toMatchObject({ user: '120' })
    expect(msOf(heardByAna, says.outside)).toBeGreaterThan(500)
    expect(msOf(heardByCaller, says.ana)).toBeGreaterThan(500)
    expect(rig.records.at(-1)).toMatchObject({
      outcome: 'served',
      clearings: [{ agent: 'ana', atMs: fact.atMs, back: 'recalled' }],
      conversations: [{ agent: 'ana', endedBy: 'agent' }],
    })
  })

  test('P12 a caller who dials again comes to the same agent', async () => {
    const { since, phone } = await cleared('never')
    await waits(300)
    const again = phone.dial('120')
    await rig.event('caller.back', since, ({ how }) => how === 'called-again')
    await waits(1_000)
    const talk = anasCall()
    talk.sip.hangUp()
    const [heardByAna, heardByCaller] = [await talk.heard(), await again.heard()]
    await rig.quiet()
    expect(again.statuses.at(-1)).toBe(200)
    expect(msOf(heardByAna, says.caller)).toBeGreaterThan(500)
    expect(msOf(heardByCaller, says.ana)).toBeGreaterThan(500)
    expect(rig.records.slice(-2).map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['served', 'transferred']),
    )
  })

  test('P12 kept for the set time: then the agent is let go', async () => {
    const { since, fact } = await cleared('never')
    const talk = anasCall()
    const ended = await rig.event('call.ended', since)
    const heard = await talk.heard()
    await rig.quiet()
    // A second of the tone every five.
    expect(msOf(heard, ringBackHz)).toBeGreaterThan(1_000)
    expect(fact.untilMs - fact.atMs).toBe(8_000)
    expect(ended.atMs).toBeGreaterThanOrEqual(fact.untilMs)
    expect(rig.records.at(-1)).toMatchObject({ clearings: [{ back: null }] })
  })
})

test('nothing failed on the way', () => {
  expect(rig.troubles).toEqual([])
})
