/** Nothing is left behind, whatever was called: legs, dialogs, transactions, media parties, ports, timers. */
import { expect, test } from 'vitest'
import { endsOf, order, ring, told } from '../test/acts.js'
import { type BoardRig, createBoardRig } from '../test/board-rig.js'

const calls = 2_000

/** One call of its own kind; ends by whoever it is that ends such a call. */
const callOnce = async (rig: BoardRig, kind: number): Promise<void> => {
  const { call, leg } = await rig.arrive()
  if (kind === 0) {
    await rig.putDown(leg)
    return
  }
  order(rig, { do: 'answer', call, leg })
  order(rig, { do: 'play', call, leg, sounds: [{ sound: 'music', music: 'waltz' }], loop: true })
  if (kind === 1) {
    await rig.pass(60)
    order(rig, { do: 'hang-up', call, leg, cause: 'normal' })
    return
  }
  rig.phone('8001', kind === 2 ? 'rejects' : { answersAfterMs: 20 })
  const agent = ring(rig, call, '8001', { ringTimeoutMs: 5_000 })
  await rig.pass(60)
  if (kind === 3) order(rig, { do: 'record', call, leg, maxMs: 1_000, silenceMs: 0, terminators: '#' })
  if (kind === 4) order(rig, { do: 'bridge', call, leg, peer: agent })
  if (kind === 5) for (const each of [leg, agent]) order(rig, { do: 'conference', call, leg: each })
  await rig.pass(60)
  if (rig.switch.legs().some((each) => each.leg === agent)) await rig.putDown(agent)
  await rig.pass(40)
  await rig.putDown(leg)
}

test('thousands of calls leave nothing behind', { timeout: 120_000 }, async () => {
  const rig = await createBoardRig()
  for (let n = 0; n < calls; n += 1) {
    await callOnce(rig, n % 6)
    await rig.pass(40)
  }
  await rig.pass(40_000)
  expect(told(rig, 'leg.arrived').length).toBe(calls)
  expect(told(rig, 'leg.ended').length).toBe(new Set(told(rig, 'leg.ended').map(({ leg }) => leg)).size)
  expect(rig.switch.legs()).toEqual([])
  expect(rig.switch.size).toBe(0)
  expect(rig.media.size).toBe(0)
  expect(rig.caller.agent.transactions).toBe(0)
  expect(rig.notices).toEqual([])
  const { pending } = rig.time
  await rig.close()
  // One appointment for all registrations that run out; nothing of any call.
  expect(pending).toBeLessThan(4)
  expect(rig.time.pending).toBe(0)
})

test('close: every leg hears it, is told once, and nothing is left', async () => {
  const rig = await createBoardRig()
  const { call, leg } = await rig.arrive()
  order(rig, { do: 'answer', call, leg })
  rig.phone('8001', 'never-answers')
  const agent = ring(rig, call, '8001')
  const waiting = await rig.arrive()
  order(rig, {
    do: 'collect',
    ...waiting,
    sounds: [],
    minDigits: 1,
    maxDigits: 4,
    firstDigitTimeoutMs: 9_000,
    interDigitTimeoutMs: 9_000,
    terminators: '#',
    bargeIn: true,
  })
  await rig.pass(500)
  await rig.close()
  expect([leg, agent, waiting.leg].map((each) => endsOf(rig, each).length)).toEqual([1, 1, 1])
  expect(rig.caller.live).toEqual([])
  expect(rig.phoneAt('8001').live).toEqual([])
  const before = rig.told.length
  rig.caller.dial('4008001234')
  await rig.pass(60_000)
  expect(rig.told.length).toBe(before)
  expect(rig.switch.size).toBe(0)
  expect(rig.time.pending).toBe(0)
})
