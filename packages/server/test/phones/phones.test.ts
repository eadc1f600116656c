/** Softphones that others wrote, as agents and as callers of a whole center, over sockets of 127.0.0.1. */
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { type Baresip, type BaresipOptions, startBaresip } from './baresip.js'
import { type CenterRig, openCenterRig, says } from './center-rig.js'
import { until, waits } from './folder.js'
import { type Linphone, startLinphone } from './linphone.js'
import { type OwnPhone, type OwnPhoneOptions, openOwnPhone } from './own-phone.js'
import { msOf } from './sounds.js'

const baresip = peer('baresip')
const linphone = peer('linphone')
const missing = baresip.missing || linphone.missing

/** They talk for so long, so that there is something to hear. */
const talkMs = 1_200
const leastMs = 600

describe.skipIf(missing)(`a center with softphones${baresip.note}${linphone.note}`, () => {
  let rig: CenterRig
  let ana: Baresip
  let ben: Linphone
  const opened: { close(): Promise<unknown> }[] = []

  const own = async (over: Partial<OwnPhoneOptions> = {}): Promise<OwnPhone> => {
    const { folder, server } = rig
    const phone = await openOwnPhone({ folder, server, user: '13800001111', hz: says.caller, ...over })
    opened.push(phone)
    return phone
  }
  const bare = async (name: string, over: Partial<BaresipOptions> = {}): Promise<Baresip> => {
    const { folder, server } = rig
    const at = { program: baresip.path, folder: join(folder, name), server }
    const phone = await startBaresip({ ...at, user: name, hz: says.caller, ...over })
    opened.push(phone)
    return phone
  }
  /** That tone, for a good part of a call. */
  const isHeard = (who: string, heard: () => Int16Array, hz: number): Promise<true> =>
    until(`${who} hears ${hz} Hz; it heard ${heard().length / 8} ms`, () => msOf(heard(), hz) >= leastMs, 5_000)
  const fileHeard = async (call: ReturnType<OwnPhone['dial']>): Promise<() => Int16Array> => {
    const samples = await call.heard()
    return () => samples
  }
  const passwordOf = (extension: string): string => `password-of-EXT_${extension}`
  /** A caller who has chosen the queue. */
  const queued = async (): Promise<ReturnType<OwnPhone['dial']>> => {
    const since = rig.events.length
    const call = (await own()).dial('100')
    await rig.event('leg.answered', since)
    await waits(talkMs)
    call.press('1')
    await rig.event('queue.entered', since)
    return call
  }
  const target = (number: string): string => `sip:${number}@${rig.server.host}:${rig.server.port}`

  beforeAll(async () => {
    rig = await openCenterRig()
    ana = await bare('ana', { user: '8001', password: passwordOf('8001'), hz: says.ana })
    const about = { folder: join(rig.folder, 'ben'), server: rig.server, user: '8002', password: passwordOf('8002') }
    ben = await startLinphone({ program: linphone.path.replace(/sh$/, ''), hz: says.ben, ...about })
    opened.push(ben)
    await rig.registered('8001')
    await rig.registered('8002')
  })

  beforeEach(() => {
    rig.ready()
    ben.listen()
  })

  afterAll(async () => {
    for (const one of opened.reverse()) await one.close()
    await rig.close()
  })

  test('P1 P5 I1 A6 a caller hears the menu, chooses, waits with music, talks, is held with music, and is retrieved', async () => {
    rig.ready('ana')
    const since = rig.events.length
    const call = await queued()
    await ana.event('CALL_INCOMING')
    await waits(talkMs)
    ana.say('accept')
    await rig.event('legs.bridged', since)
    await waits(talkMs)
    const waited = rig.all('queue.left').at(-1)
    ana.say('hold')
    await rig.event('leg.held', since)
    await waits(talkMs)
    ana.say('resume')
    await rig.event('leg.retrieved', since)
    await waits(talkMs)
    ana.say('hangup')
    await rig.quiet()
    const heard = await fileHeard(call)
    await isHeard('caller', heard, says.menu)
    await isHeard('caller', heard, says.ana)
    // As long as the wait and the hold together: neither alone.
    expect(msOf(heard(), says.music)).toBeGreaterThan(1.5 * talkMs)
    await isHeard('ana', ana.heard, says.caller)
    // Neither hears music that is not theirs, nor the caller what is said while on hold.
    expect(msOf(ana.heard(), says.music)).toBe(0)
    expect(waited).toMatchObject({ because: 'answered' })
    expect(rig.records.at(-1)).toMatchObject({
      outcome: 'served',
      answeredBy: 'ana',
      caller: '13800001111',
      dialed: '100',
    })
    expect(rig.records.at(-1)?.holdMs).toBeGreaterThan(talkMs / 2)
  })

  test('A7 a caller who hangs up in the queue has a record; one who hangs up while talking to linphone has, too', async () => {
    rig.ready()
    const gone = await queued()
    gone.sip.hangUp()
    await rig.quiet()
    expect(rig.records.at(-1)).toMatchObject({ outcome: 'abandoned', answeredBy: null })
    rig.ready('ben')
    const since = rig.events.length
    const call = await queued()
    await rig.event('leg.ringing', since)
    ben.say('answer')
    await rig.event('legs.bridged', since)
    await waits(talkMs)
    call.sip.hangUp()
    await rig.quiet()
    await isHeard('caller', await fileHeard(call), says.ben)
    await isHeard('ben', ben.heard, says.caller)
    expect(rig.records.at(-1)).toMatchObject({ outcome: 'served', answeredBy: 'ben', endedBy: 'caller' })
  })

  describe('I1 keys choose in the menu, once each', () => {
    const chosen = async (press: () => void | Promise<void>, since: number): Promise<void> => {
      await rig.event('leg.answered', since)
      await waits(500)
      await press()
      await rig.event('menu.chosen', since)
      await rig.quiet()
      expect(rig.all('menu.chosen').at(-1)).toMatchObject({ key: '2' })
      expect(rig.events.slice(since).filter(({ type }) => type === 'digit.pressed')).toEqual([])
    }

    test('by telephone-event, of baresip', async () => {
      const since = rig.events.length
      const caller = await bare('13900002222')
      caller.say('dial', target('100'))
      await caller.event('CALL_ESTABLISHED')
      await chosen(() => caller.say('sndcode', '2'), since)
    })

    test.each(['event', 'info'] as const)('by %s, of our own phone', async (way) => {
      const since = rig.events.length
      const call = (await own()).dial('100')
      await chosen(() => call.press('2', way), since)
    })

    test('in the sound, of a phone that knows no telephone-events', async () => {
      const since = rig.events.length
      const call = (await own({ isOld: true })).dial('100')
      await chosen(() => call.press('2', 'sound'), since)
    })

    test('of linphone, that calls an inside number', async () => {
      const since = rig.events.length
      ben.say(`call ${target('600')}`)
      await chosen(() => ben.say('2'), since)
    })
  })

  test('P3 baresip calls linphone: both hear each other, and either may end it', async () => {
    const since = rig.events.length
    ana.say('dial', target('8002'))
    await rig.event('leg.ringing', since)
    ben.say('answer')
    await rig.event('legs.bridged', since)
    await waits(talkMs)
    ben.say('terminate')
    await rig.quiet()
    await isHeard('ana', ana.heard, says.ben)
    await isHeard('ben', ben.heard, says.ana)
    expect(rig.records.at(-1)).toMatchObject({
      direction: 'internal',
      extension: '8001',
      dialed: '8002',
      outcome: 'served',
    })
  })

  test('P3 linphone calls baresip, which declines: linphone is told', async () => {
    const since = rig.events.length
    const rung = ana.events.filter(({ type }) => type === 'CALL_INCOMING').length
    ben.say(`call ${target('8001')}`)
    await ana.event('CALL_INCOMING', rung + 1)
    ana.say('hangup')
    await rig.event('call.ended', since)
    await ben.says(/ended \(.*\)/)
    await rig.quiet()
    expect(rig.records.at(-1)).toMatchObject({ direction: 'internal', outcome: 'refused' })
  })

  describe('P2 calls out by the prefix', () => {
    const dialedOut = async (answers: NonNullable<OwnPhoneOptions['answers']>) => {
      const outside = await own({ user: '5551', port: rig.outside.port, hz: says.outside, answers })
      const since = rig.events.length
      ana.say('dial', target('95551'))
      return { outside, since }
    }
    const over = async (outside: OwnPhone): Promise<void> => {
      await rig.quiet()
      opened.splice(opened.indexOf(outside), 1)
      await outside.close()
    }

    test('the other end answers: both hear each other', async () => {
      const { outside, since } = await dialedOut('at-once')
      const call = await outside.called()
      await rig.event('legs.bridged', since)
      await waits(talkMs)
      ana.say('hangup')
      const heard = await fileHeard(call)
      await over(outside)
      await isHeard('outside', heard, says.ana)
      await isHeard('ana', ana.heard, says.outside)
      expect(rig.records.at(-1)).toMatchObject({ direction: 'out', dialed: '95551', trunk: 'main', outcome: 'served' })
    })

    test.each([
      [486, 'busy'],
      [603, 'rejected'],
      [404, 'unknown-number'],
    ] as const)('%i: the phone is told, the call is refused because %s', async (status, because) => {
      const closed = ana.events.filter(({ type }) => type === 'CALL_CLOSED').length
      const { outside, since } = await dialedOut(status)
      const refused = await rig.event('call.refused', since)
      await ana.event('CALL_CLOSED', closed + 1)
      await over(outside)
      expect(refused).toMatchObject({ because })
    })

    test('nobody answers: the call ends by itself', async () => {
      const { outside, since } = await dialedOut('never')
      const refused = await rig.event('call.refused', since)
      const call = await outside.called()
      await until('the other end is told', () => call.end() !== null)
      await over(outside)
      expect(refused).toMatchObject({ because: 'no-answer' })
    })
  })

  describe('P4 transfers by the phone', () => {
    /** A caller who talks to ana. */
    const withAna = async () => {
      rig.ready('ana')
      const since = rig.events.length
      const rung = ana.events.filter(({ type }) => type === 'CALL_INCOMING').length
      const call = await queued()
      await ana.event('CALL_INCOMING', rung + 1)
      ana.say('accept')
      await rig.event('legs.bridged', since)
      await waits(500)
      return { call, since }
    }
    const withBen = async () => {
      rig.ready('ben')
      const since = rig.events.length
      const call = await queued()
      await rig.event('leg.ringing', since)
      ben.say('answer')
      await rig.event('legs.bridged', since)
      await waits(500)
      return { call, since }
    }

    test('blind, by baresip, to linphone', async () => {
      const { call } = await withAna()
      const asked = rig.events.length
      ana.say('transfer', target('8002'))
      await rig.event('leg.ringing', asked)
      ben.say('answer')
      await rig.event('legs.bridged', asked)
      await waits(talkMs)
      call.sip.hangUp()
      await rig.quiet()
      await isHeard('caller', await fileHeard(call), says.ben)
      await isHeard('ben', ben.heard, says.caller)
      expect(rig.all('call.transferred').at(-1)).toMatchObject({ agent: 'ana', kind: 'blind', toward: '8002' })
    })

    test('blind, by linphone, to baresip', async () => {
      const { call, since } = await withBen()
      const rung = ana.events.filter(({ type }) => type === 'CALL_INCOMING').length
      ben.say(`transfer ${target('8001')}`)
      await ana.event('CALL_INCOMING', rung + 1)
      ana.say('accept')
      await rig.event('call.transferred', since)
      await waits(talkMs)
      call.sip.hangUp()
      await rig.quiet()
      await isHeard('caller', await fileHeard(call), says.ana)
      expect(rig.all('call.transferred').at(-1)).toMatchObject({ agent: 'ben', kind: 'blind', toward: '8001' })
    })

    test('attended, by linphone, to baresip: they speak first, with music for the caller', async () => {
      const { call, since } = await withBen()
      const rung = ana.events.filter(({ type }) => type === 'CALL_INCOMING').length
      const calls = [...ben.text().matchAll(/assigned id (\d+)/g)].map(([, id]) => Number(id))
      ben.say('pause')
      await rig.event('leg.held', since)
      const consults = rig.events.length
      ben.say(`call ${target('8001')}`)
      await ana.event('CALL_INCOMING', rung + 1)
      ana.say('accept')
      await rig.event('legs.bridged', consults)
      await waits(talkMs)
      const first = calls.at(-1) ?? 0
      ben.say(`transfer ${first} --to-call ${first + 1}`)
      await rig.event('call.transferred', since)
      await waits(talkMs)
      call.sip.hangUp()
      await rig.quiet()
      const heard = await fileHeard(call)
      await isHeard('caller', heard, says.ana)
      await isHeard('caller', heard, says.music)
      expect(rig.all('call.transferred').at(-1)).toMatchObject({ agent: 'ben', kind: 'attended', toward: '8001' })
    })

    test('P6 a conference of three by the center: everybody hears the two others', async () => {
      const { call } = await withAna()
      const { desk } = rig.center.running.center
      const consults = rig.events.length
      desk.consult('ana', '8002')
      await rig.event('leg.ringing', consults)
      ben.say('answer')
      await rig.event('legs.bridged', consults)
      await waits(300)
      desk.conference('ana')
      const joined = () => rig.events.slice(consults).filter(({ type }) => type === 'conference.joined')
      await until('three are in it', () => joined().length === 3)
      await waits(talkMs)
      call.sip.hangUp()
      await waits(200)
      ana.say('hangup')
      await rig.quiet()
      const heard = await fileHeard(call)
      await isHeard('caller', heard, says.ana)
      await isHeard('caller', heard, says.ben)
      await isHeard('ben', ben.heard, says.caller)
      await isHeard('ben', ben.heard, says.ana)
    })
  })

  test('nothing failed on the way, and nobody was taken for a stranger', () => {
    expect(rig.troubles).toEqual([])
    // This thread also is all phones of our own.
    expect(rig.notices.filter(({ notice }) => notice !== 'overloaded')).toEqual([])
  })

  // The last: whoever logs in from this address afterwards is slowed, too.
  test('a phone with a wrong password is never registered, however often it tries, and is slowed', async () => {
    await bare('wrong', { user: '8003', password: 'guessed' })
    await until('it is slowed', () =>
      rig.notices.some((one) => one.notice === 'stranger' && one.stranger.code === 'guesses-slowed'),
    )
    expect(rig.center.registrations().some(({ extension }) => extension === '8003')).toBe(false)
  })
})
