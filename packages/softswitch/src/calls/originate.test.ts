import { staticCodec } from '@callweave/sip/sdp'
import { describe, expect, test } from 'vitest'
import { endsOf, hears, order, ring, says, told } from '../../test/acts.js'
import { createBoardRig } from '../../test/board-rig.js'

describe('calls that are made', () => {
  test('P2 a number goes by its trunk group, shown as ordered; with no channel left there is no line', async () => {
    const extensions = { '8001': { password: 'pw8001', outbound: { callsAtOnce: 9 } } }
    const rig = await createBoardRig({ settings: { extensions } })
    rig.phone('8001', 'never-answers')
    const { call } = await rig.dials('8001', '05550100')
    rig.caller.manner = { answersAfterMs: 100 }
    const leg = ring(rig, call, '5550100', { trunk: 'main', callerShown: '4008001234', purpose: 'outside' })
    await rig.pass(50)
    expect(told(rig, 'leg.ringing').map((fact) => fact.leg)).toEqual([leg])
    await rig.pass(200)
    expect(told(rig, 'leg.answered').map((fact) => fact.leg)).toEqual([leg])
    const { invite } = rig.callOf(leg).call
    expect(invite.uri).toMatchObject({ kind: 'sip', user: '5550100' })
    expect(invite.headers.need('from').uri).toMatchObject({ user: '4008001234' })
    expect(invite.headers.textsOf('P-Asserted-Identity')[0]).toContain('sip:4008001234@')
    const others = [1, 2, 3, 4].map(() => ring(rig, call, '5550101', { trunk: 'main', purpose: 'outside' }))
    await rig.pass(500)
    expect(others.map((other) => endsOf(rig, other))).toEqual([
      ['switch busy'],
      ['switch busy'],
      ['switch busy'],
      ['switch congested'],
    ])
  })

  test.each([
    { came: 70, goes: 69 },
    { came: 255, goes: 69 },
    { came: 1, goes: 0 },
  ])('a call that came with $came hops left goes on with $goes', async ({ came, goes }) => {
    const rig = await createBoardRig()
    rig.phone('8001', 'never-answers')
    rig.caller.dial('4008001234', { headers: { maxForwards: came } })
    await rig.pass(100)
    const [arrived] = told(rig, 'leg.arrived')
    if (arrived === undefined) throw new TypeError('it did not come')
    const leg = ring(rig, arrived.call, '8001')
    await rig.pass(100)
    expect(rig.callOf(leg).call.invite.headers.get('maxForwards')).toBe(goes)
  })

  test('a call that has been round too often calls nobody', async () => {
    const rig = await createBoardRig()
    rig.phone('8001', 'never-answers')
    rig.caller.dial('4008001234', { headers: { maxForwards: 0 } })
    await rig.pass(100)
    const [arrived] = told(rig, 'leg.arrived')
    if (arrived === undefined) throw new TypeError('it did not come')
    const inside = ring(rig, arrived.call, '8001')
    const outside = ring(rig, arrived.call, '5550100', { trunk: 'main', purpose: 'outside' })
    await rig.pass(100)
    expect(rig.phoneAt('8001').calls).toEqual([])
    expect([endsOf(rig, inside), endsOf(rig, outside)]).toEqual([['switch unreachable'], ['switch failed']])
  })

  test('P2 a phone calls out no more than its limits allow, however many channels are free', async () => {
    const outbound = { callsAtOnce: 1, callsPerHour: 9, minutesPerDay: 2 }
    const rig = await createBoardRig({ settings: { extensions: { '8001': { password: 'pw8001', outbound } } } })
    rig.phone('8001', 'never-answers')
    const { call } = await rig.dials('8001', '05550100')
    rig.caller.manner = { answersAfterMs: 100 }
    const first = ring(rig, call, '5550100', { trunk: 'main', purpose: 'outside' })
    await rig.pass(1_000)
    const second = ring(rig, call, '5550101', { trunk: 'main', purpose: 'outside' })
    await rig.pass(100)
    expect([endsOf(rig, first), endsOf(rig, second)]).toEqual([[], ['switch not-allowed']])
    await rig.pass(121_000)
    expect(endsOf(rig, first)).toEqual(['switch failed'])
    const third = ring(rig, call, '5550100', { trunk: 'main', purpose: 'outside' })
    await rig.pass(1_000)
    expect(endsOf(rig, third)).toEqual(['switch not-allowed'])
  })

  test('an extension rings at all its phones; the first that answers has the call, the others are cancelled', async () => {
    const rig = await createBoardRig()
    const { call } = await rig.arrive()
    rig.phone('8001', 'never-answers')
    const second = rig.addPhone({ number: '8001', host: '10.1.0.77', password: 'pw8001' })
    second.manner = { answersAfterMs: 300 }
    second.register()
    await rig.pass(100)
    const leg = ring(rig, call, '8001')
    await rig.pass(1_000)
    expect(told(rig, 'leg.ringing').length).toBe(1)
    expect(told(rig, 'leg.answered').map((fact) => fact.leg)).toEqual([leg])
    expect(rig.phoneAt('8001').calls.map(({ end }) => [end?.by, end?.reason?.cause])).toEqual([['them', 200]])
    expect(second.live.length).toBe(1)
    order(rig, { do: 'hang-up', call, leg, cause: 'normal' })
    await rig.pass(100)
    expect(second.live.length).toBe(0)
  })

  test('P3 two phones without G.711 talk in what both have, passed through', async () => {
    const rig = await createBoardRig()
    rig.phone('8001', 'never-answers')
    rig.phone('8002', { answersAfterMs: 100 })
    for (const number of ['8001', '8002']) rig.phoneAt(number).codecs = [staticCodec(9)]
    const { call, leg } = await rig.dials('8001', '8002')
    const peer = ring(rig, call, '8002')
    await rig.pass(500)
    order(rig, { do: 'answer', call, leg })
    order(rig, { do: 'bridge', call, leg, peer })
    await rig.pass(500)
    expect(told(rig, 'leg.answered').map((fact) => fact.leg)).toEqual([peer, leg])
    expect(rig.callOf(leg).session.speech.map(({ name }) => name)).toEqual(['G722'])
    expect(rig.callOf(peer).session.speech.map(({ name }) => name)).toEqual(['G722'])
    order(rig, { do: 'play', call, leg, sounds: [{ sound: 'tone', tone: 'a' }], loop: false })
    order(rig, { do: 'record', call, leg, maxMs: 1_000, silenceMs: 0, terminators: '' })
    await rig.pass(100)
    expect(told(rig, 'command.failed').map(({ because }) => because)).toEqual(['no-media', 'no-media'])
    expect(rig.switch.legs().map(({ state }) => state)).toEqual(['bridged', 'bridged'])
  })

  test('two phones with nothing in common: the one that dialed hears 488', async () => {
    const rig = await createBoardRig()
    rig.phone('8001', 'never-answers')
    rig.phone('8002', { answersAfterMs: 100 })
    rig.phoneAt('8001').codecs = [staticCodec(9)]
    const { call, leg } = await rig.dials('8001', '8002')
    const peer = ring(rig, call, '8002')
    await rig.pass(500)
    expect(endsOf(rig, peer)).toEqual(['switch failed'])
    order(rig, { do: 'hang-up', call, leg, cause: 'normal' })
    await rig.pass(100)
    expect(rig.callOf(leg).end?.status).toBe(488)
  })

  test('a phone without G.711 whose call leads to no other such phone hears 488', async () => {
    const rig = await createBoardRig()
    rig.phone('8001', 'never-answers')
    rig.phoneAt('8001').codecs = [staticCodec(9)]
    const { call, leg } = await rig.dials('8001', '*70')
    order(rig, { do: 'answer', call, leg })
    await rig.pass(500)
    expect(rig.callOf(leg).end?.status).toBe(488)
    expect(endsOf(rig, leg)).toEqual(['switch failed'])
  })

  test('P7 an INVITE that takes the place of a ringing call is a pickup', async () => {
    const rig = await createBoardRig()
    const { call } = await rig.arrive()
    rig.phone('8001', 'never-answers')
    rig.phone('8002', 'never-answers')
    ring(rig, call, '8001')
    await rig.pass(200)
    const [rung] = rig.phoneAt('8001').calls
    if (rung === undefined) throw new TypeError('it has not rung')
    const { headers } = rung.call.invite
    // As a busy lamp shows it: the dialog of the switch with the ringing phone, seen from the switch.
    const ours = headers.need('from').tag ?? ''
    const theirs = rig.tagOf(rung)
    rig.phoneAt('8002').dial('8001', {
      headers: { replaces: { callId: headers.need('callId'), toTag: ours, fromTag: theirs, params: [] } },
    })
    await rig.pass(100)
    expect(told(rig, 'leg.dialed').map((fact) => [fact.extension, fact.dialed])).toEqual([['8002', '*88001']])
  })

  test('what is said goes both ways, and keys pass', async () => {
    const rig = await createBoardRig()
    const { call, leg } = await rig.arrive()
    order(rig, { do: 'answer', call, leg })
    rig.phone('8001', { answersAfterMs: 20 })
    const agent = ring(rig, call, '8001')
    await rig.pass(200)
    order(rig, { do: 'bridge', call, leg, peer: agent })
    says(rig, leg, 500)
    says(rig, agent, 900)
    expect(await hears(rig, leg, [500, 900])).toEqual([900])
    expect(await hears(rig, agent, [500, 900])).toEqual([500])
    order(rig, { do: 'send-digits', call, leg, digits: '12#' })
    await rig.pass(1_000)
    expect(rig.phoneKeys.get(rig.callOf(leg).party)).toEqual(['1', '2', '#'])
  })
})
