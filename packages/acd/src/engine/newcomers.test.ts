import { describe, expect, it } from 'vitest'
import { lastAgentFirst } from '../strategies/last-agent-first.js'
import { linear } from '../strategies/linear.js'
import { longestIdle } from '../strategies/longest-idle.js'
import { createRig, sectionsOf } from '../testing/rig.js'
import { snapshotFloor } from './snapshot.js'

describe('S3 an agent who comes to the floor while calls are up', () => {
  it('S3 serves a call that waits, once a member and ready', () => {
    const rig = createRig(sectionsOf({ service: { strategy: longestIdle, members: [], wants: { french: 3 } } }))
    const call = rig.call('service')
    rig.acd.addAgent('ana', { extension: '9001', skills: { french: 3 } })
    expect(rig.agent('ana').state).toBe('logged-out')
    rig.acd.changeMember('service', 'ana', { level: 2 })
    expect(rig.ringsAt(call)).toEqual([])
    rig.acd.setState('ana', 'ready')
    expect(rig.ringsAt(call)).toEqual(['ana'])
    expect(rig.told('agent.added')).toMatchObject([{ agent: 'ana' }])
  })

  it('S3 takes a place by name, so that ties go to the lower name as ever', () => {
    const sections = sectionsOf({ service: { strategy: longestIdle, members: ['bo', 'eve'] } })
    const rig = createRig(sections, { ready: [] })
    for (const [name, extension] of [
      ['dan', '9001'],
      ['ana', '9002'],
      ['zoe', '9003'],
    ] as const) {
      rig.acd.addAgent(name, { extension })
      rig.acd.changeMember('service', name, {})
    }
    // All at the same instant.
    for (const name of ['zoe', 'eve', 'dan', 'bo', 'ana']) rig.acd.setState(name, 'ready')
    const order = [1, 2, 3, 4, 5].flatMap(() => rig.ringsAt(rig.call('service')))
    expect(order).toEqual(['ana', 'bo', 'dan', 'eve', 'zoe'])
  })

  it('S3 moves nobody who stands ready in an index already', () => {
    const rig = createRig(sectionsOf({ service: { strategy: longestIdle, members: ['bo', 'eve'] } }), { ready: [] })
    rig.acd.setState('eve', 'ready')
    rig.acd.setState('bo', 'ready')
    rig.call('service')
    rig.acd.addAgent('ana', { extension: '9001' })
    rig.acd.addAgent('cy', { extension: '9002' })
    expect(rig.ringsAt(rig.call('service'))).toEqual(['eve'])
  })

  it('S3 is not taken for another agent by a call that is held for that one', () => {
    const strategy = lastAgentFirst(linear, { waitMs: 30_000 })
    const rig = createRig(sectionsOf({ service: { strategy, members: ['bo'] } }))
    rig.call('service')
    rig.answer('bo')
    const forBo = rig.call('service', { preferred: 'bo' })
    rig.acd.addAgent('ana', { extension: '9001' })
    rig.acd.changeMember('service', 'ana', {})
    rig.acd.setState('ana', 'ready')
    expect(rig.ringsAt(forBo)).toEqual([])
    rig.call('service')
    rig.answer('ana')
    const forAna = rig.call('service', { preferred: 'ana' })
    rig.release('bo')
    expect([rig.ringsAt(forBo), rig.ringsAt(forAna)]).toEqual([['bo'], []])
    rig.release('ana')
    expect(rig.ringsAt(forAna)).toEqual(['ana'])
  })

  it('S3 is there again after a restart', () => {
    const rig = createRig(sectionsOf({ service: { strategy: longestIdle, members: ['bo'] } }))
    rig.acd.addAgent('ana', { extension: '9001', limits: { callsInARow: 2 } })
    rig.acd.changeMember('service', 'ana', { penalty: 1 })
    rig.acd.setState('ana', 'ready')
    rig.call('service')
    const call = rig.call('service')
    const before = snapshotFloor(rig.acd.floor)
    rig.restart()
    expect(snapshotFloor(rig.acd.floor)).toBe(before)
    expect(rig.ringsAt(call)).toEqual(['ana'])
    expect([...rig.acd.floor.agents.values()].map(({ id, rank }) => [id, rank])).toEqual([
      ['bo', 1],
      ['ana', 0],
    ])
  })

  it('S3 is refused when the name or the phone is taken, or the entry is none', () => {
    const rig = createRig(
      sectionsOf({ service: { strategy: longestIdle, members: ['bo'] } }, { bo: { extension: '1' } }),
    )
    const { length } = rig.events
    expect(() => rig.acd.addAgent('bo', { extension: '2' })).toThrow(/agents\.bo: 'bo' is on the floor already/)
    expect(() => rig.acd.addAgent('ana', { extension: '1' })).toThrow(/bo is logged in at the extension 1/)
    expect(() => rig.acd.addAgent('ana', { extension: 'one' })).toThrow(/agents\.ana\.extension/)
    expect(rig.events).toHaveLength(length)
  })
})
