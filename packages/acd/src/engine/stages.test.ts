import { describe, expect, it } from 'vitest'
import { longestIdle } from '../strategies/longest-idle.js'
import { strategyFor } from '../strategy/registry.js'
import { createRig, type Rig, sectionsOf } from '../testing/rig.js'
import { stageAt, stagesOf } from './stages.js'

const strategy = strategyFor(longestIdle)
const staffed = [1, 2, 3].map((level) => ({ level, staffed: true }))
const plain = { strategy: longestIdle, members: [] }
const windows = (rig: Rig, call: ReturnType<Rig['call']>) => rig.ringsAt(call)

describe('A3 stages', () => {
  it('A3 tiers: each level waits for those below it', () => {
    const stages = stagesOf({ ...plain, tiers: { waitMs: 10_000 } }, strategy, staffed)
    expect(stages.map(({ afterMs, mostLevel }) => [afterMs, mostLevel])).toEqual([
      [0, 1],
      [10_000, 2],
      [20_000, 3],
    ])
  })

  it('A3 tiers: not multiplied, all levels open together', () => {
    const stages = stagesOf({ ...plain, tiers: { waitMs: 10_000, multiply: false } }, strategy, staffed)
    expect(stages.map(({ afterMs, mostLevel }) => [afterMs, mostLevel])).toEqual([
      [0, 1],
      [10_000, 3],
    ])
  })

  it('A3 tiers: a level in which nobody is logged in is not waited for, unless the rule says so', () => {
    const empty = staffed.map(({ level }) => ({ level, staffed: level > 1 }))
    const opens = (tiers: { waitMs: number; skipEmpty?: boolean }) =>
      stagesOf({ ...plain, tiers }, strategy, empty).map(({ afterMs, mostLevel }) => [afterMs, mostLevel])
    expect(opens({ waitMs: 5000 })).toEqual([
      [0, 2],
      [5000, 3],
    ])
    expect(opens({ waitMs: 5000, skipEmpty: false })).toEqual([
      [0, 1],
      [5000, 2],
      [10_000, 3],
    ])
  })

  it('A3 penalties: the rule that began last holds, whatever order they are written in', () => {
    const penalties = [
      { afterMs: 30_000, mostPenalty: 9, leastPenalty: 2 },
      { afterMs: 0, mostPenalty: 1 },
      { afterMs: 10_000, mostPenalty: 5 },
    ]
    const stages = stagesOf({ ...plain, penalties }, strategy, [])
    expect(stages.map(({ leastPenalty, mostPenalty }) => [leastPenalty, mostPenalty])).toEqual([
      [0, 1],
      [0, 5],
      [2, 9],
    ])
    expect([0, 9999, 10_000, 29_999, 30_000].map((waitedMs) => stageAt(stages, waitedMs, false))).toEqual([
      0, 0, 1, 1, 2,
    ])
  })

  const members = [
    { agent: 'ana', level: 1 },
    { agent: 'bo', level: 2 },
  ]

  it('A3 tiers: the second level is rung when the first has had its time', () => {
    const rig = createRig(sectionsOf({ service: { strategy: longestIdle, members, tiers: { waitMs: 10_000 } } }))
    rig.call('service')
    const second = rig.call('service')
    expect(windows(rig, second)).toEqual([])
    rig.clock.advance(9999)
    expect(windows(rig, second)).toEqual([])
    rig.clock.advance(1)
    expect(windows(rig, second)).toEqual(['bo'])
  })

  it('A3 tiers: when the last of the first level logs out, the second is rung at once', () => {
    const rig = createRig(sectionsOf({ service: { strategy: longestIdle, members, tiers: { waitMs: 10_000 } } }))
    rig.call('service')
    rig.answer('ana')
    const second = rig.call('service')
    expect(windows(rig, second)).toEqual([])
    rig.acd.setState('ana', 'logged-out')
    rig.release('ana')
    expect(windows(rig, second)).toEqual(['bo'])
  })

  it('A3 levels without tiers: a lower level first, among equals the lower penalty', () => {
    const all = [
      { agent: 'ana', level: 2, penalty: 0 },
      { agent: 'bo', level: 1, penalty: 5 },
      { agent: 'chen', level: 1, penalty: 2 },
    ]
    const rig = createRig(sectionsOf({ service: { strategy: longestIdle, members: all } }))
    expect([1, 2, 3].flatMap(() => windows(rig, rig.call('service')))).toEqual(['chen', 'bo', 'ana'])
  })

  it('A3 a call that took up an old place stands in the stage that its wait has reached', () => {
    const penalties = [
      { afterMs: 0, mostPenalty: 0 },
      { afterMs: 20_000, mostPenalty: 3 },
    ]
    const helpers = [{ agent: 'ana', penalty: 3 }]
    const rig = createRig(sectionsOf({ service: { strategy: longestIdle, members: helpers, penalties } }))
    expect(windows(rig, rig.call('service'))).toEqual([])
    expect(windows(rig, rig.call('service', { virtualStartMs: rig.clock.nowMs() - 20_000 }))).toEqual(['ana'])
  })
})
