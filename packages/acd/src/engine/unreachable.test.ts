/** Agents whose phone cannot be rung. */
import { describe, expect, it } from 'vitest'
import { linear } from '../strategies/linear.js'
import { createRig, type Rig, sectionsOf } from '../testing/rig.js'

const rigOf = (): Rig => createRig(sectionsOf({ service: { strategy: linear, members: ['ana', 'ben'] } }))
const causes = (rig: Rig, agent: string): string[] =>
  rig
    .told('agent.changed')
    .filter((event) => event.agent === agent)
    .map(({ to, reason, because }) => `${to} ${reason ?? '-'} ${because}`)
    .slice(1)
const hourMs = 3_600_000

describe('P8 an agent whose phone cannot be rung', () => {
  it('P8 is not tried for ever: the next agent has the call at once, and nothing more is offered', () => {
    const rig = rigOf()
    rig.call('service')
    rig.reject('ana', 'unreachable')
    expect(rig.ringsAt(rig.told('queue.entered')[0]?.call as never)).toEqual(['ben'])
    rig.take('ben')
    rig.clock.advance(hourMs)
    rig.call('service')
    rig.take('ben')
    expect(rig.told('offer.made').map(({ agent }) => agent)).toEqual(['ana', 'ben', 'ben'])
    expect(causes(rig, 'ana')).toEqual(['ringing - offered', 'not-ready unreachable unreachable'])
  })

  it('P8 is ready again when the phone registers, and takes the call that waits', () => {
    const rig = rigOf()
    rig.acd.setState('ben', 'logged-out')
    const call = rig.call('service')
    rig.reject('ana', 'unreachable')
    expect(rig.ringsAt(call)).toEqual([])
    rig.clock.advance(hourMs)
    rig.acd.phoneRegistered(rig.agent('ana'))
    expect(rig.ringsAt(call)).toEqual(['ana'])
    expect(causes(rig, 'ana').slice(1)).toEqual([
      'not-ready unreachable unreachable',
      'ready - phone-registered',
      'ringing - offered',
    ])
  })

  it('P8 who is away for more than an hour says by hand when the day begins', () => {
    const rig = rigOf()
    rig.acd.phoneLost(rig.agent('ana'))
    rig.clock.advance(hourMs + 1)
    rig.acd.phoneRegistered(rig.agent('ana'))
    expect(rig.agent('ana').state).toBe('not-ready')
    rig.acd.setState('ana', 'ready')
    expect(rig.agent('ana').state).toBe('ready')
  })

  it('P8 a phone that is lost takes nobody out of a call or a break, and brings nobody back from one', () => {
    const rig = rigOf()
    rig.acd.setState('ben', 'not-ready', { reason: 'meal' })
    rig.call('service')
    rig.answer('ana')
    for (const name of ['ana', 'ben']) {
      rig.acd.phoneLost(rig.agent(name))
      rig.acd.phoneRegistered(rig.agent(name))
    }
    expect([rig.agent('ana').state, rig.agent('ben').reason]).toEqual(['talking', 'meal'])
    rig.release('ana')
    rig.acd.phoneLost(rig.agent('ana'))
    expect(causes(rig, 'ana').at(-1)).toBe('not-ready unreachable phone-lost')
    // A phone that dials is there.
    rig.acd.engage(rig.agent('ana'), rig.call('service'), 'dialed')
    rig.release('ana')
    expect(rig.agent('ana').state).not.toBe('not-ready')
  })

  it('P8 it is the same after a restart', () => {
    const rig = rigOf()
    rig.acd.phoneLost(rig.agent('ana'))
    rig.restart()
    rig.call('service')
    expect(rig.told('offer.made').map(({ agent }) => agent)).toEqual(['ben'])
    rig.acd.phoneRegistered(rig.agent('ana'))
    expect(rig.agent('ana').state).toBe('ready')
  })

  it('A5 a call to the phone that fails in another way is a short rest', () => {
    const rig = rigOf()
    rig.call('service')
    rig.reject('ana', 'failed')
    expect(rig.agent('ana')).toMatchObject({ state: 'not-ready', reason: 'after-busy' })
    rig.clock.advance(10_000)
    expect(rig.agent('ana').state).toBe('ready')
  })
})
