import { longestIdle } from '@callweave/acd'
import { defineCallCenter } from '@callweave/center'
import type { CallEvent } from '@callweave/core'
import { expect, test } from 'vitest'
import { constant } from '../random/index.js'
import { defineScenario } from '../scenario/define.js'
import { times } from '../scenario/sources.js'
import { createWorld } from './world.js'

const center = defineCallCenter({
  trunks: { main: { numbers: ['100'], channels: 10 } },
  agents: { ana: { extension: '1' } },
  queues: { service: { strategy: longestIdle, members: ['ana'] } },
  prompts: { promised: { en: 'We will call you back.' } },
  flows: {
    day: {
      start: { step: 'queue', queue: 'service', onKey: { '1': 'callback' } },
      callback: { step: 'callback', queue: 'service', then: 'promised' },
      promised: { step: 'play', prompt: 'promised', then: 'bye' },
      bye: { step: 'hang-up' },
    },
  },
  routes: [{ number: '100', flow: 'day' }],
})

const run = (): readonly CallEvent[] => {
  const { scenario } = defineScenario(center, {
    start: '2026-01-12T09:00',
    lengthMs: 3_600_000,
    // The second waits behind the first, asks to be called back after ten seconds, and a third comes in meanwhile.
    arrivals: [
      { dialed: '100', callers: 'impatient', source: times([{ afterMs: 0 }, { afterMs: 1_000 }, { afterMs: 30_000 }]) },
    ],
    callers: {
      impatient: {
        whileWaiting: { key: '1', ratio: 1, after: constant({ ms: 10_000 }) },
        numbers: ['5551', '5552', '5553'],
      },
    },
    agents: { everyone: { talk: constant({ ms: 60_000 }) } },
  })
  const world = createWorld({ definition: center, scenario, seed: 3 })
  const events: CallEvent[] = []
  world.log.tapAll((event) => events.push(event))
  world.run()
  expect(world.center.calls.calls.size).toBe(0)
  return events
}

test('A8 callback: keeps its place, dials when the agent has answered, ends the call served', () => {
  const events = run()
  const types = events.filter((event) => 'call' in event && event.call === 2).map((event) => event.type)
  expect(types).toContain('callback.requested')
  expect(types).toContain('callback.dialed')
  const ends = events.flatMap((event) => (event.type === 'callback.ended' ? [event.because] : []))
  expect(ends).toEqual(['reached', 'reached'])
  const outcomes = events.flatMap((event) => (event.type === 'call.ended' ? [[event.call, event.outcome]] : []))
  expect(outcomes).toEqual([
    [1, 'served'],
    [2, 'served'],
    [3, 'served'],
  ])
  const dialed = events.flatMap((event) => (event.type === 'callback.dialed' ? [event.call] : []))
  expect(dialed).toEqual([2, 3])
})
