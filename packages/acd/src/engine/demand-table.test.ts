import { describe, expect, it } from 'vitest'
import { lastAgentFirst } from '../strategies/last-agent-first.js'
import { longestIdle } from '../strategies/longest-idle.js'
import { createRig, sectionsOf } from '../testing/rig.js'
import type { Queue } from './queue.js'

const held = lastAgentFirst(longestIdle, { waitMs: 60_000 })

describe('A2 demands', () => {
  it('A2 what was made for calls held for one agent goes with the last of them, and when the rules change', () => {
    const rig = createRig(sectionsOf({ service: { strategy: held, members: ['ana', 'bo', 'chen'] } }))
    const queue = rig.acd.floor.queues.get('service') as Queue
    for (const name of ['ana', 'bo', 'chen']) rig.answer(rig.ringsAt(rig.call('service'))[0] ?? name)
    const calls = ['ana', 'bo', 'bo'].map((preferred) => rig.call('service', { preferred }))
    const { plain } = queue
    expect([...plain.held.values()].map(({ live, gone }) => [live, gone])).toEqual([
      [1, false],
      [2, false],
    ])
    for (const call of calls.slice(0, 2)) rig.acd.leave(call, 'abandoned')
    expect([...plain.held.values()].map(({ live }) => live)).toEqual([1])
    rig.acd.changeRules('service', { priority: 1 })
    expect(plain.held.size).toBe(0)
    expect([...queue.plain.held.values()].map(({ live, gone }) => [live, gone])).toEqual([[1, false]])
  })
})
