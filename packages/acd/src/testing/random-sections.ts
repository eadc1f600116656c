/** Small centers drawn at random, with every rule that a queue can have. */
import type { MemberDefinition, QueueDefinition } from '../definition/queues.js'
import type { AcdSections } from '../definition/sections.js'
import { bestSkilled } from '../strategies/best-skilled.js'
import { expandingRings } from '../strategies/expanding-rings.js'
import { fewestCalls } from '../strategies/fewest-calls.js'
import { lastAgentFirst } from '../strategies/last-agent-first.js'
import { leastSkilled } from '../strategies/least-skilled.js'
import { leastTalkTime } from '../strategies/least-talk-time.js'
import { linear } from '../strategies/linear.js'
import { longestIdle } from '../strategies/longest-idle.js'
import { ownerFirst } from '../strategies/owner-first.js'
import { percentAllocation } from '../strategies/percent-allocation.js'
import { priorityByAbility } from '../strategies/priority-by-ability.js'
import { random } from '../strategies/random.js'
import { ringAll } from '../strategies/ring-all.js'
import { roundRobin } from '../strategies/round-robin.js'
import { weighted } from '../strategies/weighted.js'
import type { StrategyRef } from '../strategy/define.js'

/** Uniform in 0..below-1. */
export type Draw = (below: number) => number

const ones: readonly StrategyRef[] = [
  longestIdle,
  linear,
  roundRobin,
  random,
  fewestCalls,
  leastTalkTime,
  priorityByAbility,
  bestSkilled,
  leastSkilled,
  weighted,
  percentAllocation,
  ringAll(),
  ringAll({ atMost: 2 }),
  ringAll({ addEveryMs: 3000 }),
]

const pick = <T>(draw: Draw, from: readonly T[]): T => from[draw(from.length)] as T
const maybe = <T>(draw: Draw, oneIn: number, make: () => T): T | undefined => (draw(oneIn) === 0 ? make() : undefined)

export const skillNames = ['tax', 'french'] as const

export const randomStrategy = (draw: Draw): StrategyRef => {
  const inner = pick(draw, ones)
  const rings = {
    rings: [
      { afterMs: 5000, skillLevel: 2 },
      { afterMs: 12_000, skillLevel: 0 },
    ],
  }
  switch (draw(8)) {
    case 0:
      return lastAgentFirst(inner)
    case 1:
      return lastAgentFirst(inner, { waitMs: 6000 })
    case 2:
      return expandingRings(inner, rings)
    case 3:
      return ownerFirst(expandingRings(inner, rings), { waitMs: 4000 })
    default:
      return inner
  }
}

export const randomRules = (draw: Draw, queues: readonly string[]): Omit<QueueDefinition, 'members'> => {
  const given = {
    strategy: randomStrategy(draw),
    wants: maybe(draw, 3, () => ({ [pick(draw, skillNames)]: 1 + draw(3) })),
    priority: maybe(draw, 4, () => draw(4)),
    priorityPerMinute: maybe(draw, 4, () => draw(3)),
    wrapUpMs: pick(draw, [undefined, 0, 2000, 'until-ready'] as const),
    missesToNotReady: pick(draw, [undefined, 0, 1, 2]),
    afterMissMs: pick(draw, [undefined, undefined, 3000]),
    afterRejectMs: pick(draw, [undefined, 2000]),
    mostWaiting: maybe(draw, 6, () => draw(5)),
    maxWaitMs: maybe(draw, 5, () => 5000 + draw(20_000)),
    refuseWhen: maybe(draw, 8, () => ['logged-out', 'not-ready'] as const),
    leaveWhen: maybe(draw, 6, () =>
      pick(draw, [['logged-out'], ['logged-out', 'not-ready', 'busy', 'penalty']] as const),
    ),
    overflow: maybe(draw, 5, () => [
      { to: pick(draw, queues), afterMs: 4000 + draw(10_000) },
      { to: pick(draw, queues), whenWaiting: 1 + draw(4) },
      { to: pick(draw, queues), whenEstimatedWaitMs: 1 + draw(60_000) },
    ]),
    tiers: maybe(draw, 3, () => ({ waitMs: 2000 + draw(4000), multiply: draw(2) === 0, skipEmpty: draw(3) > 0 })),
    penalties: maybe(draw, 3, () => [
      { afterMs: 0, mostPenalty: draw(2) },
      { afterMs: 3000 + draw(9000), mostPenalty: 2, leastPenalty: draw(2) },
    ]),
    announce: maybe(draw, 3, () => ({ everyMs: 3000, position: true, estimatedWait: true, neverRising: draw(3) > 0 })),
    resumeWithinMs: maybe(draw, 2, () => 20_000),
    callback: maybe(draw, 2, () => ({ attempts: 1 + draw(3), retryAfterMs: 4000, expiresAfterMs: 60_000 })),
  }
  return withoutUndefined(given) as Omit<QueueDefinition, 'members'>
}

const withoutUndefined = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** `strategy`: of all queues, instead of one drawn for each. */
export const randomSections = (draw: Draw, strategy?: StrategyRef): AcdSections => {
  const names = Array.from({ length: 1 + draw(draw(8) === 0 ? 16 : 5) }, (_, i) => `agent-${i}`)
  const queues = Array.from({ length: 1 + draw(3) }, (_, i) => `queue-${i}`)
  const agents = names.map((name, i) => {
    const skills = Object.fromEntries(skillNames.filter(() => draw(3) > 0).map((skill) => [skill, 1 + draw(4)]))
    const limits = maybe(draw, 6, () => ({ callsInARow: 1 + draw(2), breakMs: 3000 }))
    return [name, { extension: `${8000 + i}`, skills, ...(limits === undefined ? {} : { limits }) }] as const
  })
  return {
    skills: skillNames,
    agents: Object.fromEntries(agents),
    queues: Object.fromEntries(
      queues.map((queue) => {
        const rules = { ...randomRules(draw, queues), members: members(draw, names) }
        return [queue, strategy === undefined ? rules : { ...rules, strategy }]
      }),
    ),
  }
}

const members = (draw: Draw, names: readonly string[]): readonly MemberDefinition[] =>
  names.filter(() => draw(4) > 0).map((agent) => ({ agent, level: 1 + draw(2), penalty: draw(3), weight: 1 + draw(4) }))
