/** The defining order of each strategy, said once more in its own words, over days of all kinds. */
import fc from 'fast-check'
import { describe, expect, it, type TestContext } from 'vitest'
import { fed } from '../../../../scripts/inputs.mjs'
import type { Entry } from '../engine/entry.js'
import type { Member } from '../engine/member.js'
import type { StrategyRef } from '../strategy/define.js'
import { strategyNames } from '../strategy/registry.js'
import { createDriver, kindsOfStep } from '../testing/driver.js'
import { createRig, sectionsOf } from '../testing/rig.js'
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

interface Moment {
  readonly entry: Entry
  readonly chosen: Member
  /** The others who were ready for the call, of the same level and penalty. */
  readonly others: readonly Member[]
  readonly nowMs: number
}

const day = fc.array(fc.tuple(fc.nat(kindsOfStep - 1), fc.nat(1000), fc.nat(10_000)), { maxLength: 40, size: 'max' })

/** There are fifteen of them: a fifth of the runs for each costs three times those of one property. */
const numRuns = Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 5)

/** The test that checks every offer of many days. */
const always =
  (strategy: StrategyRef, holds: (moment: Moment) => boolean) =>
  ({ task }: TestContext) =>
    fc.assert(
      fc.property(fc.nat(1_000_000), day, (seed, steps) => {
        const driver = createDriver(seed, {
          strategy,
          onOffer: (entry, chosen, pool, nowMs) => {
            const others = pool.filter((m) => m !== chosen && m.level === chosen.level && m.penalty === chosen.penalty)
            expect(holds({ entry, chosen, others, nowMs })).toBe(true)
          },
        })
        for (const step of steps) driver.step(step)
        fed(task, driver.inputs)
      }),
      { numRuns },
    )

const ability = ({ wants }: Entry, { agent }: Member): number =>
  wants.length === 0 ? 0 : Math.min(...wants.map(([skill]) => agent.skills.get(skill) ?? 0))

/** First by `a`, then by `b`, then by the id. */
const isFirst = (moment: Moment, a: (member: Member) => number, b: (member: Member) => number = () => 0): boolean =>
  moment.others.every((other) => {
    const { chosen } = moment
    if (a(chosen) !== a(other)) return a(chosen) < a(other)
    if (b(chosen) !== b(other)) return b(chosen) < b(other)
    return chosen.agent.id < other.agent.id
  })

const idle = ({ agent }: Member): number => agent.idleSinceMs

const rules: { readonly [strategy: string]: readonly [StrategyRef, string, (moment: Moment) => boolean] } = {
  'longest-idle': [longestIdle, 'nobody has been idle longer', (m) => isFirst(m, idle)],
  linear: [linear, 'nobody stands before in the list', (m) => isFirst(m, ({ position }) => position)],
  'round-robin': [
    roundRobin,
    'nobody stands between the member offered last and the one chosen',
    (m) => isFirst(m, ({ position, queue }) => (position < queue.cyclePosition ? position + 1000 : position)),
  ],
  random: [random, 'anybody of the best rank', ({ chosen }) => chosen.agent.state === 'ready'],
  'fewest-calls': [
    fewestCalls,
    'nobody has answered fewer',
    (m) => isFirst(m, ({ agent }) => agent.callsHandled, idle),
  ],
  'least-talk-time': [leastTalkTime, 'nobody has talked less', (m) => isFirst(m, ({ agent }) => agent.talkMs, idle)],
  'priority-by-ability': [
    priorityByAbility,
    'nobody is abler',
    (m) =>
      isFirst(
        m,
        (member) => -ability(m.entry, member),
        ({ position }) => position,
      ),
  ],
  'best-skilled': [
    bestSkilled,
    'nobody has a higher level',
    (m) => isFirst(m, (member) => -ability(m.entry, member), idle),
  ],
  'least-skilled': [
    leastSkilled,
    'nobody has a lower level',
    (m) => isFirst(m, (member) => ability(m.entry, member), idle),
  ],
  weighted: [
    weighted,
    'nobody has had fewer calls for the weight',
    (m) => isFirst(m, ({ share, weight }) => share / weight, idle),
  ],
  'ring-all': [
    ringAll({ atMost: 3 }),
    'at most three phones ring, the longest idle first',
    (m) => m.entry.offers.length < 3 && isFirst(m, idle),
  ],
  'last-agent-first': [
    lastAgentFirst(linear),
    'the last agent, or that one is not ready or has refused',
    ({ entry, chosen, others }) =>
      chosen.agent === entry.preferred ||
      others.every(({ agent }) => agent !== entry.preferred || entry.refusedBy?.includes(agent)),
  ],
  'owner-first': [
    ownerFirst(longestIdle, { waitMs: 5000 }),
    'the owner alone for five seconds, when at work',
    ({ entry, chosen, nowMs }) =>
      chosen.agent === entry.preferred ||
      entry.preferred === null ||
      nowMs - entry.virtualStartMs >= 5000 ||
      entry.stage > 0,
  ],
  'expanding-rings': [
    expandingRings(bestSkilled, { rings: [{ afterMs: 5000, skillLevel: 1 }] }),
    'levels as wanted, and any level above nothing after five seconds',
    ({ entry, chosen, nowMs }) =>
      entry.wants.every(([skill, level]) => {
        const has = chosen.agent.skills.get(skill) ?? 0
        return has >= (nowMs - entry.virtualStartMs < 5000 ? level : 1)
      }),
  ],
}

describe('A1 defining orders', () => {
  for (const [name, [strategy, saying, holds]] of Object.entries(rules)) {
    it(`A1 ${name}: ${saying}`, always(strategy, holds))
  }

  it('A1 percent-allocation: every share stays within one call while all are ready', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }), (weights) => {
        const members = weights.map((weight, i) => ({ agent: `agent-${i}`, weight }))
        const rig = createRig(sectionsOf({ service: { strategy: percentAllocation, members } }))
        const whole = weights.reduce((sum, weight) => sum + weight, 0)
        for (let calls = 1; calls <= 60; calls += 1) {
          rig.take(rig.ringsAt(rig.call('service'))[0] as string)
          for (const { answered, weight } of rig.acd.floor.queues.get('service')?.members ?? []) {
            expect(Math.abs(answered - (calls * weight) / whole)).toBeLessThan(1)
          }
        }
      }),
      { numRuns },
    )
  })

  it('A1 every strategy of the package is said here', () => {
    expect([...Object.keys(rules), 'percent-allocation'].sort()).toEqual([...strategyNames()].sort())
  })
})
