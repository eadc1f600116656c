/** What the sockets ask the switch before they read, and tell it of connections. */
import { expect, test } from 'vitest'
import { endsOf, order, ring, told } from '../test/acts.js'
import { createBoardRig } from '../test/board-rig.js'
import { memoryFlow } from '../test/memory-network.js'
import { requestOf } from '../test/requests.js'

test('a source that guesses is shut out before it is read; where a phone is known it is read, and refused all the same', async () => {
  const rig = await createBoardRig()
  rig.phone('8001', 'never-answers')
  await rig.pass(100)
  const { at } = rig.phoneAt('8001')
  const guesser = { ...at, port: 6_000 }
  const elsewhere = memoryFlow('10.70.0.9', 6_000)
  expect(rig.switch.isShut(elsewhere, 'request')).toBe(false)
  for (const from of [guesser, elsewhere])
    for (let n = 0; n < 400; n += 1)
      rig.switch.receive(requestOf('REGISTER', { from: String(n), callId: `g${n}` }), from)
  expect(rig.switch.isShut(elsewhere, 'request')).toBe(true)
  expect(rig.switch.isShut(guesser, 'request')).toBe(false)
  expect(rig.switch.isShut(at, 'request')).toBe(false)
  expect(rig.switch.isShut(elsewhere, 'response')).toBe(false)
  const refused = rig.notices.flatMap((each) => (each.notice === 'stranger' ? [each.stranger.code] : []))
  expect(refused.filter((code) => code === 'guesses-refused')).toHaveLength(2)
  // It can still be called: its responses come in, and so do its requests within the call.
  const { call, leg } = await rig.arrive()
  order(rig, { do: 'answer', call, leg })
  rig.phone('8001', { answersAfterMs: 20 })
  const agent = ring(rig, call, '8001')
  await rig.pass(100)
  await rig.putDown(agent)
  await rig.pass(100)
  expect(endsOf(rig, agent)).toEqual(['agent normal'])
  await rig.close()
})

test("P1 a trunk's address that guesses: no login, but calls, what is said within them, and phones that were there", async () => {
  const rig = await createBoardRig()
  const before = await rig.arrive()
  order(rig, { do: 'answer', call: before.call, leg: before.leg })
  const phone = rig.addPhone({ number: '8001', host: '10.2.0.9', password: 'pw8001' })
  phone.register()
  await rig.pass(100)
  const guesser = memoryFlow('10.2.0.1', 6_000)
  for (const from of [guesser, { ...phone.at, port: 6_000 }])
    for (let n = 0; n < 400; n += 1)
      rig.switch.receive(requestOf('REGISTER', { from: String(n), callId: `g${n}` }), from)
  const refused = rig.notices.flatMap((each) => (each.notice === 'stranger' ? [each.stranger.code] : []))
  expect(refused).toEqual(['guesses-refused', 'guesses-refused'])
  expect(rig.switch.isShut(guesser, 'request')).toBe(false)
  await rig.putDown(before.leg)
  await rig.pass(100)
  expect(endsOf(rig, before.leg)).toEqual(['caller normal'])
  const { call, leg } = await rig.arrive()
  order(rig, { do: 'answer', call, leg })
  await rig.pass(100)
  expect(rig.switch.legs().length).toBe(1)
  phone.registered = null
  phone.register()
  phone.dial('8002')
  await rig.pass(100)
  expect(phone.registered).toBe(200)
  expect(told(rig, 'leg.dialed').map(({ extension }) => extension)).toEqual(['8001'])
  await rig.close()
})

test('over the rate a source is shut out until there is room again', async () => {
  const rate = { perSecond: 10, burst: 20 }
  const rates = { known: rate, others: rate, answered: 2, retryAfterSeconds: 5, sources: 100 }
  const rig = await createBoardRig({ settings: { guard: { rates } } })
  const from = memoryFlow('10.70.0.1')
  const flood = (): number => {
    let read = 0
    for (let n = 0; n < 200; n += 1) {
      if (rig.switch.isShut(from, 'request')) continue
      read += 1
      rig.switch.receive(requestOf('OPTIONS', { callId: `f${n}` }), from)
    }
    return read
  }
  expect(flood()).toBe(22)
  await rig.pass(1_000)
  expect(flood()).toBe(10)
  expect(rig.switch.isShut(memoryFlow('10.70.0.2'), 'request')).toBe(false)
  await rig.close()
})

test('P3 a registered phone calls and is called while somebody behind its address floods', async () => {
  const rate = { perSecond: 10, burst: 20 }
  const rates = { known: { perSecond: 100, burst: 100 }, others: rate, answered: 2, retryAfterSeconds: 5, sources: 100 }
  const rig = await createBoardRig({ settings: { guard: { rates } } })
  rig.phone('8001', { answersAfterMs: 20 })
  await rig.pass(100)
  const { at } = rig.phoneAt('8001')
  const floods = (): void => {
    const neighbour = { ...at, port: 6_000 }
    for (let n = 0; n < 200; n += 1) rig.switch.receive(requestOf('OPTIONS', { callId: `f${n}` }), neighbour)
    expect(rig.switch.isShut(neighbour, 'request')).toBe(true)
  }
  const { call, leg } = await rig.arrive()
  order(rig, { do: 'answer', call, leg })
  floods()
  const agent = ring(rig, call, '8001')
  await rig.pass(100)
  floods()
  await rig.putDown(agent)
  await rig.pass(100)
  expect(endsOf(rig, agent)).toEqual(['agent normal'])
  floods()
  await rig.dials('8001', '8002')
  expect(told(rig, 'leg.dialed').map(({ extension }) => extension)).toEqual(['8001'])
  await rig.close()
})

test('a phone whose connection is closed is not rung until it registers again', async () => {
  const rig = await createBoardRig()
  rig.phone('8001', { answersAfterMs: 20 })
  await rig.pass(100)
  const phone = rig.phoneAt('8001')
  const extensions = (): readonly string[] => rig.switch.phones.registrations().map(({ extension }) => extension)
  expect(extensions()).toEqual(['8001'])
  rig.switch.lost({ ...phone.at, connection: 5 })
  expect(extensions()).toEqual(['8001'])
  rig.switch.lost(phone.at)
  expect(extensions()).toEqual([])
  const { call, leg } = await rig.arrive()
  order(rig, { do: 'answer', call, leg })
  const inVain = ring(rig, call, '8001')
  await rig.pass(100)
  expect(phone.calls).toEqual([])
  expect(endsOf(rig, inVain)).toEqual(['switch unreachable'])
  phone.register()
  await rig.pass(100)
  const agent = ring(rig, call, '8001')
  await rig.pass(100)
  expect(phone.live.length).toBe(1)
  expect(endsOf(rig, agent)).toEqual([])
  await rig.close()
})
