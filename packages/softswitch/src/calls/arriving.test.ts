import { parseUri } from '@callweave/sip'
import { staticCodec } from '@callweave/sip/sdp'
import { describe, expect, test } from 'vitest'
import { endsOf, order, ring, told } from '../../test/acts.js'
import { createBoardRig } from '../../test/board-rig.js'

describe('calls that come', () => {
  test('P1 a call takes the lowest free channel of its group; with none left it hears busy, and that is told', async () => {
    const rig = await createBoardRig()
    const calls = [await rig.arrive(), await rig.arrive(), await rig.arrive(), await rig.arrive()]
    expect(
      told(rig, 'leg.arrived').map(({ trunk, channel, caller, dialed }) => [trunk, channel, caller, dialed]),
    ).toEqual([1, 2, 3, 4].map((channel) => ['main', channel, '13800138000', '4008001234']))
    const fifth = rig.caller.dial('4008001234')
    await rig.pass(100)
    expect(told(rig, 'trunk.busy').map(({ trunk, caller, dialed }) => [trunk, caller, dialed])).toEqual([
      ['main', '13800138000', '4008001234'],
    ])
    expect(fifth.end?.status).toBe(486)
    const second = calls[1]
    if (second !== undefined) await rig.putDown(second.leg)
    await rig.pass(100)
    await rig.arrive()
    expect(told(rig, 'leg.arrived').at(-1)?.channel).toBe(2)
  })

  test('P10 who is told that it may speak is heard from then on: media are agreed on before 183 and before 200', async () => {
    const rig = await createBoardRig()
    const { media, sip } = rig
    const happened: string[] = []
    const [agree, send] = [media.agree.bind(media), sip.send.bind(sip)]
    media.agree = (...of) => {
      happened.push('agree')
      agree(...of)
    }
    sip.send = (message, from, to) => {
      if (message.kind === 'response' && message.body.length > 0) happened.push(String(message.status))
      send(message, from, to)
    }
    const answered = await rig.arrive()
    order(rig, { do: 'answer', ...answered })
    await rig.pass(100)
    expect(happened.slice(0, 2)).toEqual(['agree', '200'])
    happened.length = 0
    order(rig, { do: 'ring', ...(await rig.arrive()), sounds: [{ sound: 'music', music: 'company' }] })
    await rig.pass(100)
    expect(happened.slice(0, 2)).toEqual(['agree', '183'])
  })

  test('while no calls are taken, and when too many come, it is 503 with Retry-After, and those that are up do not notice', async () => {
    let lagMs = 0
    const rig = await createBoardRig({ settings: { overload: { callsPerSecond: 2 } }, lagMs: () => lagMs })
    rig.switch.takeCalls(false)
    const early = rig.caller.dial('4008001234')
    await rig.pass(1_000)
    expect(early.end?.status).toBe(503)
    rig.switch.takeCalls(true)
    const { leg } = await rig.arrive()
    await rig.arrive()
    const third = rig.caller.dial('4008001234')
    await rig.pass(1_000)
    expect(third.end?.status).toBe(503)
    lagMs = 300
    const fourth = rig.caller.dial('4008001234')
    await rig.pass(1_000)
    expect(fourth.end?.status).toBe(503)
    expect(rig.notices.filter(({ notice }) => notice === 'overloaded').length).toBe(1)
    expect(endsOf(rig, leg)).toEqual([])
    expect(rig.switch.legs().length).toBe(2)
  })

  test('P3 P8 only a phone that proves itself dials: whoever does not reaches neither a phone nor a trunk', async () => {
    const rig = await createBoardRig()
    rig.phone('8001', 'never-answers')
    rig.phone('8002', 'never-answers')
    const stranger = rig.addPhone({ number: '8001', host: '10.66.0.1' })
    const guesser = rig.addPhone({ number: '8001', host: '10.66.0.2', password: 'guess' })
    const attempts = [stranger.dial('8002'), guesser.dial('8002'), stranger.dial('900900900')]
    stranger.register()
    await rig.pass(2_000)
    expect(attempts.map(({ end }) => end?.status)).toEqual([401, 401, 401])
    expect(stranger.registered).toBe(401)
    expect(rig.told.map(({ type }) => type)).toEqual(['phone.registered', 'phone.registered'])
    expect(rig.phoneAt('8002').calls).toEqual([])
    const { leg } = await rig.dials('8001', '8002')
    expect(told(rig, 'leg.dialed').map((fact) => [fact.leg, fact.extension, fact.dialed])).toEqual([
      [leg, '8001', '8002'],
    ])
  })

  test('a phone that says it is another is refused', async () => {
    const rig = await createBoardRig()
    const other = rig.addPhone({ number: '8001', host: '10.1.0.9', password: 'pw8001' })
    Object.assign(other, { number: '8002' })
    const made = other.dial('8003')
    await rig.pass(1_000)
    expect(made.end?.status).toBeGreaterThanOrEqual(401)
    expect(told(rig, 'leg.dialed')).toEqual([])
  })

  test('numbers are told as they are compared: tel URIs, separators, what a carrier asserts', async () => {
    const rig = await createBoardRig()
    rig.caller.dial('', { uri: 'sip:+86-(10)%201234@board;user=phone' })
    rig.caller.dial('', {
      uri: 'sip:400@board',
      headers: { assertedIdentity: [{ name: null, uri: parseUri('tel:+86-10-5555'), params: [] }] },
    })
    await rig.pass(100)
    expect(told(rig, 'leg.arrived').map(({ caller, dialed }) => [caller, dialed])).toEqual([
      ['13800138000', '+86101234'],
      ['+86105555', '400'],
    ])
  })

  test('an offer without G.711 is refused with 488 and a sentence', async () => {
    const rig = await createBoardRig()
    rig.caller.codecs = [staticCodec(18)]
    const made = rig.caller.dial('4008001234')
    await rig.pass(100)
    expect(made.end?.status).toBe(488)
    expect(rig.told).toEqual([])
  })

  test('a caller who gives no description gets our offer, and hears', async () => {
    const rig = await createBoardRig()
    const made = rig.caller.dial('4008001234', { lateOffer: true })
    await rig.pass(20)
    const [arrived] = told(rig, 'leg.arrived')
    if (arrived === undefined) throw new TypeError('it has not arrived')
    const { call, leg } = arrived
    order(rig, { do: 'answer', call, leg })
    await rig.pass(100)
    order(rig, { do: 'play', call, leg, sounds: [{ sound: 'tone', tone: 'a' }], loop: false })
    await rig.pass(2_000)
    expect(made.isAnswered).toBe(true)
    expect(rig.heard.get(made.party)?.codes.length).toBeGreaterThanOrEqual(rig.helloMs * 8)
    expect(told(rig, 'prompt.finished').length).toBe(1)
  })

  test('who does not want to be shown is shown to no phone', async () => {
    const rig = await createBoardRig()
    rig.caller.dial('4008001234', { headers: { privacy: ['id'] } })
    await rig.pass(20)
    const call = told(rig, 'leg.arrived')[0]?.call
    if (call === undefined) throw new TypeError('it has not arrived')
    rig.phone('8001', 'never-answers')
    ring(rig, call, '8001')
    await rig.pass(100)
    const [shown] = rig.phoneAt('8001').calls
    expect(shown?.call.invite.headers.textsOf('From')[0]).toMatch(/anonymous\.invalid/)
    expect(shown?.call.invite.headers.textsOf('P-Asserted-Identity')).toEqual([])
  })
})
