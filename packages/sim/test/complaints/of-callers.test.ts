/** What users of other call centers complain of, each played through the whole center. `play` checks the invariants, too. */
import { lastAgentFirst, longestIdle, roundRobin } from '@callweave/acd'
import { type CallEvent, eventSchema } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import { play } from '../script.js'
import { ms } from '../small-center.js'
import { centerOf, type Queue } from './center.js'

describe('A5 complaint', () => {
  test('A5 complaint: a caller is listed as answered hours after everybody hung up', () => {
    const { all, world } = play(centerOf({}), {
      calls: { '100': [0, 0, 0] },
      agents: { everyone: { talk: ms(600) } },
      // Both ends break in the middle of a conversation.
      faults: [
        { fault: 'phone-dead', agent: 'ana', afterMs: 60_000, lengthMs: 10_000 },
        { fault: 'trunk-down', trunk: 'main', afterMs: 120_000, lengthMs: 10_000 },
      ],
    })
    expect(all('call.ended').map(({ call, outcome }) => [call, outcome])).toEqual([
      [1, 'served'],
      [2, 'served'],
      [3, 'served'],
    ])
    expect(world.center.calls.calls.size).toBe(0)
  })

  test('A3 complaint: the eighth caller is answered before the first', () => {
    const { all } = play(centerOf({ members: ['ana'] }), {
      calls: { '100': [0, 1, 2, 3, 4, 5, 6, 7] },
      agents: { everyone: { answer: ms(2), talk: ms(30), missRatio: 0.3, backAfterMissesMs: 500 } },
    })
    expect(all('offer.accepted').map(({ call }) => call)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('A3 complaint: priority is ignored across queues', () => {
    const { all } = play(centerOf({ members: ['ana'] }, { queues: queues({ priority: 0 }, { priority: 5 }) }), {
      calls: { '100': [0, 1, 2], '101': [3, 4] },
      agents: { everyone: { talk: ms(30) } },
    })
    expect(all('offer.accepted').map(({ call }) => call)).toEqual([1, 4, 5, 2, 3])
  })

  test('A3 complaint: a change of priority does not change the order at once', () => {
    const { all } = play(centerOf({ members: ['ana'] }), {
      calls: { '100': [0, 1, 2, 3] },
      agents: { everyone: { talk: ms(30) } },
      acts: {
        10: ({ center }) => {
          const last = [...center.floor.entries.values()].find(({ call }) => call === 4)
          if (last !== undefined) center.acd.reprioritize(last.call, 9, 'vip')
        },
      },
    })
    expect(all('offer.accepted').map(({ call }) => call)).toEqual([1, 4, 2, 3])
  })

  test('A6 complaint: the announced position goes up', () => {
    const announce = { everyMs: 5_000, position: true }
    const { all } = play(centerOf({ members: ['ana'], announce }, {}), {
      calls: { '100': [0, 1, 2, 3] },
      agents: { everyone: { talk: ms(40) } },
      acts: {
        12: ({ center }) => {
          for (const { call } of [...center.floor.entries.values()]) {
            if (call === 4) center.acd.reprioritize(call, 9, 'vip')
          }
        },
      },
    })
    const told = (call: number) =>
      all('queue.announced').flatMap((event) => (event.call === call ? [event.position] : []))
    expect(told(2).slice(0, 8)).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
    expect(told(4)).toContain(1)
    for (const call of [2, 3, 4]) expect(told(call)).toEqual(told(call).toSorted((a, b) => b - a))
  })

  test('A8 complaint: callbacks overtake, are dialed twice, or more of them than agents are free', () => {
    const callback = {
      flows: {
        day: {
          start: { step: 'queue', queue: 'service', onKey: { '1': 'promise' } },
          promise: { step: 'callback', queue: 'service', then: 'bye' },
          bye: { step: 'hang-up' },
        },
      },
      routes: [{ flow: 'day' }],
    }
    const { all, outcomes } = play(centerOf({ members: ['ana', 'ben'] }, callback), {
      calls: { '100': [0, 1, 2, 3, 4, 5] },
      callers: { whileWaiting: { key: '1', ratio: 0.5, after: ms(10) } },
      agents: { everyone: { talk: ms(60) } },
      seed: 4,
    })
    const requested = all('callback.requested').map(({ call }) => call)
    expect(requested.length).toBeGreaterThan(0)
    expect(requested.length).toBeLessThan(4)
    expect(all('offer.made').map(({ call }) => call)).toEqual([1, 2, 3, 4, 5, 6])
    expect(all('callback.dialed').map(({ call }) => call)).toEqual(requested)
    expect(Object.values(outcomes)).toEqual(Array(6).fill('served'))
  })

  test('A8 complaint: the phone of a caller rings on when the agent who was to call back has gone', () => {
    const callback = {
      flows: { day: { start: { step: 'callback', queue: 'service', then: 'bye' }, bye: { step: 'hang-up' } } },
      routes: [{ flow: 'day' }],
    }
    const { all, outcomes } = play(centerOf({ members: ['ana'], callback: { expiresAfterMs: 30_000 } }, callback), {
      calls: { '100': [0] },
      agents: { everyone: { answer: ms(1) } },
      faults: [{ fault: 'phone-dead', agent: 'ana', afterMs: 3_000, lengthMs: 600_000 }],
    })
    const [dialed] = all('leg.originated')
    const gone = all('leg.ended').find(({ by }) => by === 'switch')
    expect(all('leg.ended').find(({ leg }) => leg === dialed?.leg)).toMatchObject({ by: 'center', atMs: gone?.atMs })
    expect(all('callback.ended')).toMatchObject([{ because: 'expired' }])
    expect(outcomes).toEqual({ 1: 'abandoned' })
  })

  test('C1 complaint: the agent knows neither who calls nor how long they waited', () => {
    const flows = {
      day: {
        start: {
          step: 'menu',
          prompt: 'hello',
          on: { '2': 'vip' },
          noInput: { then: 'wait' },
        },
        vip: { step: 'tag', tag: 'late', then: 'wait' },
        wait: { step: 'queue', queue: 'service' },
      },
    }
    const { all } = play(
      centerOf({ members: ['ana'] }, { flows, routes: [{ flow: 'day' }], callerTags: { gold: ['555*'] } }),
      {
        calls: { '100': [0, 1] },
        callers: { keys: { start: { '2': 1 } }, keyDelay: ms(2), numbers: ['5557'] },
        agents: { everyone: { talk: ms(30), answer: ms(3) } },
      },
    )
    const [first, second] = all('screen.popped')
    expect(first).toMatchObject({
      agent: 'ana',
      queue: 'service',
      caller: '5557',
      chosen: ['start:2'],
      tags: ['gold', 'late'],
    })
    expect(first?.waitMs).toBe(3_000)
    const answered = all('queue.left').find(({ call }) => call === second?.call)
    expect(second?.waitMs).toBe(answered?.waitMs)
    expect(second?.waitMs).toBeGreaterThan(30_000)
    // Before the two are bridged, not after.
    expect(first?.seq).toBeLessThan(all('legs.bridged')[0]?.seq ?? 0)
  })

  test('A5 complaint: phone numbers stand in the log where nobody marked them', () => {
    const { events } = play(centerOf({ strategy: lastAgentFirst(longestIdle) }, { owners: { '5557001': 'ben' } }), {
      calls: { '100': [0, 1, 2], '101': [3] },
      callers: { numbers: ['5557001', '5557002'], patience: ms(20) },
      agents: { everyone: { talk: ms(10) } },
    })
    for (const event of events) expect(JSON.stringify(unmarked(event)), event.type).not.toContain('5557')
  })
})

/** The event without what the schema marks as personal. */
const unmarked = (event: CallEvent): unknown => {
  const fields: Readonly<Record<string, { readonly personal: boolean }>> = eventSchema[event.type]
  return Object.fromEntries(Object.entries(event).filter(([key]) => fields[key]?.personal !== true))
}

const queues = (service: Queue, other: Queue) => ({
  service: { strategy: roundRobin, members: ['ana'], ...service },
  other: { strategy: roundRobin, members: ['ana'], ...other },
})
