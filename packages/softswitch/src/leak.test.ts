/** Nothing is left behind, however calls end: legs, dialogs, transactions, media parties, ports, timers, or any object at all. */
import { queryObjects, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { endsOf, order, ring } from '../test/acts.js'
import { type BoardRig, createBoardRig } from '../test/board-rig.js'
import { endings, legsLeft, longestMs } from '../test/endings.js'

/** Calls of one kind; an object for each would be seen among those that come and go with the engine's own work. */
const calls = 60
const rounds = 20
const extensions = ['8001', '8002', '8900']

const openRig = async (): Promise<BoardRig> => {
  const rig = await createBoardRig()
  // Each phone that any ending needs: its registration stays.
  for (const extension of extensions) {
    rig.phone(extension, 'never-answers')
    rig.phoneAt(extension).register(1e8)
  }
  return rig
}

/** Longest that the virtual time keeps an appointment that was taken back: of a session that would be refreshed. */
const longestTakenBackMs = 1_800_000
const settle = async (rig: BoardRig): Promise<void> => {
  await rig.pass(longestMs + 10_000)
  await rig.pass(longestTakenBackMs)
}

const expectNothing = (rig: BoardRig): void => {
  expect(legsLeft(rig)).toBe(0)
  expect(rig.switch.legs()).toEqual([])
  expect(rig.switch.size).toBe(0)
  expect(rig.media.size).toBe(0)
  // Nor of the far ends, who are made of the same parts.
  for (const phone of [rig.caller, ...extensions.map(rig.phoneAt)])
    expect([phone.agent.calls, phone.agent.transactions, phone.agent.subscriptions]).toEqual([0, 0, 0])
  expect(rig.phoneMedia.size).toBe(0)
  expect(rig.notices).toEqual([])
}

/** All objects, arrays, maps and functions that are alive in this thread, whoever holds them. */
const objects = (): number => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let i = 0; i < 3; i += 1) collect()
  return queryObjects(Object, { format: 'count' })
}

describe.each(Object.entries(endings))('a call that ends: %s', (_, end) => {
  test('leaves nothing behind', { timeout: 120_000 }, async () => {
    const rig = await openRig()
    await settle(rig)
    const { pending } = rig.time
    const once = async (): Promise<void> => {
      await end(rig)
      await rig.pass(100)
    }
    const many = async (): Promise<void> => {
      for (let call = 0; call < calls; call += 1) await once()
      await settle(rig)
      expectNothing(rig)
      expect(rig.time.pending).toBe(pending)
      rig.forget()
    }
    await many()
    const before = objects()
    await many()
    expect(objects() - before).toBeLessThan(calls / 2)
    await rig.close()
    expect(rig.time.pending).toBe(0)
  })
})

test('all of them, again and again, leave nothing behind', { timeout: 120_000 }, async () => {
  const rig = await openRig()
  const all = async (): Promise<void> => {
    for (const end of Object.values(endings)) {
      await end(rig)
      await rig.pass(100)
    }
  }
  for (let round = 0; round < rounds; round += 1) await all()
  await settle(rig)
  expectNothing(rig)
  await rig.close()
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
