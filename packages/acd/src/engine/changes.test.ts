import { describe, expect, it } from 'vitest'
import type { QueueDefinition } from '../definition/queues.js'
import { expandingRings } from '../strategies/expanding-rings.js'
import { lastAgentFirst } from '../strategies/last-agent-first.js'
import { linear } from '../strategies/linear.js'
import { longestIdle } from '../strategies/longest-idle.js'
import { ringAll } from '../strategies/ring-all.js'
import { by, defineStrategy, nobodyReady, offer } from '../strategy/define.js'
import { createRig, type Rig, sectionsOf } from '../testing/rig.js'
import { snapshotFloor } from './snapshot.js'

const rigOf = (members: QueueDefinition['members'], more: Partial<QueueDefinition> = {}, agents = {}): Rig =>
  createRig(sectionsOf({ service: { strategy: longestIdle, members, ...more } }, agents))

describe('A3 rules changed while calls are up', () => {
  it('A3 a member who joins serves the call that waits, at once', () => {
    const rig = rigOf([], {}, { ana: {} })
    const call = rig.call('service')
    rig.acd.changeMember('service', 'ana', {})
    expect(rig.ringsAt(call)).toEqual(['ana'])
    rig.acd.changeMember('service', 'ana', null)
    rig.take('ana')
    expect(rig.ringsAt(rig.call('service'))).toEqual([])
  })

  it('A3 a level or a penalty that is changed moves the member at once', () => {
    const rig = rigOf(['ana', 'bo'])
    rig.acd.changeMember('service', 'ana', { penalty: 2 })
    expect(rig.ringsAt(rig.call('service'))).toEqual(['bo'])
    const tiers = rigOf([{ agent: 'ana', level: 2 }, 'bo'], { tiers: { waitMs: 60_000 } })
    tiers.call('service')
    const call = tiers.call('service')
    expect(tiers.ringsAt(call)).toEqual([])
    tiers.acd.changeMember('service', 'ana', { level: 1 })
    expect(tiers.ringsAt(call)).toEqual(['ana'])
  })

  it('A3 a skill that is learned lets a waiting call through, one that is taken away no more', () => {
    const rig = rigOf(['ana'], { wants: { french: 3 } })
    const call = rig.call('service')
    rig.acd.changeSkill('ana', 'french', 2)
    expect(rig.ringsAt(call)).toEqual([])
    rig.acd.changeSkill('ana', 'french', 3)
    expect(rig.ringsAt(call)).toEqual(['ana'])
    rig.take('ana')
    rig.acd.changeSkill('ana', 'french', 0)
    expect(rig.ringsAt(rig.call('service'))).toEqual([])
  })

  it('A3 a penalty rule that is lifted, or skills that are wanted no more, let waiting calls through', () => {
    const rig = rigOf([{ agent: 'ana', penalty: 5 }, 'bo'], { penalties: [{ afterMs: 0, mostPenalty: 1 }] })
    rig.call('service')
    const call = rig.call('service')
    expect(rig.ringsAt(call)).toEqual([])
    rig.acd.changeRules('service', { penalties: [] })
    expect(rig.ringsAt(call)).toEqual(['ana'])
    const skilled = rigOf(['ana'], { wants: { french: 3 } })
    const french = skilled.call('service')
    skilled.acd.changeRules('service', { wants: {} })
    expect(skilled.ringsAt(french)).toEqual(['ana'])
  })

  it('A3 a change of rules leaves a waiting call in the stage that its wait has reached', () => {
    const strategy = expandingRings(longestIdle, { rings: [{ afterMs: 20_000, skillLevel: 0 }] })
    const penalties = [
      { afterMs: 0, mostPenalty: 0 },
      { afterMs: 5000, mostPenalty: 1 },
    ]
    const rig = rigOf(['ana'], { strategy, penalties, wants: { french: 3 } })
    const call = rig.call('service')
    rig.clock.advance(6000)
    rig.acd.changeRules('service', { penalties: [] })
    expect(rig.ringsAt(call)).toEqual([])
    rig.clock.advance(13_999)
    expect(rig.ringsAt(call)).toEqual([])
    rig.clock.advance(1)
    expect(rig.ringsAt(call)).toEqual(['ana'])
  })

  it('A3 another strategy holds from the next decision on', () => {
    const rig = rigOf(['ana', 'bo'])
    rig.take(rig.ringsAt(rig.call('service'))[0] as string)
    rig.acd.changeRules('service', { strategy: linear })
    expect(rig.ringsAt(rig.call('service'))).toEqual(['ana'])
  })

  it('A3 to a strategy that rings all and back while phones ring', () => {
    const rig = rigOf(['ana', 'bo', 'chen'])
    const call = rig.call('service')
    rig.acd.changeRules('service', { strategy: ringAll() })
    expect(rig.ringsAt(call)).toEqual(['ana', 'bo', 'chen'])
    rig.acd.changeRules('service', { strategy: longestIdle })
    rig.miss('ana')
    expect(rig.ringsAt(call)).toEqual(['bo', 'chen'])
    rig.answer('bo')
    expect(rig.agent('chen').state).toBe('ready')
  })

  it("A3 an integrator's own strategy is found again by its name", () => {
    const own = defineStrategy('own', {
      version: 1,
      order: [by('position')],
      decide: ({ head }) => (head === null ? nobodyReady : offer(head.agent.id, 'own')),
    })
    const rig = rigOf(['ana', 'bo'], { strategy: own })
    rig.acd.changeRules('service', { strategy: longestIdle })
    rig.acd.changeRules('service', { strategy: lastAgentFirst({ strategy: 'own', version: 1 }) })
    rig.call('service')
    expect(rig.told('offer.made').at(-1)?.because).toBe('own')
    rig.restart()
    rig.call('service')
    expect(rig.told('offer.made').at(-1)?.because).toBe('own')
    const stranger = defineStrategy('stranger', { version: 1, order: 'none', decide: () => nobodyReady })
    expect(() => rig.acd.changeRules('service', { strategy: stranger })).toThrow('a restart could not find its code')
  })

  it('A3 a rule can be taken back', () => {
    const rig = rigOf([], { maxWaitMs: 10_000 })
    rig.call('service')
    rig.acd.changeRules('service', { maxWaitMs: null })
    rig.clock.advance(3_600_000)
    expect(rig.desk.givenBack).toEqual([])
  })

  it('A3 a shorter longest wait holds for those who wait', () => {
    const rig = rigOf([])
    const call = rig.call('service')
    rig.clock.advance(10_000)
    rig.acd.changeRules('service', { maxWaitMs: 15_000 })
    rig.clock.advance(5000)
    expect(rig.desk.givenBack).toEqual([{ call, outcome: { outcome: 'max-wait' } }])
  })

  it('A3 a change is a fact: the log alone gives the same rules', () => {
    const rig = rigOf(['ana', 'bo'], {}, { chen: {} })
    rig.acd.changeMember('service', 'chen', { level: 2, weight: 4 })
    rig.acd.changeSkill('bo', 'tax', 4)
    rig.acd.changeRules('service', { priority: 3, strategy: ringAll({ atMost: 2 }) })
    const before = snapshotFloor(rig.acd.floor)
    rig.restart()
    expect(snapshotFloor(rig.acd.floor)).toBe(before)
    expect(rig.ringsAt(rig.call('service'))).toEqual(['ana', 'bo'])
  })

  it('A3 a mistake in a change says what is wrong, and nothing has changed', () => {
    const rig = rigOf(['ana'])
    const { length } = rig.events
    expect(() => rig.acd.changeMember('servise', 'ana', {})).toThrow("Did you mean 'service'?")
    expect(() => rig.acd.changeMember('service', 'anna', {})).toThrow("Did you mean 'ana'?")
    expect(() => rig.acd.changeMember('service', 'ana', { level: 0 })).toThrow('a level is at least 1')
    expect(() => rig.acd.changeSkill('ana', 'tax', 11)).toThrow('a skill level is a whole number from 1 to 10')
    expect(() => rig.acd.changeRules('service', { maxWaitMs: -1 })).toThrow('a span of time cannot be negative')
    expect(() => rig.acd.changeRules('service', { strategy: { strategy: 'liner', version: 1 } })).toThrow('linear')
    expect(() => rig.acd.changeRules('service', { strategy: ringAll({ atMost: 0 }) })).toThrow('at least one phone')
    expect(rig.events).toHaveLength(length)
  })
})
