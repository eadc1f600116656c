import { CallweaveError } from '@callweave/core'
import { createResponse, type SipRequest } from '@callweave/sip'
import { describe, expect, test } from 'vitest'
import { endsOf, order, ring, talk, told } from '../test/acts.js'
import { type BoardRig, createBoardRig } from '../test/board-rig.js'
import { memoryFlow } from '../test/memory-network.js'

const providerAt = memoryFlow('10.3.0.1')

/** A provider that knows us by name, while it answers. */
const providerOf = (rig: BoardRig) => {
  const asked: SipRequest[] = []
  const provider = { asked, answers: true, phone: rig.addPhone({ number: '5550100', host: '10.3.0.1' }) }
  rig.sip.join(providerAt, (message, from) => {
    if (message.kind === 'response' || message.method !== 'REGISTER') {
      provider.phone.agent.receive(message, from)
      return
    }
    asked.push(message)
    const contact = message.headers.get('contact') ?? []
    if (provider.answers) rig.sip.send(createResponse(message, 200, { headers: { contact } }), providerAt, from)
  })
  return provider
}

const registering = {
  trunks: {
    line: {
      channels: 2,
      registration: { registrar: 'sip:10.3.0.1', username: 'us', secret: { password: 'x' }, expiresSeconds: 600 },
    },
  },
}

/** The group that callers of the rig come by. */
const incoming = { main: { channels: 4, addresses: [{ network: '10.2.0.0/16' }] } }

describe('lines', () => {
  test('P1 a provider that we register with: its calls arrive on their channel, ours go there', async () => {
    const rig = await createBoardRig({ settings: registering })
    const provider = providerOf(rig)
    await rig.pass(100)
    expect(provider.asked.length).toBe(1)
    const contact = provider.asked[0]?.headers.get('contact') ?? []
    const user = contact !== '*' && contact[0]?.uri.kind === 'sip' ? contact[0].uri.user : null
    expect(user).toBe('us-line')
    provider.phone.dial('', { uri: `sip:${user}@10.0.0.1` })
    await rig.pass(100)
    expect(told(rig, 'leg.arrived').map(({ trunk, channel, dialed }) => [trunk, channel, dialed])).toEqual([
      ['line', 1, 'us-line'],
    ])
    provider.phone.manner = 'never-answers'
    rig.phone('8001', 'never-answers')
    const { call } = await rig.dials('8001', '05550100')
    for (const each of provider.phone.live) each.call.hangUp()
    await rig.pass(100)
    ring(rig, call, '5550199', { trunk: 'line', purpose: 'outside' })
    await rig.pass(100)
    expect(provider.phone.live.map(({ call: { invite } }) => invite.uri)).toMatchObject([
      { user: '5550199', host: '10.3.0.1' },
    ])
    expect(told(rig, 'leg.ringing').length).toBe(1)
  })

  test('P2 a provider behind proxies: registered and called by the next where the first says nothing, with a Route', async () => {
    const peers = ['10.4.0.1', '10.4.0.2'].map((host) => ({ host, port: 5060, transport: 'UDP' as const }))
    const rig = await createBoardRig({ settings: { trunks: { line: { ...registering.trunks.line, peers } } } })
    const seen: SipRequest[] = []
    rig.sip.join(memoryFlow('10.4.0.2'), (message, from) => {
      if (message.kind === 'response') return
      seen.push(message)
      const contact = message.headers.get('contact') ?? []
      const status = message.method === 'REGISTER' ? 200 : 404
      rig.sip.send(createResponse(message, status, { headers: { contact } }), memoryFlow('10.4.0.2'), from)
    })
    // 32 s of silence, then half a minute or a whole one.
    await rig.pass(100_000)
    expect(told(rig, 'trunk.failed').map(({ because }) => because)).toEqual(['timeout'])
    expect(told(rig, 'trunk.restored').map(({ trunk }) => trunk)).toEqual(['line'])
    rig.phone('8001', 'never-answers')
    const { call } = await rig.dials('8001', '05550100')
    ring(rig, call, '5550199', { trunk: 'line', purpose: 'outside', ringTimeoutMs: 100_000 })
    await rig.pass(40_000)
    const routes = seen.map(({ method, uri, headers }) => [
      method,
      uri.kind === 'sip' ? `${uri.user ?? ''}@${uri.host}` : '',
      headers.get('route')?.map((route) => (route.uri.kind === 'sip' ? route.uri.host : '')),
    ])
    expect(routes[0]).toEqual(['REGISTER', '@10.3.0.1', ['10.4.0.2']])
    expect(routes).toContainEqual(['INVITE', '5550199@10.3.0.1', ['10.4.0.2']])
    await rig.close()
    expect(seen.at(-1)?.headers.get('expires')).toBe(0)
  })

  test('P12 a provider that goes away is told, and so is its return; meanwhile nothing goes out there', async () => {
    const rig = await createBoardRig({ settings: registering })
    const provider = providerOf(rig)
    await rig.pass(100)
    provider.answers = false
    await rig.pass(400_000)
    expect(told(rig, 'trunk.failed').map(({ trunk }) => trunk)).toEqual(['line'])
    rig.phone('8001', 'never-answers')
    const { call } = await rig.dials('8001', '05550100')
    const leg = ring(rig, call, '5550199', { trunk: 'line', purpose: 'outside' })
    await rig.pass(100)
    expect(endsOf(rig, leg)).toEqual(['switch congested'])
    provider.answers = true
    await rig.pass(4_000_000)
    expect(told(rig, 'trunk.restored').map(({ trunk }) => trunk)).toEqual(['line'])
  })

  test('P2 where the first peer of a group is away or refuses everything, the next is called', async () => {
    const peers = ['10.4.0.1', '10.4.0.2', '10.4.0.3'].map((host) => ({ host, port: 5060, transport: 'UDP' as const }))
    const rig = await createBoardRig({
      settings: {
        trunks: { out: { channels: 4, peers }, main: { channels: 4, addresses: [{ network: '10.2.0.0/16' }] } },
      },
    })
    const [away, refuses, works] = peers.map(({ host }) => rig.addPhone({ number: 'carrier', host }))
    if (away === undefined || refuses === undefined || works === undefined) throw new TypeError('three peers')
    rig.sip.cutOff.add('10.4.0.1:5060')
    refuses.refusesWith = 503
    works.manner = { answersAfterMs: 100 }
    const { call } = await rig.arrive()
    const leg = ring(rig, call, '5550199', { trunk: 'out', purpose: 'outside' })
    await rig.pass(40_000)
    expect([away, refuses, works].map(({ calls }) => calls.length)).toEqual([0, 0, 1])
    expect(told(rig, 'leg.answered').map((fact) => fact.leg)).toEqual([leg])
    const nowhere = ring(rig, call, 'bad number\r\n', { trunk: 'out', purpose: 'outside' })
    await rig.pass(40_000)
    expect(endsOf(rig, nowhere).length).toBe(1)
  })

  test('P2 a peer that says nothing is left after 4 s for the next; one that answers is no cause to tell anybody', async () => {
    const peers = ['10.4.0.1', '10.4.0.2'].map((host) => ({ host, port: 5060, transport: 'UDP' as const }))
    const rig = await createBoardRig({ settings: { trunks: { ...incoming, out: { channels: 4, peers } } } })
    const [away, works] = peers.map(({ host }) => rig.addPhone({ number: 'carrier', host }))
    if (away === undefined || works === undefined) throw new TypeError('two peers')
    rig.sip.cutOff.add('10.4.0.1:5060')
    const { call } = await rig.arrive()
    ring(rig, call, '5550199', { trunk: 'out', purpose: 'outside', ringTimeoutMs: 30_000 })
    await rig.pass(3_900)
    expect(works.calls.length).toBe(0)
    await rig.pass(300)
    expect(works.calls.length).toBe(1)
    for (const each of works.live) each.call.hangUp()
    await rig.pass(100)
    // It is remembered: the next call goes to the other at once.
    ring(rig, call, '5550199', { trunk: 'out', purpose: 'outside', ringTimeoutMs: 30_000 })
    await rig.pass(100)
    expect(works.calls.length).toBe(2)
    for (const each of works.live) each.call.hangUp()
    // It answers an OPTIONS, and is the first again.
    rig.sip.cutOff.delete('10.4.0.1:5060')
    await rig.pass(4_100)
    const back = ring(rig, call, '5550199', { trunk: 'out', purpose: 'outside', ringTimeoutMs: 30_000 })
    await rig.pass(100)
    expect([told(rig, 'leg.ringing').at(-1)?.leg, works.calls.length]).toEqual([back, 2])
    expect(rig.notices).toEqual([])
    await rig.close()
  })

  test('P2 a trunk group that says nothing has no line out, at once and not when it has rung out; it is told once', async () => {
    const peers = [{ host: '10.4.0.1', port: 5060, transport: 'UDP' as const }]
    const rig = await createBoardRig({ settings: { trunks: { ...incoming, out: { channels: 4, peers } } } })
    const carrier = rig.addPhone({ number: 'carrier', host: '10.4.0.1' })
    const { call } = await rig.arrive()
    const calls = async (passesMs: number) => {
      const leg = ring(rig, call, '5550199', { trunk: 'out', purpose: 'outside', ringTimeoutMs: 30_000 })
      await rig.pass(passesMs)
      return endsOf(rig, leg)
    }
    rig.sip.cutOff.add('10.4.0.1:5060')
    expect([await calls(4_100), await calls(100)]).toEqual([['switch congested'], ['switch congested']])
    expect(rig.notices).toEqual([{ notice: 'trunk-silent', trunk: 'out' }])
    rig.sip.cutOff.delete('10.4.0.1:5060')
    await rig.pass(4_000)
    carrier.refusesWith = 486
    expect(await calls(1_000)).toEqual(['switch busy'])
    rig.sip.cutOff.add('10.4.0.1:5060')
    expect(await calls(4_100)).toEqual(['switch congested'])
    expect(rig.notices.length).toBe(2)
    await rig.close()
  })

  test.each([
    ['no OPTIONS, and no call', false, 0],
    ['OPTIONS, and no call', true, 1],
  ])(
    'P2 a carrier that answers %s: few calls wait for it, and it is back with the first that it answers',
    async (_, answersOptions, more) => {
      const peers = [{ host: '10.4.0.1', port: 5060, transport: 'UDP' as const }]
      const rig = await createBoardRig({ settings: { trunks: { ...incoming, out: { channels: 4, peers } } } })
      const at = memoryFlow('10.4.0.1')
      let isWell = false
      const asked: SipRequest[] = []
      rig.sip.join(at, (message, from) => {
        if (message.kind === 'response') return
        asked.push(message)
        const status = message.method === 'OPTIONS' ? 200 : 486
        if (message.method === 'OPTIONS' ? answersOptions : isWell && message.method === 'INVITE')
          rig.sip.send(createResponse(message, status, { toTag: 'x' }), at, from)
      })
      const { call } = await rig.arrive()
      const calls = async () => {
        const leg = ring(rig, call, '5550199', { trunk: 'out', purpose: 'outside', ringTimeoutMs: 30_000 })
        await rig.pass(100)
        const atOnce = endsOf(rig, leg)
        await rig.pass(4_900)
        return [atOnce, endsOf(rig, leg)]
      }
      let waited = 0
      // A call each 5 s for 10 min.
      for (let n = 0; n < 120; n += 1) {
        const [atOnce, after] = await calls()
        expect(after).toEqual(['switch congested'])
        if (atOnce?.length === 0) waited += 1
      }
      // The first, and 5, 15, 35, 75, 155, 315 and 635 s after it; once more where an OPTIONS was believed.
      expect(waited).toBe(7 + more)
      expect(rig.notices).toEqual([{ notice: 'trunk-silent', trunk: 'out' }])
      isWell = true
      let waits = 0
      while ((await calls())[1]?.[0] !== 'switch busy') waits += 1
      expect(waits).toBeLessThan(300 / 5)
      expect(await calls()).toEqual([['switch busy'], ['switch busy']])
      await rig.close()
    },
  )

  test('P2 a carrier that takes a call and never rings has no line out either', async () => {
    const peers = [{ host: '10.4.0.1', port: 5060, transport: 'UDP' as const }]
    const rig = await createBoardRig({ settings: { trunks: { ...incoming, out: { channels: 4, peers } } } })
    const at = memoryFlow('10.4.0.1')
    rig.sip.join(at, (message, from) => {
      if (message.kind === 'request' && message.method === 'INVITE')
        rig.sip.send(createResponse(message, 100), at, from)
    })
    const { call } = await rig.arrive()
    const leg = ring(rig, call, '5550199', { trunk: 'out', purpose: 'outside', ringTimeoutMs: 20_000 })
    await rig.pass(19_000)
    expect(endsOf(rig, leg)).toEqual([])
    await rig.pass(1_100)
    expect(endsOf(rig, leg)).toEqual(['switch congested'])
    expect(rig.notices).toEqual([])
    await rig.close()
  })

  test('media that fail end their legs, and say so', async () => {
    const rig = await createBoardRig()
    const { leg, agent } = await talk(rig)
    const figures = { received: 0, sent: 0, lost: 0, jitterMs: 0, roundTripMs: null, mos: null, strangers: 0 }
    const { user } = rig.relay
    user.trouble(new Error('the thread is gone'))
    for (let party = 1; party <= 2; party += 1) user.closed(party, figures)
    await rig.pass(3_000)
    expect([endsOf(rig, leg), endsOf(rig, agent)]).toEqual([['switch failed'], ['switch failed']])
    expect(rig.notices.map(({ notice }) => notice)).toEqual(['media-failed'])
    expect(rig.caller.live).toEqual([])
  })

  test('of recordings that cannot be written the first is told, and that they can be again', async () => {
    const rig = await createBoardRig()
    const { user } = rig.relay
    const failed = (): void => {
      user.trouble(new CallweaveError('file-invalid', { message: 'this recording cannot be written', where: 'a.wav' }))
      user.recorded(99, 1, 12_000, 'stopped')
    }
    const written = (): void => user.recorded(99, 1, 2_000, 'stopped')
    for (const each of [failed, failed, written, written, failed]) each()
    expect(rig.notices.map(({ notice }) => notice)).toEqual(['media-failed', 'recordings-mended', 'media-failed'])
    await rig.close()
  })

  test('with no port left for media a caller is refused, and the switch goes on', async () => {
    const rig = await createBoardRig()
    const { open } = rig.media
    rig.media.open = () => {
      throw new Error('no port is free')
    }
    const { call, leg } = await rig.arrive()
    order(rig, { do: 'answer', call, leg })
    await rig.pass(100)
    expect(endsOf(rig, leg)).toEqual(['switch failed'])
    expect(rig.callOf(leg).end?.status).toBe(503)
    await expect(rig.arrive()).rejects.toThrow('no leg.arrived')
    expect(rig.notices.map(({ notice }) => notice)).toEqual(['media-failed', 'overloaded'])
    rig.media.open = open.bind(rig.media)
    await rig.pass(1_000)
    const { leg: next } = await talk(rig)
    expect(endsOf(rig, next)).toEqual([])
  })
})
