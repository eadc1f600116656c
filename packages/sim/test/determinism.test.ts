import type { CallEvent, EventOf } from '@callweave/core'
import {
  type CheckedScenario,
  createWorld,
  defineScenario,
  exponential,
  poisson,
  type ScenarioInput,
} from '@callweave/sim'
import { loadCenter, runReplications } from '@callweave/sim/node'
import { expect, test } from 'vitest'

const centerFile = new URL('../../cli/templates/customer-service/center.ts', import.meta.url).pathname
const center = await loadCenter(centerFile)

const input: ScenarioInput = {
  start: '2026-01-12T10:00',
  lengthMs: 3_600_000,
  arrivals: [
    { dialed: '4008001234', callers: 'public', source: poisson({ callsPerHour: 300 }) },
    { dialed: '4008001235', callers: 'public', source: poisson({ callsPerHour: 40 }) },
  ],
  callers: {
    public: {
      patience: exponential({ meanMs: 60_000 }),
      keys: { main: { '0': 0.6, '1': 0.1, '3': 0.2, '8': 0.1 }, survey: { '1': 0.5 } },
      digits: { order: ['123456#'] },
      population: 200,
    },
  },
  agents: {
    everyone: {
      answer: exponential({ meanMs: 3_000 }),
      missRatio: 0.05,
      rejectRatio: 0.02,
      talk: exponential({ meanMs: 150_000 }),
      wrapUp: exponential({ meanMs: 20_000 }),
    },
  },
}

const scenarioOf = (more: Partial<ScenarioInput> = {}): CheckedScenario =>
  defineScenario(center, { ...input, ...more } as never).scenario

const eventsOf = (scenario: CheckedScenario, seed: number): readonly CallEvent[] => {
  const world = createWorld({ definition: center, scenario, seed })
  const events: CallEvent[] = []
  world.log.tapAll((event) => void events.push(event))
  world.run()
  return events
}

const linesOf = (events: readonly CallEvent[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('')

test('T2 the same seed gives the same log, byte for byte; another seed another', () => {
  const scenario = scenarioOf()
  const log = linesOf(eventsOf(scenario, 7))
  expect(log.length).toBeGreaterThan(500_000)
  expect(linesOf(eventsOf(scenario, 7)) === log).toBe(true)
  expect(linesOf(eventsOf(scenario, 8)) === log).toBe(false)
})

test('T2 replications give the same in this thread alone and with workers beside it', async () => {
  const scenario = scenarioOf()
  const run = (workers: number) =>
    runReplications({ definition: center, centerFile, scenario, seed: 21, replications: 6, workers })
  const [alone, together] = [await run(0), await run(2)]
  expect([alone.workers, together.workers]).toEqual([0, 2])
  expect(together.results).toEqual(structuredClone(alone.results))
  expect(alone.results.every(({ events }) => events > 5_000)).toBe(true)
})

test('T2 what a worker fails with is told, and no worker is left behind', async () => {
  const gone = { definition: center, centerFile: 'gone.ts', scenario: scenarioOf(), seed: 1, replications: 50 }
  await expect(runReplications({ ...gone, workers: 1 })).rejects.toThrow('gone.ts')
})

const arrivals = (events: readonly CallEvent[]): readonly string[] =>
  events
    .filter((event): event is EventOf<'leg.arrived'> => event.type === 'leg.arrived')
    .map(({ atMs, caller, dialed }) => `${atMs} ${caller} ${dialed}`)

/** Talk times of calls that were answered, by call. */
const talks = (events: readonly CallEvent[]): ReadonlyMap<number, number> => {
  const began = new Map<number, number>()
  const took = new Map<number, number>()
  for (const event of events) {
    if (event.type === 'legs.bridged') began.set(event.call, event.atMs)
    else if (event.type === 'leg.ended' && began.has(event.call) && !took.has(event.call)) {
      took.set(event.call, event.atMs - (began.get(event.call) as number))
    }
  }
  return took
}

test('T2 streams of chance have names: what is changed about one leaves the others as they were', () => {
  const base = eventsOf(scenarioOf(), 7)
  const change = (people: Partial<ScenarioInput>): readonly CallEvent[] => eventsOf(scenarioOf(people), 7)
  const { public: callers } = input.callers as { readonly public: NonNullable<ScenarioInput['callers']>[string] }
  const hasty = change({ callers: { public: { ...callers, patience: exponential({ meanMs: 5_000 }) } } })
  const quiet = change({ callers: { public: { ...callers, keys: {} } } })
  const { everyone } = input.agents as {
    readonly everyone: NonNullable<NonNullable<ScenarioInput['agents']>['everyone']>
  }
  const slow = change({ agents: { everyone: { ...everyone, talk: exponential({ meanMs: 300_000 }) } } })
  for (const other of [hasty, quiet, slow]) {
    expect(arrivals(other)).toEqual(arrivals(base))
    expect(linesOf(other)).not.toBe(linesOf(base))
  }
  // The first conversations, before the queue feels the difference: the same draw, twice as long.
  const [before, after] = [talks(base), talks(slow)]
  const [first] = [...before.keys()]
  const ratio = (after.get(first as number) as number) / (before.get(first as number) as number)
  expect(ratio).toBeCloseTo(2, 3)
})

test('T2 one source of calls more leaves the callers of the others where they were', () => {
  const more = { dialed: '4008001235', callers: 'public', source: poisson({ callsPerHour: 10 }) }
  const base = eventsOf(scenarioOf(), 7)
  const both = eventsOf(scenarioOf({ arrivals: [...input.arrivals, more] }), 7)
  const instants = (events: readonly CallEvent[]): ReadonlySet<string> =>
    new Set(
      arrivals(events).map((line) =>
        line
          .split(' ')
          .filter((_, i) => i !== 1)
          .join(' '),
      ),
    )
  const [few, many] = [instants(base), instants(both)]
  expect([...few].filter((line) => !many.has(line))).toEqual([])
  expect(many.size).toBeGreaterThan(few.size)
})
