import { type CallEvent, type CommandId, createEventLog, eventTypes } from '@callweave/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyInputs, anySections } from '../testing/arbitrary.js'
import { createTestClock } from '../testing/clock.js'
import { createTestWorld, type TestWorld } from '../testing/world.js'
import type { IvrDesk, QueueOutcome, TransferOutcome } from './desk.js'
import { createIvr } from './ivr.js'

const keys = ['1', '2', '12', '0', '*', '9', '#', '1234']
const queueOutcomes: QueueOutcome[] = ['full', 'nobody', 'max-wait', 'served', { key: '1' }, 'overflowed', 'closed']
const transferOutcomes: TransferOutcome[] = ['done', 'busy', 'no-answer', 'failed']

/** Does one thing that can happen now; which, the number says. */
const happen = (world: TestWorld, n: number): void => {
  const { doing } = world
  if (n % 37 === 0 && doing.is !== 'ended') world.hangUp()
  else if (doing.is === 'keys') {
    const typed = n % 3 === 0 ? '' : (keys[n % keys.length] as string).slice(0, doing.collect.maxDigits)
    world.digits(typed, typed === '' ? 'first-digit-timeout' : 'complete', n)
  } else if (doing.is === 'recording') world.recorded(n * 10)
  else if (doing.is === 'queue') world.queueReturned(queueOutcomes[n % queueOutcomes.length] as QueueOutcome)
  else if (doing.is === 'transfer') world.transferReturned(transferOutcomes[n % 4] as TransferOutcome)
  else if (doing.is === 'lookup' && n % 4 === 0) world.lookedUp({ ok: false, because: 'failed', tookMs: 1 })
  else world.goOn()
}

const noDesk = new Proxy({} as IvrDesk, {
  get: () => () => {
    throw new TypeError('a replay asks nothing of anybody')
  },
})

test('I6 any checked flow with any inputs: it ends or waits, and a replay of its log stands where it stands', {
  timeout: 120_000,
}, () => {
  let ended = 0
  const seen = new Set<string>()
  fc.assert(
    fc.property(anySections, anyInputs, (sections, inputs) => {
      const world = createTestWorld(sections, 'day')
      for (const input of inputs) happen(world, input)
      for (const event of world.events) seen.add(event.type)

      expect(world.doing.is).not.toBe('nothing')
      if (world.doing.is === 'ended') {
        ended += 1
        expect(world.ivr.snapshot()).toEqual([])
        const ends = world.events.filter((event) => event.type === 'call.ended')
        expect(ends).toHaveLength(1)
      }
      expect(world.events.map(({ seq }) => seq)).toEqual(world.events.map((_event, i) => i + 1))
      for (const type of ['prompt.finished', 'digits.collected', 'recording.finished', 'lookup.returned'] as const) {
        const commands = world.events.flatMap((event): CommandId[] => (event.type === type ? [event.command] : []))
        expect(new Set(commands).size).toBe(commands.length)
      }
      expect(replayed(world.events, sections)).toEqual(JSON.stringify(world.ivr.snapshot()))
    }),
    { numRuns: 400 },
  )
  expect(ended).toBeGreaterThan(50)
  // The flows that come by are no trivial ones.
  for (const type of [
    'survey.answered',
    'lookup.returned',
    'message.left',
    'input.missed',
    'menu.chosen',
    'language.chosen',
  ]) {
    expect([...seen], type).toContain(type)
  }
  expect(eventTypes).toEqual(expect.arrayContaining([...seen]))
})

const replayed = (events: readonly CallEvent[], sections: Parameters<typeof createTestWorld>[0]): string => {
  const log = createEventLog()
  const ivr = createIvr({ sections, log, clock: createTestClock(0), desk: noDesk })
  for (const event of events) log.replay(event)
  return JSON.stringify(ivr.snapshot())
}
