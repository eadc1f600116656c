/** A center that is Erlang A agrees with it; one that is not says why. */
import { longestIdle } from '@callweave/acd'
import { defineCallCenter } from '@callweave/center'
import { describe, expect, test } from 'vitest'
import { constant, exponential, logNormal, replicationSeed } from '../random/index.js'
import { runReplication } from '../run/replication.js'
import { defineScenario } from '../scenario/define.js'
import { counts, poisson, rates } from '../scenario/sources.js'
import type { AgentBehaviour, CallerBehaviour, ScenarioInput, Source } from '../scenario/types.js'
import { compareWithErlangA, expectedByChance } from './against-erlang.js'
import type { TheoryRow } from './theory.js'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

interface Case {
  readonly agents?: number
  readonly hours?: number
  readonly replications?: number
  readonly warmUpMs?: number
  readonly channels?: number
  readonly source?: Source
  readonly callers?: Partial<CallerBehaviour>
  readonly everyone?: Partial<AgentBehaviour>
  readonly onDuty?: readonly number[]
}

const plainSource = poisson({ callsPerHour: 240 })

const compare = (of: Case): readonly TheoryRow[] => {
  const { agents = 12, hours = 6, replications = 12, warmUpMs = hourMs, channels = 500, source = plainSource } = of
  const names = Array.from({ length: agents }, (_, i) => `a${i + 10}`)
  const center = defineCallCenter({
    trunks: { main: { numbers: ['100'], channels } },
    agents: Object.fromEntries(names.map((name, i) => [name, { extension: String(100 + i) }])),
    queues: { service: { strategy: longestIdle, members: names, serviceLevel: { withinMs: 20_000 } } },
    flows: { day: { start: { step: 'queue', queue: 'service' } } },
    routes: [{ flow: 'day' }],
  })
  const input: ScenarioInput = {
    start: '2026-01-12T00:00',
    lengthMs: hours * hourMs + warmUpMs,
    warmUpMs,
    arrivals: [{ dialed: '100', source }],
    callers: { everyone: { patience: exponential({ meanMs: 2 * minuteMs }), ...of.callers } },
    agents: {
      everyone: { talk: exponential({ meanMs: 3 * minuteMs }), ...of.everyone },
      ...(of.onDuty === undefined ? {} : { onDuty: { intervalMs: 10 * minuteMs, counts: of.onDuty } }),
    },
  }
  const { scenario } = defineScenario(center, input as never)
  const results = Array.from({ length: replications }, (_, i) =>
    runReplication({ definition: center as never, scenario, seed: replicationSeed(11, i), conditions: true }),
  )
  return compareWithErlangA(results, scenario)
}

const figuresOf = (rows: readonly TheoryRow[]) => rows.flatMap((row) => row.figures)
const outside = (rows: readonly TheoryRow[]) => figuresOf(rows).filter(({ explainedBy }) => explainedBy.length > 0)
const causesOf = (rows: readonly TheoryRow[]) => new Set(figuresOf(rows).flatMap(({ explainedBy }) => explainedBy))

describe('a center that is an M/M/n+M queue', () => {
  test.each([
    ['light', 240, 18],
    ['critical', 240, 12],
    ['overloaded', 360, 12],
  ])('%s: all intervals agree within three standard errors, apart from chance', (_, callsPerHour, agents) => {
    const rows = compare({ source: poisson({ callsPerHour }), agents, hours: 8 })
    expect(rows.length).toBe(16)
    const far = outside(rows)
    const compared = figuresOf(rows).length
    // The three figures of an interval deviate together: chance comes in threes.
    expect(far.length).toBeLessThanOrEqual(Math.ceil(expectedByChance(compared, 12)) + 3)
    for (const { explainedBy } of far) expect(explainedBy).not.toContain('unexplained')
    const mean = figuresOf(rows).reduce((sum, { z, name }) => sum + (name === 'asa' ? (z ?? 0) : 0), 0) / rows.length
    expect(Math.abs(mean)).toBeLessThan(1)
  })

  test('the inputs of the formula are what was simulated', () => {
    const [row] = compare({ hours: 1 })
    expect(row).toMatchObject({
      queue: 'service',
      model: 'erlang-a',
      agents: 12,
      patienceMs: 120_000,
      targetMs: 20_000,
    })
    expect(row?.offered).toBeGreaterThan(110)
    expect(row?.offered).toBeLessThan(130)
    expect(row?.offeredErlangs).toBeCloseTo(((row?.offered ?? 0) / (30 * minuteMs)) * (row?.ahtMs ?? 0), 6)
  })

  test('one replication has values and no errors; nothing is marked', () => {
    const rows = compare({ replications: 1, hours: 1 })
    for (const figure of figuresOf(rows))
      expect(figure).toMatchObject({ standardError: null, z: null, explainedBy: [], theory: expect.any(Number) })
  })

  test('nobody who ever hangs up: Erlang C', () => {
    const rows = compare({ agents: 16, callers: { patience: constant({ ms: 100 * hourMs }) } })
    expect(causesOf(rows).has('unexplained')).toBe(false)
    const patient = compare({ agents: 16, hours: 2, callers: { patience: undefined } as never })
    expect(patient[0]).toMatchObject({ model: 'erlang-c', patienceMs: null })
    const hopeless = compare({ agents: 8, hours: 1, callers: { patience: undefined } as never })
    expect(hopeless[0]?.figures.map(({ theory, z }) => [theory, z])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ])
  })
})

describe('what the formula takes for granted, one by one', () => {
  const cases: readonly (readonly [string, Case])[] = [
    ['ringing', { everyone: { answer: exponential({ meanMs: 8_000 }) } }],
    ['talk-not-exponential', { everyone: { talk: logNormal({ meanMs: 3 * minuteMs, sdMs: 12 * minuteMs }) } }],
    ['patience-not-exponential', { callers: { patience: constant({ ms: 2 * minuteMs }) } }],
    ['redials', { callers: { redial: { ratio: 0.95, after: constant({ ms: 5_000 }), most: 20 } } }],
    ['missed-offers', { everyone: { missRatio: 0.3 } }],
    ['trunk-full', { channels: 14 }],
    ['arrivals-not-poisson', { source: counts({ intervalMs: 5 * minuteMs, counts: new Array<number>(84).fill(20) }) }],
    ['changing-load', { source: rates({ intervalMs: 30 * minuteMs, callsPerHour: [120, 320] }) }],
    ['agents-changed', { agents: 14, onDuty: Array.from({ length: 42 }, (_, i) => (i % 3 === 0 ? 6 : 14)) }],
    ['changing-load', { warmUpMs: 0, hours: 1, agents: 30, source: poisson({ callsPerHour: 600 }) }],
  ]
  test.each(cases)('%s', (cause, of) => {
    const rows = compare({ replications: 20, ...of })
    expect([...causesOf(rows)]).toContain(cause)
    expect([...causesOf(rows)]).not.toContain('unexplained')
  })

  test('carry-over: a flood before the interval', () => {
    const flood = rates({ intervalMs: 30 * minuteMs, callsPerHour: [200, 200, 200, 700, 200, 200, 200, 200] })
    const rows = compare({ source: flood, hours: 3, callers: { patience: exponential({ meanMs: 10 * minuteMs }) } })
    const after = rows.find(({ causes }) => causes.some(({ cause }) => cause === 'carry-over'))
    const terms = after?.causes.find(({ cause }) => cause === 'carry-over')?.terms ?? {}
    expect(terms.waiting).toBeGreaterThan((terms.expected ?? 0) + 5)
  })
})

test('skills and other queues: agents who serve two queues, and calls that only some of them can take', () => {
  const skilled = { skills: { french: 5 } }
  const center = defineCallCenter({
    trunks: { main: { numbers: ['100', '200'], channels: 500 } },
    skills: ['french'],
    agents: {
      ana: { extension: '1', ...skilled },
      bo: { extension: '2' },
      chen: { extension: '3' },
      dee: { extension: '4', ...skilled },
      eli: { extension: '5' },
    },
    queues: {
      sales: { strategy: longestIdle, members: ['ana', 'bo', 'chen'] },
      service: { strategy: longestIdle, members: ['bo', 'chen', 'dee', 'eli'] },
    },
    flows: {
      sales: { start: { step: 'queue', queue: 'sales', wants: { french: 3 } } },
      service: { start: { step: 'queue', queue: 'service' } },
    },
    routes: [
      { number: '100', flow: 'sales' },
      { number: '200', flow: 'service' },
    ],
  })
  const { scenario } = defineScenario(center, {
    start: '2026-01-12T00:00',
    lengthMs: 5 * hourMs,
    warmUpMs: hourMs,
    arrivals: [
      { dialed: '100', source: poisson({ callsPerHour: 15 }) },
      { dialed: '200', source: poisson({ callsPerHour: 50 }) },
    ],
    callers: { everyone: { patience: exponential({ meanMs: 2 * minuteMs }) } },
    agents: { everyone: { talk: exponential({ meanMs: 3 * minuteMs }) } },
  })
  const rows = compareWithErlangA(
    Array.from({ length: 20 }, (_, i) =>
      runReplication({ definition: center as never, scenario, seed: replicationSeed(3, i), conditions: true }),
    ),
    scenario,
  )
  const of = (queue: string) => causesOf(rows.filter((row) => row.queue === queue))
  expect([...of('sales')]).toEqual(expect.arrayContaining(['skills', 'other-queues']))
  expect(of('service').has('skills')).toBe(false)
  const skills = rows.flatMap(({ causes }) => causes.filter(({ cause }) => cause === 'skills'))
  expect(skills[0]?.terms).toEqual({ able: 1, members: 3 })
})

test('by chance: Student at nine degrees of freedom, and the normal law far out', () => {
  expect(expectedByChance(1000, 10)).toBeCloseTo(14.96, 1)
  expect(expectedByChance(1000, 100_000)).toBeCloseTo(2.7, 1)
})
