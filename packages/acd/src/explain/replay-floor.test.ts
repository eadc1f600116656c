import { type CallEvent, callId, type OfferId } from '@callweave/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { snapshotFloor } from '../engine/snapshot.js'
import { lastAgentFirst } from '../strategies/last-agent-first.js'
import { longestIdle } from '../strategies/longest-idle.js'
import { ringAll } from '../strategies/ring-all.js'
import { createDriver, drawFrom, kindsOfStep } from '../testing/driver.js'
import { randomSections } from '../testing/random-sections.js'
import { createRig, type Rig, sectionsOf, testRandom } from '../testing/rig.js'
import { explainAgent } from './explain-agent.js'
import { type CallExplanation, explainCall } from './explain-call.js'
import { replayFloor } from './replay-floor.js'
import { precedenceOver, type WaitState, waitStateOf } from './wait-state.js'

const steps = fc.array(fc.tuple(fc.nat(kindsOfStep - 1), fc.nat(1000), fc.nat(10_000)), { maxLength: 30, size: 'max' })

/** An instant that a strategy asked for before is an appointment of the engine, and in no log. */
const known = (explained: CallExplanation | null) => ({
  ...explained,
  next: explained?.next.filter(({ what }) => what !== 'strategy'),
})

describe('A2 explain from the log alone', () => {
  it('A2 whatever happens: a replay up to an offer says of it what the live floor said, and ends where that ended', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), steps, (seed, day) => {
        const said: unknown[] = []
        const driver = createDriver(seed, {
          onOffer: ({ call }, _, __, nowMs) => void said.push(known(explainCall(driver.rig.acd.floor, call, nowMs))),
        })
        for (const step of day) driver.step(step)
        const { floor, take } = replayFloor(randomSections(drawFrom(testRandom(seed))))
        const again: unknown[] = []
        for (const event of driver.rig.events) {
          if (event.type === 'offer.made') again.push(known(explainCall(floor, event.call, event.atMs)))
          take(event)
        }
        expect(again).toEqual(said)
        expect(snapshotFloor(floor)).toBe(snapshotFloor(driver.rig.acd.floor))
        const nowMs = driver.rig.clock.nowMs()
        for (const name of floor.agents.keys()) {
          expect(explainAgent(floor, name, nowMs)).toEqual(explainAgent(driver.rig.acd.floor, name, nowMs))
        }
        for (const { call } of floor.entries.values()) {
          expect(known(explainCall(floor, call, nowMs))).toEqual(known(explainCall(driver.rig.acd.floor, call, nowMs)))
        }
      }),
    )
  })

  it('A2 when the strategy wishes to be asked again is known without the appointment', () => {
    const rig = createRig(sectionsOf({ service: { strategy: ringAll({ addEveryMs: 4000 }), members: ['ana', 'bo'] } }))
    const call = rig.call('service')
    const nowMs = rig.clock.nowMs()
    const { floor, take } = replayFloor(
      sectionsOf({ service: { strategy: ringAll({ addEveryMs: 4000 }), members: ['ana', 'bo'] } }),
    )
    for (const event of rig.events) take(event)
    expect(explainCall(floor, call, nowMs)?.next).toEqual([{ what: 'strategy', atMs: nowMs + 4000 }])
    expect(explainCall(rig.acd.floor, call, nowMs)).toEqual(explainCall(floor, call, nowMs))
  })

  it('A2 a hole in the log is refused', () => {
    const rig = createRig(sectionsOf({ service: { strategy: longestIdle, members: ['ana', 'bo'] } }))
    const { take } = replayFloor(sectionsOf({ service: { strategy: longestIdle, members: ['ana', 'bo'] } }))
    expect(() => take(rig.events[1] as CallEvent)).toThrow('event 2 does not follow 0')
  })
})

describe('A2 what a wait is made of', () => {
  const skilled = { skills: { zh: 3 } }
  const causeOf = (rig: Rig, call: number): string => {
    const { cause, able, loggedIn } = waitStateOf(rig.acd.floor, callId(call)) as WaitState
    return `${cause} ${loggedIn}/${able}`
  }

  it('A2 busy, away, logged out, lacking the skill, ringing', () => {
    const rig = createRig(
      sectionsOf({ service: { strategy: longestIdle, members: ['ana', 'bo', 'chen'] } }, { ana: skilled, bo: skilled }),
      { ready: ['ana', 'bo', 'chen'] },
    )
    for (const name of ['ana', 'bo']) {
      rig.call('service', { wants: { zh: 3 } })
      rig.answer(name)
    }
    const call = rig.call('service', { wants: { zh: 3 } })
    expect(causeOf(rig, call)).toBe('all-busy 2/2')
    expect(causeOf(rig, rig.call('service', { wants: { zh: 4 } }))).toBe('nobody-able 0/0')
    rig.acd.setState('ana', 'not-ready', { reason: 'meal' })
    rig.release('ana')
    expect(causeOf(rig, call)).toBe('all-busy 2/2')
    rig.acd.setState('bo', 'logged-out')
    rig.release('bo')
    expect(causeOf(rig, call)).toBe('all-away 1/2')
    rig.acd.setState('ana', 'logged-out')
    expect(causeOf(rig, call)).toBe('nobody-in 0/2')
    rig.acd.setState('ana', 'ready')
    expect(causeOf(rig, call)).toBe('ringing 1/2')
    expect(waitStateOf(rig.acd.floor, callId(99))).toBeNull()
  })

  it('A2 held for the one who served the caller last', () => {
    const held = lastAgentFirst(longestIdle, { waitMs: 60_000 })
    const rig = createRig(sectionsOf({ service: { strategy: held, members: ['ana', 'bo'] } }))
    rig.call('service')
    rig.answer('ana')
    const call = rig.call('service', { preferred: 'ana' })
    expect(causeOf(rig, call)).toBe('held 1/1')
  })

  it('A2 what puts another call first: longer waiting, priority, a queue of a lower level; none for whom cannot take it', () => {
    const rig = createRig(
      sectionsOf({
        service: { strategy: longestIdle, members: [{ agent: 'ana', level: 2 }, 'bo'] },
        gold: { strategy: longestIdle, members: ['bo'], priority: 2 },
        own: { strategy: longestIdle, members: ['ana'] },
        other: { strategy: longestIdle, members: ['chen'] },
      }),
    )
    for (const queue of ['own', 'gold', 'other']) rig.call(queue)
    for (const name of ['ana', 'bo', 'chen']) rig.answer(name)
    rig.call('service')
    rig.clock.advance(1000)
    const call = rig.call('service')
    const over = (name: string) => {
      rig.release(name)
      const offer = rig.agent(name).offer?.id as OfferId
      return precedenceOver(rig.acd.floor, call, offer, rig.clock.nowMs())
    }
    expect(over('bo')).toBe('earlier')
    rig.answer('bo')
    rig.call('gold')
    expect(over('bo')).toBe('priority')
    rig.call('own')
    expect(over('ana')).toBe('level')
    rig.call('other')
    expect(over('chen')).toBeNull()
  })
})
