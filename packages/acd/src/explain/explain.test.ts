import { callId } from '@callweave/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fed } from '../../../../scripts/inputs.mjs'
import type { QueueDefinition } from '../definition/queues.js'
import { snapshotFloor } from '../engine/snapshot.js'
import { bestSkilled } from '../strategies/best-skilled.js'
import { expandingRings } from '../strategies/expanding-rings.js'
import { lastAgentFirst } from '../strategies/last-agent-first.js'
import { longestIdle } from '../strategies/longest-idle.js'
import { random } from '../strategies/random.js'
import { ringAll } from '../strategies/ring-all.js'
import { createDriver, kindsOfStep } from '../testing/driver.js'
import { createRig, type Rig, sectionsOf } from '../testing/rig.js'
import { explainAgent } from './explain-agent.js'
import { type CallExplanation, explainCall } from './explain-call.js'

const rigOf = (members: QueueDefinition['members'], more: Partial<QueueDefinition> = {}, agents = {}): Rig =>
  createRig(sectionsOf({ service: { strategy: longestIdle, members, ...more } }, agents))

const explained = (rig: Rig, call: number): CallExplanation =>
  explainCall(rig.acd.floor, callId(call), rig.clock.nowMs()) as CallExplanation

describe('A2 explain', () => {
  it('A2 each member, and what removed the member', () => {
    const rig = rigOf(
      ['ana', 'bo', { agent: 'chen', level: 2 }, { agent: 'dee', penalty: 7 }, 'eli', 'fay'],
      { wants: { french: 3 }, tiers: { waitMs: 30_000 }, penalties: [{ afterMs: 0, mostPenalty: 5 }] },
      Object.fromEntries(
        ['ana', 'bo', 'chen', 'dee', 'eli', 'fay'].map((name) => [
          name,
          { skills: { french: name === 'eli' ? 2 : 4 } },
        ]),
      ),
    )
    rig.acd.setState('ana', 'not-ready', { reason: 'meal' })
    rig.acd.setState('fay', 'logged-out')
    rig.call('service')
    const call = rig.call('service')
    rig.clock.advance(12_000)
    const { candidates, ...rest } = explained(rig, call)
    expect(Object.fromEntries(candidates.map(({ agent, removed }) => [agent, removed?.because]))).toEqual({
      ana: 'not-ready',
      bo: 'not-ready',
      chen: 'level',
      dee: 'penalty',
      eli: 'skill',
      fay: 'not-ready',
    })
    expect(candidates.find(({ agent }) => agent === 'ana')?.removed).toMatchObject({
      state: 'not-ready',
      reason: 'meal',
    })
    expect(candidates.find(({ agent }) => agent === 'bo')?.removed).toMatchObject({ state: 'ringing' })
    expect(candidates.find(({ agent }) => agent === 'chen')?.removed).toEqual({ because: 'level', wanted: 1, has: 2 })
    expect(candidates.find(({ agent }) => agent === 'eli')?.removed).toEqual({
      because: 'skill',
      skill: 'french',
      wanted: 3,
      has: 2,
    })
    expect(rest).toMatchObject({
      state: 'waiting',
      waitedMs: 12_000,
      position: 1,
      stage: { number: 1, of: 2 },
      wants: { french: 3 },
      decision: { decide: 'wait', because: 'nobody-ready' },
      next: [{ what: 'stage', atMs: rig.clock.nowMs() + 18_000 }],
    })
  })

  it('A2 the order with its terms, and the tie that only the name decides', () => {
    const skills = { french: 4 }
    const sections = sectionsOf(
      { service: { strategy: bestSkilled, members: ['chen', 'bo', 'ana'], wants: { french: 1 } } },
      { ana: { skills }, bo: { skills }, chen: { skills: { french: 9 } } },
    )
    const seen: CallExplanation[] = []
    const rig: Rig = createRig(sections, {
      ready: [],
      before: (floor) => ({
        'offer.made': ({ call, atMs }) => void seen.push(explainCall(floor(), call, atMs) as CallExplanation),
      }),
    })
    for (const name of ['chen', 'bo', 'ana']) rig.acd.setState(name, 'ready')
    rig.call('service')
    expect(seen[0]?.candidates.map(({ agent, place, tied }) => [agent, place, tied])).toEqual([
      ['chen', 1, false],
      ['ana', 2, false],
      ['bo', 3, true],
    ])
    expect(seen[0]?.candidates[0]?.terms).toEqual([
      { key: 'skillLevel', direction: 'descending', value: 9 },
      { key: 'idleSinceMs', direction: 'ascending', value: 1_000_000 },
    ])
    expect(seen[0]?.decision).toMatchObject({ decide: 'offer', agents: ['chen'], because: 'best-skilled' })
  })

  it('A2 refused before, held for one agent, put off', () => {
    const rig = rigOf(['ana', 'bo'], { strategy: lastAgentFirst(longestIdle, { waitMs: 60_000 }), afterMissMs: 1000 })
    const refused = rig.call('service')
    rig.miss('ana')
    rig.clock.advance(1000)
    expect(explained(rig, refused).candidates.find(({ agent }) => agent === 'ana')?.removed).toEqual({
      because: 'refused',
    })
    rig.answer('bo')
    const held = rig.call('service', { preferred: 'bo' })
    expect(explained(rig, held).candidates.find(({ agent }) => agent === 'ana')?.removed).toEqual({
      because: 'held-for-preferred',
      agent: 'bo',
    })
    const dueAtMs = rig.clock.nowMs() + 60_000
    rig.acd.callBack(callId(77), { number: '5551', queue: 'service', dueAtMs })
    expect(explained(rig, 77)).toMatchObject({ state: 'put-off', decision: null })
    expect(explained(rig, 77).next[0]).toEqual({ what: 'callback-due', atMs: dueAtMs })
    expect(explainAgent(rig.acd.floor, 'ana', rig.clock.nowMs())?.queues[0]?.calls).toMatchObject([
      { call: held, removed: { because: 'held-for-preferred', agent: 'bo' } },
      { call: 77, removed: { because: 'put-off', untilMs: dueAtMs } },
    ])
  })

  it('A2 what is next: rings that widen, more phones, announcements, the end of the wait', () => {
    const rig = rigOf(['ana', 'bo'], {
      strategy: expandingRings(ringAll({ addEveryMs: 4000 }), { rings: [{ afterMs: 20_000, skillLevel: 0 }] }),
      maxWaitMs: 90_000,
      announce: { everyMs: 30_000 },
      overflow: [{ to: 'service', afterMs: 60_000 }],
    })
    const call = rig.call('service')
    const { next, ringing, state, decision } = explained(rig, call)
    expect([state, ringing.length]).toEqual(['ringing', 1])
    expect(decision).toMatchObject({ decide: 'wait', because: 'next-phone-later' })
    const nowMs = rig.clock.nowMs()
    expect(next.map(({ what, atMs }) => [what, atMs - nowMs])).toEqual([
      ['strategy', 4000],
      ['stage', 20_000],
      ['overflow', 60_000],
      ['max-wait', 90_000],
    ])
  })

  it('A2 an agent: the state, the calls of each queue best first, and which comes next', () => {
    const rig = createRig(
      sectionsOf({
        plain: { strategy: longestIdle, members: ['ana'] },
        gold: { strategy: longestIdle, members: ['ana', 'bo'], priority: 2 },
      }),
      { ready: ['ana'] },
    )
    rig.call('plain')
    rig.answer('ana')
    const plain = rig.call('plain')
    const gold = rig.call('gold')
    rig.acd.setState('ana', 'not-ready', { reason: 'meal' })
    expect(explainAgent(rig.acd.floor, 'ana', rig.clock.nowMs())).toMatchObject({
      state: 'talking',
      call: 1,
      wanted: 'not-ready',
      next: gold,
      queues: [
        { queue: 'plain', waiting: 1, answered: 1, calls: [{ call: plain, removed: null }] },
        { queue: 'gold', waiting: 1, answered: 0, calls: [{ call: gold, priority: 2 }] },
      ],
    })
    expect(explainAgent(rig.acd.floor, 'anna', 0)).toBeNull()
    expect(explainCall(rig.acd.floor, callId(99), 0)).toBeNull()
  })

  it('A2 a draw names all it is among, and explaining draws nothing', () => {
    const seen: (CallExplanation | null)[] = []
    const play = (explain: boolean): string[] => {
      const rig: Rig = createRig(sectionsOf({ service: { strategy: random, members: ['ana', 'bo', 'chen'] } }), {
        before: (floor) => ({
          'offer.made': ({ call, atMs }) => {
            if (explain) seen.push(explainCall(floor(), call, atMs))
          },
        }),
      })
      return Array.from({ length: 20 }, () => {
        const agent = rig.ringsAt(rig.call('service'))[0] as string
        rig.take(agent)
        return agent
      })
    }
    expect(play(true)).toEqual(play(false))
    expect(seen[0]?.decision).toEqual({
      decide: 'draw',
      agents: ['ana', 'bo', 'chen'],
      because: 'drawn',
      terms: {},
      untilMs: null,
    })
  })

  it('A2 whatever happens: an offer goes to the first of the order, for the reason given, and nothing changes by asking', ({
    task,
  }) => {
    const day = fc.array(fc.tuple(fc.nat(kindsOfStep - 1), fc.nat(1000), fc.nat(10_000)), {
      maxLength: 30,
      size: 'max',
    })
    fc.assert(
      fc.property(fc.nat(1_000_000), day, (seed, steps) => {
        const driver = createDriver(seed, {
          onOffer: (entry, chosen, _, nowMs) => {
            const { floor } = driver.rig.acd
            const { candidates, decision } = explainCall(floor, entry.call, nowMs) as CallExplanation
            const place = candidates.find(({ agent }) => agent === chosen.agent.id)?.place
            if (decision?.decide === 'draw') expect(place).toBeGreaterThan(0)
            else expect(place).toBe(1)
            expect(decision?.agents).toContain(chosen.agent.id)
          },
        })
        for (const step of steps) driver.step(step)
        fed(task, driver.inputs)
        const { floor } = driver.rig.acd
        const before = snapshotFloor(floor)
        const nowMs = driver.rig.clock.nowMs()
        for (const { call } of floor.entries.values()) explainCall(floor, call, nowMs)
        for (const name of floor.agents.keys()) explainAgent(floor, name, nowMs)
        expect(snapshotFloor(floor)).toBe(before)
      }),
    )
  })
})
