import { describe, expect, test } from 'vitest'
import { endsOf, hears, order, says, told, tone } from '../../test/acts.js'
import { createBoardRig } from '../../test/board-rig.js'

const settings = { fallback: { to: [{ extension: '8001' }], afterMs: 4_000 } }

describe('the fallback line', () => {
  test('P12 a call that the center says nothing about rings the chosen phone, and the two talk', async () => {
    const rig = await createBoardRig({ settings })
    rig.phone('8001', { answersAfterMs: 500 })
    const { call, leg } = await rig.arrive()
    await rig.pass(3_900)
    expect(rig.phoneAt('8001').calls.length).toBe(0)
    await rig.pass(1_000)
    const [rung] = rig.phoneAt('8001').calls
    if (rung === undefined) throw new TypeError('it has not rung')
    expect(rung.isAnswered).toBe(true)
    says(rig, leg, 500)
    rig.phoneMedia.play(rung.party, 1, [{ sound: rig.phoneMedia.load(tone(900)) }], true)
    expect(await hears(rig, leg, [500, 900])).toEqual([900])
    expect(rig.notices).toEqual([
      { notice: 'fallback', caller: '13800138000', dialed: '4008001234', extension: '8001' },
    ])
    // The center wakes up: the call is not its own any more, but it may end it.
    order(rig, { do: 'play', call, leg, sounds: [], loop: false })
    await rig.pass(100)
    expect(told(rig, 'command.failed').map(({ because }) => because)).toEqual(['on-fallback'])
    rung.call.hangUp()
    await rig.pass(200)
    expect(endsOf(rig, leg).length).toBe(1)
    expect(told(rig, 'leg.ended').length).toBe(1)
    expect(rig.switch.legs()).toEqual([])
  })

  test('P12 a center that speaks in time keeps its call', async () => {
    const rig = await createBoardRig({ settings })
    rig.phone('8001', { answersAfterMs: 500 })
    const { call, leg } = await rig.arrive()
    await rig.pass(2_000)
    order(rig, { do: 'answer', call, leg })
    await rig.pass(10_000)
    expect(rig.phoneAt('8001').calls).toEqual([])
    expect(endsOf(rig, leg)).toEqual([])
  })

  test('P12 a caller whom the center joins to a call that is up is spoken to, by the number of that call', async () => {
    const rig = await createBoardRig({ settings })
    rig.phone('8001', { answersAfterMs: 500 })
    const first = await rig.arrive()
    order(rig, { do: 'answer', ...first })
    const second = await rig.arrive()
    order(rig, { do: 'answer', call: first.call, leg: second.leg })
    order(rig, { do: 'bridge', ...first, peer: second.leg })
    await rig.pass(10_000)
    expect(rig.phoneAt('8001').calls).toEqual([])
    expect(rig.notices).toEqual([])
  })

  test('P12 when the center has failed, calls ring the chosen phone and it is told nothing', async () => {
    const rig = await createBoardRig({ settings })
    rig.phone('8001', { answersAfterMs: 500 })
    rig.switch.takeCalls(false)
    const made = rig.caller.dial('4008001234')
    await rig.pass(1_000)
    expect(made.isAnswered).toBe(true)
    expect(rig.phoneAt('8001').live.length).toBe(1)
    rig.caller.hangUp(made)
    await rig.pass(40_000)
    expect(rig.phoneAt('8001').live).toEqual([])
    expect(rig.told.filter(({ type }) => type !== 'phone.registered')).toEqual([])
    expect(rig.switch.size).toBe(0)
  })

  test('P12 a center that throws is taken for failed, once', async () => {
    const rig = await createBoardRig({ settings })
    rig.phone('8001', { answersAfterMs: 500 })
    rig.onFact = () => {
      throw new TypeError('a bug of the center')
    }
    const made = [rig.caller.dial('4008001234'), rig.caller.dial('4008001234')]
    await rig.pass(6_000)
    expect(rig.notices.filter(({ notice }) => notice === 'center-failed').length).toBeGreaterThanOrEqual(1)
    expect(made.map(({ isAnswered }) => isAnswered)).toContain(true)
  })

  test('P12 nobody is at the chosen phone, or answers there: the backup number outside rings', async () => {
    const to = [{ extension: '8001' }, { extension: '8002' }, { number: '5550100', trunk: 'main' }]
    const rig = await createBoardRig({ settings: { fallback: { to, afterMs: 4_000, ringTimeoutMs: 5_000 } } })
    rig.phone('8002', 'never-answers')
    rig.caller.manner = { answersAfterMs: 500 }
    const made = rig.caller.dial('4008001234')
    // It is busy with its own call: somebody else at that address answers.
    const { calls } = rig.caller
    Object.defineProperty(rig.caller, 'live', { get: () => [] })
    await rig.pass(4_500)
    expect(rig.phoneAt('8002').live.length).toBe(1)
    await rig.pass(6_000)
    expect([made.isAnswered, calls.length]).toEqual([true, 2])
    expect(calls[1]?.call.invite.uri).toMatchObject({ user: '5550100' })
    made.call.hangUp()
    await rig.pass(1_000)
    expect(calls.every(({ end }) => end !== null)).toBe(true)
    await rig.pass(40_000)
    expect(rig.switch.size).toBe(0)
  })

  test('P12 nobody is at the chosen phone: the caller is not left waiting', async () => {
    const rig = await createBoardRig({ settings })
    const { leg } = await rig.arrive()
    await rig.pass(5_000)
    expect(endsOf(rig, leg).length).toBe(1)
    expect(rig.callOf(leg).end?.status).toBe(480)
  })
})
