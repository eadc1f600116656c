/** What users of other switches complain of, each as a test. */
import { callId } from '@callweave/core'
import { describe, expect, it } from 'vitest'
import type { QueueDefinition } from '../definition/queues.js'
import { fewestCalls } from '../strategies/fewest-calls.js'
import { longestIdle } from '../strategies/longest-idle.js'
import { ringAll } from '../strategies/ring-all.js'
import { createRig, type Rig, sectionsOf } from '../testing/rig.js'

const rigOf = (members: readonly string[], more: Partial<QueueDefinition> = {}, agents = {}): Rig =>
  createRig(sectionsOf({ service: { strategy: longestIdle, members, ...more } }, agents))

describe('A5 A6 complaints', () => {
  it('A6 complaint: a caller listed as answered hours later', () => {
    const rig = rigOf(['ana'])
    rig.call('service')
    const call = rig.call('service')
    rig.clock.advance(10_000)
    rig.acd.leave(call, 'abandoned')
    rig.clock.advance(4 * 3_600_000)
    expect(rig.told('queue.left')).toMatchObject([{ call, because: 'abandoned', waitMs: 10_000 }])
    expect(rig.acd.floor.entries.get(call)).toBeUndefined()
    expect(rig.told('offer.accepted')).toEqual([])
  })

  it('A5 complaint: an agent rung after the caller hung up', () => {
    const rig = rigOf(['ana', 'bo'])
    const call = rig.call('service')
    const { offer } = rig.agent('ana')
    rig.acd.leave(call, 'abandoned')
    expect(rig.desk.ringing.size).toBe(0)
    expect(rig.agent('ana').state).toBe('ready')
    expect(rig.acd.answered(offer?.id as never)).toBe(false)
    expect(rig.agent('ana').state).toBe('ready')
  })

  it('A5 complaint: agents stuck reserved after ring-all', () => {
    const rig = rigOf(['ana', 'bo', 'chen'], { strategy: ringAll() })
    const first = rig.call('service')
    const second = rig.call('service')
    rig.answer('bo')
    expect(rig.ringsAt(first)).toEqual([])
    expect(rig.ringsAt(second)).toEqual(['ana', 'chen'])
    rig.acd.leave(second, 'abandoned')
    expect(['ana', 'chen'].map((name) => rig.agent(name).state)).toEqual(['ready', 'ready'])
  })

  it("A3 complaint: one unavailable agent, or a call that nobody can serve, blocking the queue's head", () => {
    const rig = rigOf(['ana', 'bo'], {}, { ana: { skills: { french: 5 } } })
    rig.acd.setState('ana', 'not-ready', { reason: 'meal' })
    const french = rig.call('service', { wants: { french: 1 }, priority: 9 })
    const other = rig.call('service')
    expect(rig.ringsAt(french)).toEqual([])
    expect(rig.ringsAt(other)).toEqual(['bo'])
  })

  it('A4 complaint: a missing hang-up locking an agent in a call for ever', () => {
    const rig = rigOf(['ana'])
    rig.call('service')
    rig.answer('ana')
    rig.release('ana')
    rig.release('ana')
    expect(rig.agent('ana').state).toBe('ready')
    expect(rig.agent('ana').call).toBeNull()
  })

  it('A5 complaint: wrap-up released early, or only when another agent frees', () => {
    const rig = rigOf(['ana', 'bo'], { wrapUpMs: 30_000 })
    rig.call('service')
    rig.call('service')
    rig.answer('ana')
    rig.answer('bo')
    rig.release('ana')
    rig.clock.advance(10_000)
    rig.release('bo')
    rig.clock.advance(19_999)
    expect(rig.agent('ana').state).toBe('wrap-up')
    rig.clock.advance(1)
    expect(rig.agent('ana').state).toBe('ready')
    expect(rig.agent('bo').state).toBe('wrap-up')
    rig.clock.advance(10_000)
    expect(rig.agent('bo').state).toBe('ready')
  })

  it('A1 complaint: double counting under concurrency skewing fewest-calls', () => {
    const queue = { strategy: fewestCalls, members: ['ana', 'bo'] }
    const rig = createRig(sectionsOf({ first: queue, second: { ...queue, strategy: ringAll() } }))
    rig.call('first')
    rig.call('second')
    rig.miss('bo')
    rig.take('bo')
    rig.take('ana')
    expect([rig.agent('ana').callsHandled, rig.agent('bo').callsHandled]).toEqual([1, 1])
    rig.call('second')
    rig.take('bo')
    expect(rig.ringsAt(rig.call('first'))).toEqual(['ana'])
  })

  it('A4 complaint: a failed offer turning an agent on a break available', () => {
    const rig = rigOf(['ana', 'bo'])
    const call = rig.call('service')
    const { offer } = rig.agent('ana')
    rig.acd.setState('ana', 'not-ready', { reason: 'meal' })
    expect(rig.ringsAt(call)).toEqual(['bo'])
    expect(rig.acd.missed(offer?.id as never)).toBe(false)
    expect(rig.acd.rejected(offer?.id as never, 'busy')).toBe(false)
    rig.clock.advance(3_600_000)
    expect(rig.agent('ana')).toMatchObject({ state: 'not-ready', reason: 'meal' })
  })

  it('A5 complaint: a call re-offered in a loop to one who rejects', () => {
    const rig = rigOf(['ana', 'bo'])
    rig.call('service')
    rig.answer('ana')
    const call = rig.call('service')
    rig.reject('bo')
    expect(rig.ringsAt(call)).toEqual([])
    rig.clock.advance(4999)
    expect(rig.told('offer.made')).toHaveLength(2)
    rig.clock.advance(1)
    expect(rig.ringsAt(call)).toEqual(['bo'])
    rig.reject('bo')
    rig.release('ana')
    expect(rig.ringsAt(call)).toEqual(['ana'])
  })

  it('A6 complaint: the 8th caller answered before the 1st', () => {
    const rig = rigOf(['ana'])
    rig.call('service')
    rig.answer('ana')
    const calls = Array.from({ length: 8 }, () => rig.call('service'))
    const order: number[] = []
    for (let i = 0; i < 8; i += 1) {
      rig.release('ana')
      order.push(rig.agent('ana').offer?.entry.call ?? 0)
      rig.miss('ana')
      expect(rig.agent('ana').offer?.entry.call).toBe(order.at(-1))
      rig.answer('ana')
    }
    expect(order).toEqual(calls)
  })

  it('A3 complaint: priority ignored across queues', () => {
    const queue = { strategy: longestIdle, members: ['ana'] }
    const rig = createRig(sectionsOf({ plain: queue, gold: { ...queue, priority: 5 } }))
    rig.call('plain')
    rig.answer('ana')
    rig.call('plain')
    rig.clock.advance(60_000)
    const gold = rig.call('gold')
    rig.release('ana')
    expect(rig.ringsAt(gold)).toEqual(['ana'])
  })

  it('A3 complaint: a priority change not re-ordering at once', () => {
    const rig = rigOf(['ana'])
    rig.call('service')
    rig.answer('ana')
    rig.call('service')
    const later = rig.call('service')
    rig.acd.reprioritize(later, 3, 'vip')
    rig.release('ana')
    expect(rig.ringsAt(later)).toEqual(['ana'])
  })

  it('A6 complaint: the announced position going up', () => {
    const rig = rigOf(['ana'], { announce: { everyMs: 10_000, position: true } })
    rig.call('service')
    rig.answer('ana')
    rig.call('service')
    const call = rig.call('service')
    rig.clock.advance(10_000)
    rig.call('service', { priority: 5 })
    rig.call('service', { priority: 5 })
    rig.clock.advance(10_000)
    const told = rig.told('queue.announced').filter((event) => event.call === call)
    expect(told.map(({ position }) => position)).toEqual([2, 2])
  })

  it('A5 complaint: missed and rejected looking alike', () => {
    const rig = rigOf(['ana', 'bo'])
    rig.call('service')
    rig.miss('ana')
    rig.reject('bo')
    expect(rig.told('offer.missed')).toMatchObject([{ agent: 'ana', misses: 1 }])
    expect(rig.told('offer.rejected')).toMatchObject([{ agent: 'bo', because: 'rejected' }])
    expect(rig.agent('bo')).toMatchObject({ state: 'not-ready', reason: 'after-reject', misses: 0 })
  })

  it('A4 complaint: the reason of a pause lost', () => {
    const rig = rigOf(['ana'])
    rig.call('service')
    rig.answer('ana')
    rig.acd.setState('ana', 'not-ready', { reason: 'training' })
    rig.release('ana')
    expect(rig.agent('ana')).toMatchObject({ state: 'not-ready', reason: 'training' })
    expect(rig.told('agent.changed').at(-1)).toMatchObject({ to: 'not-ready', because: 'asked', reason: 'training' })
  })

  it('A5 complaint: the agent not knowing how long the caller waited', () => {
    const rig = rigOf(['ana'])
    rig.call('service')
    rig.answer('ana')
    const call = rig.call('service')
    rig.clock.advance(42_000)
    rig.release('ana')
    rig.answer('ana')
    expect(rig.desk.connected.get(call)).toEqual({ agent: 'ana', waitMs: 42_000 })
  })

  it('A5 a call that is missed by all begins anew with the first, each in turn', () => {
    const rig = rigOf(['ana', 'bo'], { missesToNotReady: 0 })
    rig.call('service')
    for (const name of ['ana', 'bo', 'ana', 'bo', 'ana']) rig.miss(name)
    expect(rig.told('offer.made').map(({ agent }) => agent)).toEqual(['ana', 'bo', 'ana', 'bo', 'ana', 'bo'])
  })

  it('A5 numbers of what never was are refused without a trace', () => {
    const rig = rigOf(['ana'])
    const { length } = rig.events
    expect(rig.acd.leave(callId(99), 'abandoned')).toBe(false)
    expect(rig.acd.answered(99 as never)).toBe(false)
    expect(rig.events).toHaveLength(length)
  })
})
