/** What users of other call centers complain of, each played through the whole center. `play` checks the invariants, too. */
import { fewestCalls, ringAll } from '@callweave/acd'
import type { World } from '@callweave/sim'
import { describe, expect, test } from 'vitest'
import { play } from '../script.js'
import { ms } from '../small-center.js'
import { centerOf } from './center.js'

const agentOf = (world: World, name: string) => world.center.floor.agents.get(name)

describe('A5 complaint', () => {
  test('A5 complaint: an agent is rung after the caller hung up', () => {
    const { all, story } = play(centerOf({}), {
      calls: { '100': [0, 0] },
      callers: { patience: ms(5) },
      agents: { everyone: { answer: ms(5) }, only: { ana: { missRatio: 1 }, ben: { missRatio: 1 }, chen: {} } },
      acts: { 4: ({ center }) => center.acd.setState('chen', 'not-ready', { reason: 'break' }) },
    })
    // Patience ends at the very instant at which the phone is picked up.
    const gone = all('leg.ended').filter(({ by }) => by === 'caller')
    for (const { call, seq } of gone) {
      expect(all('offer.made').filter((offer) => offer.call === call && offer.seq > seq)).toEqual([])
    }
    expect(story(1).at(-1)).toMatch(/call.ended/)
  })

  test('A5 complaint: agents stay reserved after ring-all, when one has answered', () => {
    const { all, world } = play(centerOf({ strategy: ringAll() }), {
      calls: { '100': [0, 30] },
      agents: { everyone: { answer: ms(3), talk: ms(20) }, only: { ben: { answer: ms(1) } } },
    })
    expect(all('offer.made')).toHaveLength(6)
    expect(all('offer.withdrawn').map(({ because }) => because)).toEqual(Array(4).fill('answered-elsewhere'))
    for (const name of ['ana', 'ben', 'chen']) expect(agentOf(world, name)?.state).toBe('ready')
  })

  test('A5 complaint: agents stay reserved after ring-all, when the caller hung up', () => {
    const { all, world } = play(centerOf({ strategy: ringAll() }), {
      calls: { '100': [0, 10] },
      callers: { patience: ms(4) },
      agents: { everyone: { answer: ms(6), talk: ms(5) } },
    })
    expect(all('offer.withdrawn').map(({ because }) => because)).toEqual(Array(6).fill('caller-gone'))
    for (const name of ['ana', 'ben', 'chen']) expect(agentOf(world, name)?.state).toBe('ready')
  })

  test("A5 complaint: one agent whose phone is dead blocks the queue's head", () => {
    const { all } = play(centerOf({}), {
      calls: { '100': [10, 20, 30, 400] },
      agents: { everyone: { talk: ms(5) } },
      faults: [{ fault: 'phone-dead', agent: 'ana', afterMs: 0, lengthMs: 300_000 }],
    })
    expect(all('offer.accepted').map(({ agent }) => agent)).toEqual(['ben', 'ben', 'ben', 'ana'])
    expect(all('queue.left').map(({ waitMs }) => waitMs)).toEqual([0, 0, 0, 0])
    // It is tried once; then it is known that the phone is dead, until it is back.
    expect(all('offer.rejected').map(({ agent, because }) => `${agent} ${because}`)).toEqual(['ana unreachable'])
    const ofAna = all('agent.changed').filter(({ agent }) => agent === 'ana')
    expect(ofAna.map(({ to, reason, because }) => `${to} ${reason ?? '-'} ${because}`)).toEqual(
      expect.arrayContaining(['not-ready unreachable unreachable', 'ready - phone-registered']),
    )
  })

  test('A5 complaint: a missing BYE locks an agent in a call for ever', () => {
    const { all, world } = play(centerOf({}), {
      calls: { '100': [0, 40] },
      agents: { everyone: { talk: ms(1_000) } },
      // The phone goes without a word in the middle of a call.
      faults: [{ fault: 'phone-dead', agent: 'ana', afterMs: 30_000, lengthMs: 5_000 }],
    })
    const left = all('agent.changed').find(({ agent, from }) => agent === 'ana' && from === 'talking')
    expect(left).toMatchObject({ to: 'ready', because: 'call-ended' })
    expect(all('offer.accepted').map(({ agent }) => agent)).toEqual(['ana', 'ana'])
    expect(agentOf(world, 'ana')?.call).toBe(null)
  })

  test('A5 complaint: wrap-up is over early, or only when the last agent frees', () => {
    const { all } = play(centerOf({ wrapUpMs: 15_000 }), {
      calls: { '100': [0, 0] },
      agents: { everyone: { talk: ms(10) }, only: { ben: { talk: ms(100) } } },
    })
    const spans = all('agent.changed')
      .filter(({ to }) => to === 'wrap-up')
      .map(({ agent, atMs, untilMs }) => [agent, (untilMs ?? 0) - atMs])
    expect(spans).toEqual([
      ['ana', 15_000],
      ['ben', 15_000],
    ])
    const ends = all('agent.changed').filter(({ because }) => because === 'wrapped-up')
    expect(ends.map(({ agent, atMs }) => [agent, atMs - (all('log.opened')[0]?.atMs ?? 0)])).toEqual([
      ['ana', 25_000],
      ['ben', 115_000],
    ])
  })

  test('A5 complaint: calls counted twice skew fewest-calls', () => {
    const { all, world } = play(centerOf({ strategy: fewestCalls }), {
      calls: { '100': Array.from({ length: 12 }, (_, i) => i * 20) },
      // Calls that are missed and rejected before somebody takes them.
      agents: { everyone: { answer: ms(1), talk: ms(5), missRatio: 0.2, rejectRatio: 0.2, backAfterMissesMs: 1_000 } },
    })
    const taken = all('offer.accepted')
    for (const name of ['ana', 'ben', 'chen']) {
      expect(agentOf(world, name)?.callsHandled).toBe(taken.filter(({ agent }) => agent === name).length)
    }
    expect(taken).toHaveLength(12)
  })

  test('A8 complaint: a failed call out turns an agent on break available', () => {
    const callback = {
      flows: {
        day: {
          start: { step: 'callback', queue: 'service', then: 'bye' },
          bye: { step: 'hang-up' },
        },
      },
      routes: [{ flow: 'day' }],
    }
    const { all, world } = play(centerOf({ members: ['ana'], callback: { attempts: 1 } }, callback), {
      calls: { '100': [0] },
      agents: { everyone: { answer: ms(1) } },
      acts: {
        // While the caller's phone rings, the agent takes a break; then the line out fails.
        3: ({ center }) => center.acd.setState('ana', 'not-ready', { reason: 'meal' }),
      },
      faults: [{ fault: 'trunk-down', trunk: 'main', afterMs: 4_000, lengthMs: 60_000 }],
    })
    expect(all('callback.dialed')).toHaveLength(1)
    expect(agentOf(world, 'ana')).toMatchObject({ state: 'not-ready', reason: 'meal' })
    expect(all('agent.changed').at(-1)).toMatchObject({ agent: 'ana', to: 'not-ready', reason: 'meal' })
  })

  test('A5 complaint: a transfer that fails turns an agent on break available', () => {
    const transfer = { flows: { day: { start: { step: 'transfer', agent: 'ana' } } }, routes: [{ flow: 'day' }] }
    const { all, world } = play(centerOf({}, transfer), {
      calls: { '100': [5] },
      agents: { everyone: { rejectRatio: 1 } },
      acts: { 1: ({ center }) => center.acd.setState('ana', 'not-ready', { reason: 'meal' }) },
    })
    expect(all('call.ended')).toHaveLength(1)
    expect(agentOf(world, 'ana')).toMatchObject({ state: 'not-ready', reason: 'meal' })
  })

  test('A5 complaint: a call comes back in a loop to one who rejects it', () => {
    const { all } = play(centerOf({ afterRejectMs: 1_000 }), {
      calls: { '100': [0] },
      agents: { everyone: { answer: ms(2), talk: ms(5) }, only: { ana: { rejectRatio: 1 }, ben: { rejectRatio: 1 } } },
    })
    expect(all('offer.made').map(({ agent }) => agent)).toEqual(['ana', 'ben', 'chen'])
    expect(all('offer.rejected').map(({ because }) => because)).toEqual(['rejected', 'rejected'])
  })

  test('A5 complaint: missed and rejected look alike', () => {
    const { all } = play(centerOf({ ringTimeoutMs: 5_000 }), {
      calls: { '100': [0] },
      agents: { everyone: { answer: ms(2), talk: ms(5) }, only: { ana: { missRatio: 1 }, ben: { rejectRatio: 1 } } },
    })
    expect(all('offer.missed').map(({ agent }) => agent)).toEqual(['ana'])
    expect(all('offer.rejected').map(({ agent, because }) => [agent, because])).toEqual([['ben', 'rejected']])
  })

  test('A4 complaint: the reason of a break is lost when it begins in a call', () => {
    const { all } = play(centerOf({ members: ['ana'], wrapUpMs: 5_000 }), {
      calls: { '100': [0, 2] },
      callers: { patience: ms(60) },
      agents: { everyone: { talk: ms(20) } },
      acts: { 10: ({ center }) => center.acd.setState('ana', 'not-ready', { reason: 'meal' }) },
    })
    expect(all('agent.asked')).toMatchObject([{ agent: 'ana', to: 'not-ready', reason: 'meal' }])
    const changes = all('agent.changed').map(({ from, to, reason }) => [from, to, reason])
    expect(changes).toContainEqual(['wrap-up', 'not-ready', 'meal'])
    expect(all('offer.accepted')).toHaveLength(1)
  })
})
