/**
 * One routing decision: from a call that comes, or an agent who becomes ready, to the offer with all its events.
 *
 * The floor: agents with 3 skills each, each in 10 of 100 queues; calls that want 3 skills, at one of three levels. One
 * half of the agents is ready and one half busy, and as many calls wait as there are agents, for skills that only the
 * busy half has: so a call that comes chooses among many ready agents, and an agent who becomes ready among many calls.
 */
import {
  bestSkilled,
  expandingRings,
  fewestCalls,
  lastAgentFirst,
  leastSkilled,
  leastTalkTime,
  linear,
  longestIdle,
  ownerFirst,
  percentAllocation,
  priorityByAbility,
  random,
  ringAll,
  roundRobin,
  type StrategyRef,
  weighted,
} from '@callweave/acd'
import { type Case, type Sample, type Size, scaled } from './case.js'
import { createRoutingFloor, type RoutingFloorOptions } from './routing-floor.js'

/** Every strategy with a declared order. Ring-all rings three: each phone that rings is a decision. */
const strategies: { readonly [name: string]: StrategyRef } = {
  'longest-idle': longestIdle,
  linear,
  'round-robin': roundRobin,
  random,
  'fewest-calls': fewestCalls,
  'least-talk-time': leastTalkTime,
  'priority-by-ability': priorityByAbility,
  'best-skilled': bestSkilled,
  'least-skilled': leastSkilled,
  weighted,
  'percent-allocation': percentAllocation,
  'ring-all-3': ringAll({ atMost: 3 }),
  'last-agent-first': lastAgentFirst(longestIdle),
  'owner-first': ownerFirst(longestIdle),
  'expanding-rings': expandingRings(bestSkilled, { rings: [{ afterMs: 60_000, skillLevel: 3 }] }),
}

/** The published size is the middle one; the others show how a decision grows: half a power of ten apart. */
export const routingSizes = [100, 320, 1_000, 3_200, 10_000] as const

const decisions = 20_000

const measure = (strategy: string, agents: number, decide: Decisions): readonly Sample[] => {
  const { callComes, agentReady } = decide()
  const row = (what: string, { times, steps }: Costs): readonly Sample[] => [
    ...[0.5, 0.99].map((share) => ({
      case: `${strategy}/${agents}-agents/${what}/p${share * 100}`,
      unit: 'us' as const,
      value: (times[Math.min(times.length - 1, Math.floor(times.length * share))] as number) * 1000,
    })),
    { case: `${strategy}/${agents}-agents/${what}/steps`, unit: 'steps/decision', value: steps },
  ]
  return [...row('call-comes', callComes), ...row('agent-ready', agentReady)]
}

/** Sorted times of so many decisions, in ms, and how many steps each took on average. */
interface Costs {
  readonly times: Float64Array
  readonly steps: number
}
type Decisions = () => { readonly callComes: Costs; readonly agentReady: Costs }

const decisionsOf = (options: RoutingFloorOptions, size: Size): Decisions => {
  const floor = createRoutingFloor(options)
  const count = scaled(decisions, size, 20)
  return () => {
    const callComes = new Float64Array(count)
    const agentReady = new Float64Array(count)
    const steps = { callComes: 0, agentReady: 0 }
    for (let i = 0; i < count; i += 1) {
      const coming = floor.callComes()
      callComes[i] = coming.tookMs
      steps.callComes += coming.steps
      const ready = floor.agentReady()
      agentReady[i] = ready.tookMs
      steps.agentReady += ready.steps
    }
    return {
      callComes: { times: callComes.sort(), steps: steps.callComes / count },
      agentReady: { times: agentReady.sort(), steps: steps.agentReady / count },
    }
  }
}

const routingCase = (name: string, options: Omit<RoutingFloorOptions, 'agents'>): Case => ({
  name,
  prepare: (size) => {
    const sizes = routingSizes
      .map((agents) => (size.scale < 0.05 ? agents / 10 : agents))
      .map((agents) => ({ agents, decide: decisionsOf({ ...options, agents }, size) }))
    return { run: () => sizes.flatMap(({ agents, decide }) => measure(name, agents, decide)) }
  },
})

export const routingCases: readonly Case[] = [
  ...Object.entries(strategies).map(([name, strategy]) => routingCase(name, { strategy, kinds: 'few' })),
  routingCase('longest-idle-216-wants', { strategy: longestIdle, kinds: 'many' }),
  // Beside the line of round-robin: the same steps on floors of the same size, in which the same 500 agents take part.
  routingCase('round-robin-same-500', { strategy: roundRobin, kinds: 'few', takePart: 500 }),
]
