/** One worked example for each strategy, as its page in docs/strategies tells one. */
import { describe, expect, it } from 'vitest'
import type { QueueDefinition } from '../definition/queues.js'
import { by, defineStrategy, nobodyReady, offer, type StrategyRef } from '../strategy/define.js'
import { createRig, type Rig, sectionsOf } from '../testing/rig.js'
import { bestSkilled } from './best-skilled.js'
import { expandingRings } from './expanding-rings.js'
import { fewestCalls } from './fewest-calls.js'
import { lastAgentFirst } from './last-agent-first.js'
import { leastSkilled } from './least-skilled.js'
import { leastTalkTime } from './least-talk-time.js'
import { linear } from './linear.js'
import { longestIdle } from './longest-idle.js'
import { ownerFirst } from './owner-first.js'
import { percentAllocation } from './percent-allocation.js'
import { priorityByAbility } from './priority-by-ability.js'
import { random } from './random.js'
import { ringAll } from './ring-all.js'
import { roundRobin } from './round-robin.js'
import { weighted } from './weighted.js'

const team = ['ana', 'bo', 'chen', 'dee']

const rigOf = (strategy: StrategyRef, more: Partial<QueueDefinition> = {}, agents = {}): Rig =>
  createRig(sectionsOf({ service: { strategy, members: team, ...more } }, agents))

/** Who is rung for each of so many calls, each answered and over at once, a second apart. */
const served = (rig: Rig, calls: number): string[] =>
  Array.from({ length: calls }, () => {
    const [agent] = rig.ringsAt(rig.call('service')) as [string]
    rig.take(agent)
    rig.clock.advance(1000)
    return agent
  })

describe('A1 strategies', () => {
  it('A1 longest-idle: whoever has waited longest, and the tie goes to the lower id', () => {
    const rig = rigOf(longestIdle)
    expect(served(rig, 6)).toEqual(['ana', 'bo', 'chen', 'dee', 'ana', 'bo'])
    const tie = createRig(sectionsOf({ service: { strategy: longestIdle, members: ['bo', 'ana'] } }), { ready: [] })
    tie.acd.setState('bo', 'ready')
    tie.acd.setState('ana', 'ready')
    expect(tie.ringsAt(tie.call('service'))).toEqual(['ana'])
  })

  it('A1 longest-idle: a phone that rang in vain does not cost the place', () => {
    const rig = rigOf(longestIdle)
    rig.call('service')
    rig.miss('ana')
    expect(rig.agent('bo').state).toBe('ringing')
    expect(rig.ringsAt(rig.call('service'))).toEqual(['ana'])
  })

  it('A1 linear: the first of the list who is ready, every time', () => {
    const rig = rigOf(linear)
    expect(served(rig, 3)).toEqual(['ana', 'ana', 'ana'])
    rig.call('service')
    expect(rig.ringsAt(rig.call('service'))).toEqual(['bo'])
  })

  it('A1 round-robin: on from the member who was offered a call last, missed or not', () => {
    const rig = rigOf(roundRobin)
    expect(served(rig, 5)).toEqual(['ana', 'bo', 'chen', 'dee', 'ana'])
    rig.acd.setState('bo', 'not-ready')
    expect(served(rig, 2)).toEqual(['chen', 'dee'])
    rig.acd.setState('bo', 'ready')
    rig.call('service')
    rig.miss('ana')
    expect(rig.agent('bo').state).toBe('ringing')
  })

  it('A1 random: everybody gets about as many, and the same seed draws the same', () => {
    const first = served(rigOf(random), 400)
    expect(served(rigOf(random), 400)).toEqual(first)
    for (const name of team) {
      const calls = first.filter((agent) => agent === name).length
      expect(calls).toBeGreaterThan(60)
      expect(calls).toBeLessThan(140)
    }
  })

  it('A1 fewest-calls: fewest answered since the shift began, then the longest idle', () => {
    const rig = rigOf(fewestCalls)
    expect(served(rig, 4)).toEqual(['ana', 'bo', 'chen', 'dee'])
    rig.acd.setState('dee', 'logged-out')
    rig.acd.setState('dee', 'ready')
    expect(served(rig, 3)).toEqual(['dee', 'ana', 'bo'])
  })

  it('A1 least-talk-time: least talk and hold, wrap-up not counted', () => {
    const rig = rigOf(leastTalkTime, { wrapUpMs: 60_000 })
    const talk = (agent: string, talkMs: number): void => {
      rig.call('service')
      rig.answer(agent)
      rig.clock.advance(talkMs)
      rig.release(agent)
      rig.acd.setState(agent, 'ready')
    }
    talk('ana', 50_000)
    talk('bo', 10_000)
    talk('chen', 30_000)
    talk('dee', 20_000)
    expect(rig.ringsAt(rig.call('service'))).toEqual(['bo'])
    expect(rig.ringsAt(rig.call('service'))).toEqual(['dee'])
    expect(rig.ringsAt(rig.call('service'))).toEqual(['chen'])
  })

  const levels = {
    ana: { skills: { french: 2 } },
    bo: { skills: { french: 5 } },
    chen: { skills: { french: 5 } },
    dee: {},
  }
  const french = { wants: { french: 1 } }

  it('A1 priority by ability: the ablest first, then the place in the list', () => {
    const rig = rigOf(priorityByAbility, french, levels)
    expect(served(rig, 2)).toEqual(['bo', 'bo'])
    rig.call('service')
    expect(rig.ringsAt(rig.call('service'))).toEqual(['chen'])
    expect(rig.ringsAt(rig.call('service'))).toEqual(['ana'])
    expect(rig.ringsAt(rig.call('service'))).toEqual([])
  })

  it('A1 best-skilled: the highest level, and equals take turns', () => {
    expect(served(rigOf(bestSkilled, french, levels), 3)).toEqual(['bo', 'chen', 'bo'])
  })

  it('A1 least-skilled: the lowest level that will do', () => {
    expect(served(rigOf(leastSkilled, french, levels), 2)).toEqual(['ana', 'ana'])
    const rig = rigOf(leastSkilled, { wants: { french: 3 } }, levels)
    expect(rig.ringsAt(rig.call('service'))).toEqual(['bo'])
  })

  it('A1 best-skilled: of several skills wanted the lower level counts', () => {
    const rig = rigOf(
      bestSkilled,
      { wants: { french: 1, tax: 1 } },
      { ana: { skills: { french: 9, tax: 2 } }, bo: { skills: { french: 4, tax: 3 } } },
    )
    expect(rig.ringsAt(rig.call('service'))).toEqual(['bo'])
  })

  it('A1 weighted: calls in proportion to the weights', () => {
    const members = [
      { agent: 'ana', weight: 3 },
      { agent: 'bo', weight: 1 },
    ]
    const calls = served(rigOf(weighted, { members }), 40)
    expect(calls.filter((agent) => agent === 'ana')).toHaveLength(30)
  })

  it('A1 weighted: who comes in late is not flooded with what the others had before', () => {
    const rig = createRig(sectionsOf({ service: { strategy: weighted, members: ['ana', 'bo'] } }), { ready: ['ana'] })
    served(rig, 50)
    rig.acd.setState('bo', 'ready')
    expect(served(rig, 10).filter((agent) => agent === 'bo')).toHaveLength(5)
  })

  it('A1 percent allocation: 50, 30 and 20 percent, to within one call after every call', () => {
    const shares: Record<string, number> = { ana: 50, bo: 30, chen: 20 }
    const members = Object.entries(shares).map(([agent, weight]) => ({ agent, weight }))
    const had: Record<string, number> = { ana: 0, bo: 0, chen: 0 }
    for (const [i, agent] of served(rigOf(percentAllocation, { members }), 200).entries()) {
      had[agent] = (had[agent] ?? 0) + 1
      for (const name of Object.keys(shares)) {
        expect(Math.abs((had[name] ?? 0) - ((i + 1) * (shares[name] ?? 0)) / 100)).toBeLessThanOrEqual(1)
      }
    }
  })

  it('A1 percent allocation: calls that arrive together are counted once, when they are answered', () => {
    const members = [
      { agent: 'ana', weight: 50 },
      { agent: 'bo', weight: 50 },
    ]
    const rig = rigOf(percentAllocation, { members })
    for (let i = 0; i < 20; i += 1) {
      for (let call = 0; call < 3; call += 1) rig.call('service')
      rig.take('ana')
      rig.miss('bo')
      while (rig.acd.floor.offers.size > 0)
        for (const { agent } of [...rig.acd.floor.offers.values()]) rig.take(agent.id)
      rig.clock.advance(1000)
    }
    const [ana, bo] = rig.acd.floor.queues.get('service')?.members ?? []
    const accepted = rig.told('offer.accepted').map(({ agent }) => agent)
    expect(ana?.answered).toBe(accepted.filter((agent) => agent === 'ana').length)
    expect((ana?.answered ?? 0) + (bo?.answered ?? 0)).toBe(60)
    // Whoever was ahead because the other's phone rang in vain waits until the parts are right again.
    const behind = (ana?.answered ?? 0) > 30 ? 'bo' : 'ana'
    const missing = Math.abs((ana?.answered ?? 0) - (bo?.answered ?? 0))
    expect(served(rig, missing)).toEqual(Array.from({ length: missing }, () => behind))
  })

  it('A1 ring-all: all phones ring, the first to answer has the call, the others stop', () => {
    const rig = rigOf(ringAll())
    const call = rig.call('service')
    expect(rig.ringsAt(call)).toEqual(team)
    rig.answer('chen')
    expect(team.map((name) => rig.agent(name).state)).toEqual(['ready', 'ready', 'talking', 'ready'])
    expect(rig.desk.ringing.size).toBe(0)
  })

  it('A1 ring-all: at most so many, and one more each time', () => {
    const some = rigOf(ringAll({ atMost: 2 }))
    expect(some.ringsAt(some.call('service'))).toEqual(['ana', 'bo'])
    const rig = rigOf(ringAll({ addEveryMs: 5000 }))
    const call = rig.call('service')
    expect(rig.ringsAt(call)).toEqual(['ana'])
    rig.clock.advance(4999)
    expect(rig.ringsAt(call)).toEqual(['ana'])
    rig.clock.advance(1)
    expect(rig.ringsAt(call)).toEqual(['ana', 'bo'])
    rig.clock.advance(10_000)
    expect(rig.ringsAt(call)).toEqual(team)
  })

  it('A1 last agent first: who served the caller last, when ready; else as the strategy inside says', () => {
    const rig = rigOf(lastAgentFirst(longestIdle))
    const call = rig.call('service', { preferred: 'chen' })
    expect(rig.ringsAt(call)).toEqual(['chen'])
    expect(rig.told('offer.made')[0]?.because).toBe('served-caller-last')
    expect(rig.ringsAt(rig.call('service', { preferred: 'chen' }))).toEqual(['ana'])
  })

  it('A1 last agent first: the call is held for an agent who is busy, and for nobody who is away', () => {
    const rig = rigOf(lastAgentFirst(longestIdle, { waitMs: 30_000 }))
    rig.call('service', { preferred: 'chen' })
    rig.answer('chen')
    const call = rig.call('service', { preferred: 'chen' })
    expect(rig.ringsAt(call)).toEqual([])
    rig.clock.advance(29_999)
    expect(rig.ringsAt(call)).toEqual([])
    rig.clock.advance(1)
    expect(rig.ringsAt(call)).toEqual(['ana'])
    rig.acd.setState('dee', 'logged-out')
    expect(rig.ringsAt(rig.call('service', { preferred: 'dee' }))).toEqual(['bo'])
  })

  it('A1 last agent first: the hold ends when the agent goes on a break', () => {
    const rig = rigOf(lastAgentFirst(longestIdle, { waitMs: 30_000 }))
    rig.call('service', { preferred: 'chen' })
    rig.answer('chen')
    const call = rig.call('service', { preferred: 'chen' })
    rig.acd.setState('chen', 'not-ready', { reason: 'meal' })
    rig.release('chen')
    expect(rig.ringsAt(call)).toEqual(['ana'])
  })

  it('A1 owner first: the agent who owns the customer', () => {
    const rig = rigOf(ownerFirst(linear))
    expect(rig.ringsAt(rig.call('service', { preferred: 'dee' }))).toEqual(['dee'])
    expect(rig.told('offer.made')[0]?.because).toBe('owns-customer')
    expect(rig.ringsAt(rig.call('service'))).toEqual(['ana'])
  })

  it('A1 owner first: around ring-all the owner rings alone, then all', () => {
    const rig = rigOf(ownerFirst(ringAll()))
    const call = rig.call('service', { preferred: 'dee' })
    expect(rig.ringsAt(call)).toEqual(['dee'])
    rig.miss('dee')
    expect(rig.ringsAt(call)).toEqual(['ana', 'bo', 'chen'])
  })

  it('A1 expanding rings: lower levels will do as time goes by, and in the end none', () => {
    const agents = { ana: {}, bo: { skills: { french: 2 } }, chen: { skills: { french: 5 } } }
    const strategy = expandingRings(bestSkilled, {
      rings: [
        { afterMs: 20_000, skillLevel: 2 },
        { afterMs: 40_000, skillLevel: 0 },
      ],
    })
    const rig = createRig(
      sectionsOf({ service: { strategy, members: ['ana', 'bo', 'chen'], wants: { french: 5 } } }, agents),
    )
    const calls = [rig.call('service'), rig.call('service'), rig.call('service')]
    const rung = () => calls.flatMap((call) => rig.ringsAt(call))
    expect(rung()).toEqual(['chen'])
    rig.clock.advance(20_000)
    expect(rung()).toEqual(['chen', 'bo'])
    rig.clock.advance(20_000)
    expect(rung()).toEqual(['chen', 'bo', 'ana'])
  })

  it('A2 a strategy of the integrator, also inside a combinator', () => {
    const newest = defineStrategy('newest', {
      version: 1,
      order: [by('callsHandled')],
      decide: ({ head }) => (head === null ? nobodyReady : offer(head.agent.id, 'newest')),
    })
    const rig = rigOf(lastAgentFirst(newest))
    expect(served(rig, 2)).toEqual(['ana', 'bo'])
    expect(rig.told('offer.made').map(({ because }) => because)).toEqual(['newest', 'newest'])
  })
})
