/** The centers and scenarios that the simulation is measured with. */
import { bestSkilled, lastAgentFirst, longestIdle, roundRobin, type StrategyRef } from '@callweave/acd'
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import { defineScenario, exponential, poisson, type ScenarioDefinition } from '@callweave/sim'

const minuteMs = 60_000
/** Long enough for any number of calls; a run ends by their number. */
const tenYearsMs = 3_650 * 24 * 60 * minuteMs

const numbered = (count: number, name: string): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name}-${String(i + 1).padStart(3, '0')}`)

const manyAgents = numbered(330, 'agent')

/** Plain data, so that it can stand in a file. */
export const manyAgentsOneQueueData = {
  name: 'm-m-330',
  trunks: { main: { numbers: ['100'], channels: 2_000 } },
  agents: Object.fromEntries(manyAgents.map((id, i) => [id, { extension: `${1_000 + i}` }])),
  queues: {
    service: { strategy: longestIdle, members: manyAgents, serviceLevel: { withinMs: 20_000, goalRatio: 0.8 } },
  },
  flows: { day: { start: { step: 'queue', queue: 'service' } } },
  routes: [{ flow: 'day' }],
}

/** 100 calls a minute, 180 s, 330 agents, one queue: M/M/330 at 300 erlangs. */
export const manyAgentsOneQueue = (lengthMs = tenYearsMs): ScenarioDefinition => {
  const center: CenterDefinition = checkDefinition(manyAgentsOneQueueData)
  return defineScenario(center, {
    start: '2026-01-05T00:00',
    lengthMs,
    arrivals: [{ dialed: '100', source: poisson({ callsPerHour: 6_000 }) }],
    agents: { everyone: { talk: exponential({ meanMs: 180_000 }) } },
  })
}

const strategies: readonly StrategyRef[] = [longestIdle, bestSkilled, roundRobin, lastAgentFirst(longestIdle)]
const skills = numbered(10, 'skill')

/** 20 queues of 48 members, 240 agents of 3 skills in 4 queues each, 94 % busy; callers give up and call again. */
export const twentyQueues = (): ScenarioDefinition => {
  const queues = numbered(20, 'queue')
  const agents = numbered(240, 'agent')
  const queuesOf = (agent: number): readonly number[] => [0, 1, 2, 10].map((step) => (agent + step) % queues.length)
  const skillsOf = (agent: number): readonly [string, number][] =>
    [...new Set(queuesOf(agent).map((queue) => queue % skills.length))].map((skill, i) => [
      skills[skill] as string,
      3 + ((agent + i) % 7),
    ])
  const center: CenterDefinition = checkDefinition({
    name: 'twenty-queues',
    skills,
    trunks: { main: { numbers: queues.map((_, i) => `${200 + i}`), channels: 2_000 } },
    agents: Object.fromEntries(
      agents.map((id, i) => [id, { extension: `${1_000 + i}`, skills: Object.fromEntries(skillsOf(i)) }]),
    ),
    queues: Object.fromEntries(
      queues.map((id, i) => [
        id,
        {
          strategy: strategies[i % strategies.length],
          members: agents.filter((_, agent) => queuesOf(agent).includes(i)),
          wants: { [skills[i % skills.length] as string]: 3 + (i % 3) },
          wrapUpMs: 20_000,
          serviceLevel: { withinMs: 20_000, goalRatio: 0.8 },
        },
      ]),
    ),
    flows: Object.fromEntries(queues.map((id) => [id, { start: { step: 'queue', queue: id } }])),
    routes: queues.map((id, i) => ({ number: `${200 + i}`, flow: id, priority: i % 3 })),
  })
  return defineScenario(center, {
    start: '2026-01-05T00:00',
    lengthMs: tenYearsMs,
    arrivals: queues.map((_, i) => ({
      dialed: `${200 + i}`,
      callers: 'public',
      source: poisson({ callsPerHour: 240 }),
    })),
    callers: {
      public: {
        patience: exponential({ meanMs: 2 * minuteMs }),
        redial: { ratio: 0.4, after: exponential({ meanMs: 5 * minuteMs }), most: 3 },
      },
    },
    agents: {
      everyone: {
        answer: exponential({ meanMs: 2_000 }),
        talk: exponential({ meanMs: 150_000 }),
        wrapUp: exponential({ meanMs: 20_000 }),
      },
    },
  })
}
