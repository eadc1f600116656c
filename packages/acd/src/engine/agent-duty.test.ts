import { agentStates, mayMove } from '@callweave/core'
import { describe, expect, it } from 'vitest'
import type { QueueDefinition } from '../definition/queues.js'
import { longestIdle } from '../strategies/longest-idle.js'
import { createRig, type Rig, sectionsOf } from '../testing/rig.js'

const rigOf = (members: readonly string[], more: Partial<QueueDefinition> = {}, agents = {}): Rig =>
  createRig(sectionsOf({ service: { strategy: longestIdle, members, ...more } }, agents))

/** A call for Ana that lasts so long. */
const talk = (rig: Rig, talkMs: number): void => {
  rig.call('service')
  rig.answer('ana')
  rig.clock.advance(talkMs)
  rig.release('ana')
}

describe('A4 agent states', () => {
  it('A4 each change is told with its cause, and none is one that the table forbids', () => {
    const rig = rigOf(['ana'], { wrapUpMs: 5000 })
    talk(rig, 60_000)
    rig.clock.advance(5000)
    rig.acd.setState('ana', 'not-ready', { reason: 'meal' })
    rig.acd.setState('ana', 'logged-out')
    const changes = rig.told('agent.changed')
    expect(changes.map(({ to, because }) => `${to}: ${because}`)).toEqual([
      'ready: shift',
      'ringing: offered',
      'talking: answered',
      'wrap-up: call-ended',
      'ready: wrapped-up',
      'not-ready: asked',
      'logged-out: asked',
    ])
    for (const { from, to } of changes) expect(mayMove(agentStates, from, to)).toBe(true)
  })

  it('A4 hold and back; talk time counts both', () => {
    const rig = rigOf(['ana'])
    rig.call('service')
    rig.answer('ana')
    const ana = rig.agent('ana')
    rig.clock.advance(1000)
    rig.acd.hold(ana, true)
    rig.acd.hold(ana, true)
    rig.clock.advance(2000)
    rig.acd.hold(ana, false)
    rig.clock.advance(3000)
    rig.release('ana')
    rig.acd.hold(ana, true)
    expect(ana).toMatchObject({ state: 'ready', talkMs: 6000, callsHandled: 1 })
  })

  it('A4 ready during a call changes nothing', () => {
    const rig = rigOf(['ana'])
    rig.call('service')
    rig.answer('ana')
    rig.acd.setState('ana', 'ready')
    expect(rig.agent('ana').state).toBe('talking')
    expect(rig.ringsAt(rig.call('service'))).toEqual([])
  })

  it('A4 what is asked for in a call is taken up when it and its wrap-up end, and can be taken back', () => {
    const rig = rigOf(['ana'], { wrapUpMs: 5000 })
    rig.call('service')
    rig.answer('ana')
    rig.acd.setState('ana', 'not-ready', { reason: 'meal' })
    rig.release('ana')
    expect(rig.agent('ana').state).toBe('wrap-up')
    rig.clock.advance(5000)
    expect(rig.agent('ana')).toMatchObject({ state: 'not-ready', reason: 'meal' })
    rig.acd.setState('ana', 'ready')
    rig.call('service')
    rig.answer('ana')
    rig.acd.setState('ana', 'logged-out')
    rig.acd.setState('ana', 'ready')
    rig.release('ana')
    rig.clock.advance(5000)
    expect(rig.agent('ana').state).toBe('ready')
  })

  it('A4 ready in the wrap-up ends it, whatever was asked for before', () => {
    const rig = rigOf(['ana'], { wrapUpMs: 'until-ready' })
    rig.call('service')
    rig.answer('ana')
    rig.acd.setState('ana', 'not-ready', { reason: 'meal' })
    rig.release('ana')
    rig.clock.advance(3_600_000)
    expect(rig.agent('ana').state).toBe('wrap-up')
    rig.acd.setState('ana', 'ready')
    expect(rig.agent('ana').state).toBe('ready')
  })

  it('A4 an agent who leaves while the phone rings loses the offer, not the caller', () => {
    const rig = rigOf(['ana', 'bo'])
    const call = rig.call('service')
    rig.acd.setState('ana', 'logged-out')
    expect(rig.told('offer.withdrawn')).toMatchObject([{ agent: 'ana', because: 'agent-left' }])
    expect(rig.ringsAt(call)).toEqual(['bo'])
  })

  it('A4 a move that cannot be is refused with a sentence', () => {
    const rig = createRig(sectionsOf({ service: { strategy: longestIdle, members: ['ana'] } }), { ready: [] })
    expect(() => rig.acd.setState('anna', 'ready')).toThrow(TypeError)
    rig.acd.setState('ana', 'logged-out')
    expect(rig.events).toEqual([])
  })
})

describe('A5 offers that fail', () => {
  it('A5 no answer: the next best agent, and after so many misses in a row not ready', () => {
    const rig = rigOf(['ana', 'bo'], { missesToNotReady: 2 })
    const call = rig.call('service')
    rig.miss('ana')
    expect(rig.ringsAt(call)).toEqual(['bo'])
    rig.call('service')
    rig.miss('ana')
    expect(rig.agent('ana')).toMatchObject({ state: 'not-ready', reason: 'misses' })
    rig.clock.advance(3_600_000)
    expect(rig.agent('ana').state).toBe('not-ready')
  })

  it('A5 an answered call forgives the misses before', () => {
    const rig = rigOf(['ana'], { missesToNotReady: 2 })
    rig.call('service')
    rig.miss('ana')
    rig.take('ana')
    rig.call('service')
    rig.miss('ana')
    expect(rig.agent('ana').state).toBe('ringing')
  })

  it('A5 rests after a miss, a rejection and a busy phone end by themselves', () => {
    const rig = rigOf(['ana'], { afterMissMs: 1000, afterRejectMs: 2000, afterBusyMs: 3000 })
    rig.call('service')
    const restedAfter = (fail: () => void): number => {
      const atMs = rig.clock.nowMs()
      fail()
      rig.clock.advance(10_000)
      return (rig.told('agent.changed').findLast(({ because }) => because === 'rested')?.atMs ?? 0) - atMs
    }
    expect(restedAfter(() => rig.miss('ana'))).toBe(1000)
    expect(restedAfter(() => rig.reject('ana'))).toBe(2000)
    expect(restedAfter(() => rig.reject('ana', 'busy'))).toBe(3000)
  })

  it('A5 an agent who missed a call takes a better one first', () => {
    const rig = rigOf(['ana'])
    const missed = rig.call('service')
    const vip = rig.call('service', { priority: 5 })
    rig.miss('ana')
    expect(rig.ringsAt(vip)).toEqual(['ana'])
    expect(rig.ringsAt(missed)).toEqual([])
  })
})

describe('A10 fairness', () => {
  it('A10 a break after so many calls in a row', () => {
    const rig = rigOf(['ana'], {}, { ana: { limits: { callsInARow: 2, breakMs: 30_000 } } })
    talk(rig, 1000)
    expect(rig.agent('ana').state).toBe('ready')
    talk(rig, 1000)
    expect(rig.agent('ana')).toMatchObject({ state: 'not-ready', reason: 'micro-break' })
    rig.clock.advance(30_000)
    expect(rig.agent('ana').state).toBe('ready')
    talk(rig, 1000)
    expect(rig.agent('ana').state).toBe('ready')
  })

  it('A10 a break when the share of time in calls passes the limit, the call that ends now included', () => {
    const limits = { occupancyRatio: 0.5, windowMs: 600_000, breakMs: 60_000 }
    const rig = rigOf(['ana'], {}, { ana: { limits } })
    rig.clock.advance(300_000)
    talk(rig, 290_000)
    expect(rig.agent('ana').state).toBe('ready')
    talk(rig, 60_000)
    expect(rig.agent('ana')).toMatchObject({ state: 'not-ready', reason: 'micro-break' })
  })

  it('A10 too short a shift says nothing yet', () => {
    const rig = rigOf(['ana'], {}, { ana: { limits: { occupancyRatio: 0.5, windowMs: 600_000 } } })
    talk(rig, 100_000)
    expect(rig.agent('ana').state).toBe('ready')
  })
})
