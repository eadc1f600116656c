import { describe, expect, it } from 'vitest'
import type { QueueDefinition } from '../definition/queues.js'
import { lastAgentFirst } from '../strategies/last-agent-first.js'
import { longestIdle } from '../strategies/longest-idle.js'
import { defineStrategy, offer, wait } from '../strategy/define.js'
import { createRig, type Rig, sectionsOf } from '../testing/rig.js'

const rigOf = (
  members: readonly string[],
  more: Partial<QueueDefinition> = {},
  other: Partial<QueueDefinition> = {},
): Rig =>
  createRig(
    sectionsOf({
      service: { strategy: longestIdle, members, ...more },
      other: { strategy: longestIdle, members: [], ...other },
    }),
  )

describe('A6 waiting', () => {
  it('A6 announcements: first after one span, then again and again, prompts in turn', () => {
    const announce = { everyMs: 20_000, firstAfterMs: 5000, position: true, prompts: ['sorry', 'web'] }
    const rig = rigOf([], { announce })
    rig.call('service')
    rig.clock.advance(45_000)
    expect(rig.desk.announced.map(({ told }) => [told.position, told.prompt])).toEqual([
      [1, 'sorry'],
      [1, 'web'],
      [1, 'sorry'],
    ])
    expect(rig.told('queue.announced').map(({ atMs }) => atMs - 1_000_000)).toEqual([5000, 25_000, 45_000])
  })

  it('A6 announcements that fell due while a phone rang are told once, not all at once', () => {
    const rig = rigOf(['ana'], { announce: { everyMs: 5000, position: true }, missesToNotReady: 1 })
    rig.call('service')
    rig.clock.advance(23_000)
    rig.miss('ana')
    rig.clock.advance(4999)
    expect(rig.desk.announced).toHaveLength(1)
    rig.clock.advance(1)
    expect(rig.desk.announced).toHaveLength(2)
  })

  it('A6 estimated wait: position times handle time over the agents at work', () => {
    const rig = rigOf(['ana', 'bo'], { announce: { everyMs: 10_000, estimatedWait: true } })
    rig.call('service')
    rig.answer('ana')
    rig.clock.advance(60_000)
    rig.release('ana')
    for (let i = 0; i < 4; i += 1) rig.call('service')
    rig.clock.advance(10_000)
    expect(rig.desk.announced.map(({ told }) => told.estimatedWaitMs)).toEqual([30_000, 60_000])
  })

  it('A6 longest wait: the call goes back to its flow; a phone that rings then rings out first', () => {
    const rig = rigOf(['ana', 'bo'], { maxWaitMs: 30_000 })
    const call = rig.call('service')
    rig.clock.advance(31_000)
    expect(rig.ringsAt(call)).toEqual(['ana'])
    rig.miss('ana')
    expect(rig.desk.givenBack).toEqual([{ call, outcome: { outcome: 'max-wait' } }])
    expect(rig.told('offer.made')).toHaveLength(1)
  })

  it('A6 queue full, and overflow by number, by estimated wait and by time', () => {
    const full = rigOf([], { mostWaiting: 1 })
    full.call('service')
    const second = full.call('service')
    expect(full.desk.givenBack).toEqual([{ call: second, outcome: { outcome: 'full' } }])
    expect(full.told('queue.refused')).toMatchObject([{ call: second, because: 'full' }])

    const crowded = rigOf([], { overflow: [{ to: 'other', whenWaiting: 1 }] })
    crowded.call('service')
    const third = crowded.call('service')
    expect(crowded.desk.givenBack).toEqual([{ call: third, outcome: { outcome: 'overflowed', to: 'other' } }])

    const slow = rigOf([], { overflow: [{ to: 'other', afterMs: 20_000 }] })
    const fourth = slow.call('service')
    slow.clock.advance(20_000)
    expect(slow.desk.givenBack).toEqual([{ call: fourth, outcome: { outcome: 'overflowed', to: 'other' } }])
    expect(slow.told('queue.left')).toMatchObject([{ because: 'overflowed', waitMs: 20_000 }])
  })

  it('A6 two queues that overflow into each other do not send a call round for ever', () => {
    const rig = rigOf(
      [],
      { overflow: [{ to: 'other', whenWaiting: 0 }] },
      { overflow: [{ to: 'service', whenWaiting: 0 }] },
    )
    rig.desk.onGivenBack = (call, outcome) => {
      if (outcome.outcome === 'overflowed') rig.acd.enter(call, outcome.to)
    }
    const call = rig.call('service')
    expect(rig.acd.floor.entries.get(call)?.queue.id).toBe('other')
  })

  it('A6 all agents gone: new calls are refused, waiting ones given back', () => {
    const rig = rigOf(['ana'], { refuseWhen: ['logged-out', 'not-ready'], leaveWhen: ['logged-out'] })
    rig.call('service')
    rig.answer('ana')
    const waiting = rig.call('service')
    rig.acd.setState('ana', 'not-ready', { reason: 'meal' })
    rig.release('ana')
    expect(rig.desk.givenBack).toEqual([])
    const refused = rig.call('service')
    expect(rig.desk.givenBack).toEqual([{ call: refused, outcome: { outcome: 'nobody' } }])
    rig.acd.setState('ana', 'logged-out')
    expect(rig.desk.givenBack.at(-1)).toEqual({ call: waiting, outcome: { outcome: 'nobody' } })
  })

  it('A6 a call that comes when the rule to leave holds already leaves at once', () => {
    const rig = createRig(
      sectionsOf({ service: { strategy: longestIdle, members: ['ana'], leaveWhen: ['logged-out'] } }),
      { ready: [] },
    )
    const call = rig.call('service')
    expect(rig.desk.givenBack).toEqual([{ call, outcome: { outcome: 'nobody' } }])
  })

  it('A3 priority that grows with waiting', () => {
    const rig = rigOf(['ana'], { priorityPerMinute: 1 })
    rig.call('service')
    rig.answer('ana')
    const old = rig.call('service')
    rig.clock.advance(120_000)
    const low = rig.call('service', { priority: 1 })
    const high = rig.call('service', { priority: 3 })
    const order = [1, 2, 3].map(() => {
      rig.release('ana')
      const call = rig.agent('ana').offer?.entry.call
      rig.answer('ana')
      return call
    })
    expect(order).toEqual([high, old, low])
  })

  it('A1 a call held for an agent who misses it is let go at once', () => {
    const rig = rigOf(['ana', 'bo'], { strategy: lastAgentFirst(longestIdle, { waitMs: 60_000 }) })
    const call = rig.call('service', { preferred: 'bo' })
    expect(rig.ringsAt(call)).toEqual(['bo'])
    rig.miss('bo')
    expect(rig.ringsAt(call)).toEqual(['ana'])
  })

  it('A1 a call is not held for an agent who could not take it', () => {
    const rig = createRig(
      sectionsOf(
        {
          service: {
            strategy: lastAgentFirst(longestIdle, { waitMs: 60_000 }),
            members: ['ana', 'bo'],
            wants: { french: 1 },
          },
        },
        { ana: { skills: { french: 5 } }, stranger: {} },
      ),
    )
    expect(rig.ringsAt(rig.call('service', { preferred: 'bo' }))).toEqual(['ana'])
    rig.take('ana')
    expect(rig.ringsAt(rig.call('service', { preferred: 'stranger' }))).toEqual(['ana'])
  })

  it('A2 a strategy that waits is asked again when it said, never in the same instant for ever', () => {
    const patient = defineStrategy('patient', {
      version: 1,
      order: 'none',
      decide: ({ ready, waitedMs, nowMs }) => {
        const [first] = [...ready()]
        if (first === undefined) return wait('nobody-ready')
        return waitedMs < 3000 ? wait('patience', nowMs) : offer(first.agent.id, 'enough')
      },
    })
    const rig = rigOf(['ana'], { strategy: patient })
    const call = rig.call('service')
    rig.clock.advance(2999)
    expect(rig.ringsAt(call)).toEqual([])
    rig.clock.advance(1)
    expect(rig.ringsAt(call)).toEqual(['ana'])
  })

  it('A2 a strategy that offers to somebody it was not shown is told so', () => {
    const wrong = defineStrategy('wrong', { version: 1, order: 'none', decide: () => offer('bo', 'friend') })
    const rig = rigOf(['ana'], { strategy: wrong }, { members: ['bo'] })
    expect(() => rig.call('service')).toThrow("the strategy 'wrong' offered a call to 'bo', who may not be rung for it")
  })
})
