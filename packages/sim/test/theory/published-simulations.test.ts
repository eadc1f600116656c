/** Scenarios that another simulator has published, run here: each figure within three standard errors of both together. */
import { readFileSync } from 'node:fs'
import { longestIdle } from '@callweave/acd'
import { occupancy, totalAgentTime } from '@callweave/cdr'
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import type { Listeners } from '@callweave/core'
import {
  type CheckedScenario,
  compileDistribution,
  constant,
  createStreams,
  defineScenario,
  exponential,
  gamma,
  oneOf,
  poisson,
  rates,
  replicationSeed,
  runReplication,
} from '@callweave/sim'
import { describe, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { agrees, isFull, overReplications, plainCenter } from './lab.js'

const data = peer('data')
const minuteMs = 60_000
const hourMs = 3_600_000

interface Row {
  readonly scenario: string
  readonly metric: string
  readonly mean: number
  readonly standardError: number
}

/** Standard errors from the intervals that were published: 95 %, or 90 % where the metric says so. */
const rowsOf = (): readonly Row[] =>
  readFileSync(`${data.path}/tables/simulation_scenarios.csv`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const cells = (line.match(/("[^"]*"|[^,]*)(,|$)/g) ?? []).map((cell) => cell.replace(/^"|"?,?$/g, ''))
      const [scenario = '', , metric = '', mean, low, high] = cells
      const spread = metric.includes('90 %') ? 1.645 : 1.96
      return { scenario, metric, mean: Number(mean), standardError: (Number(high) - Number(low)) / 2 / spread }
    })

/** What one replication saw. */
const createDay = () => {
  const seen = { arrivals: 0, blocked: 0, served: 0, within: 0, abandoned: 0, abandonedWithin: 0, waitMs: 0 }
  const more = { servedWaitMs: 0, maxWait: 0, talkMs: 0 }
  const since = new Map<string, number>()
  const listeners = (targetMs: number): Listeners => ({
    'leg.arrived': () => {
      seen.arrivals += 1
    },
    'trunk.busy': () => {
      seen.arrivals += 1
      seen.blocked += 1
    },
    'queue.left': ({ because, waitMs }) => {
      seen.waitMs += waitMs
      if (because === 'answered') {
        seen.served += 1
        more.servedWaitMs += waitMs
        if (waitMs < targetMs) seen.within += 1
      } else if (because === 'abandoned') {
        seen.abandoned += 1
        if (waitMs < targetMs) seen.abandonedWithin += 1
      } else if (because === 'max-wait') more.maxWait += 1
    },
    'agent.changed': ({ agent, atMs, from, to }) => {
      if (from === 'talking') more.talkMs += atMs - (since.get(agent) ?? atMs)
      if (to === 'talking') since.set(agent, atMs)
    },
  })
  return { seen, more, listeners }
}

type Day = ReturnType<typeof createDay>['seen'] & ReturnType<typeof createDay>['more'] & { readonly occupancy: number }

const days = (
  definition: CenterDefinition,
  scenarioOf: (seed: number) => CheckedScenario,
  count: number,
  targetMs: number,
): readonly Day[] =>
  Array.from({ length: count * (isFull ? 4 : 1) }, (_, i) => {
    const day = createDay()
    const seed = replicationSeed(17, i)
    const ran = runReplication({ definition, scenario: scenarioOf(seed), seed, taps: [day.listeners(targetMs)] })
    return { ...day.seen, ...day.more, occupancy: occupancy(totalAgentTime(ran.figures, null)) ?? 0 }
  })

/** Callers who wait two minutes leave a message, which takes no time; nobody waits on when the last agent has gone. */
const telethonNames = Array.from({ length: 12 }, (_, i) => `a${i}`)
const telethon = checkDefinition({
  trunks: { main: { numbers: ['100'], channels: 24 } },
  agents: Object.fromEntries(telethonNames.map((name, i) => [name, { extension: `${100 + i}` }])),
  queues: {
    service: {
      strategy: longestIdle,
      members: telethonNames,
      maxWaitMs: 2 * minuteMs,
      leaveWhen: ['logged-out'],
    },
  },
  flows: { day: { start: { step: 'queue', queue: 'service' } } },
  routes: [{ flow: 'day' }],
})

const compare = (
  scenario: string,
  all: readonly Day[],
  figures: Readonly<Record<string, (day: Day) => number>>,
): void => {
  const rows = rowsOf().filter((row) => row.scenario === scenario)
  for (const { metric, mean, standardError } of rows) {
    // Ours wait for an agent who finishes late, and then hang up or leave a message: about one call in four weeks.
    if (metric === 'disconnected at closing') continue
    const of = Object.entries(figures).find(([name]) => metric.startsWith(name))?.[1]
    if (of === undefined) throw new Error(`no figure for ${metric}`)
    agrees(overReplications(all.map(of)), mean, `${scenario}, ${metric}`, standardError)
  }
}

describe.skipIf(data.missing)(`D7 published simulations${data.note}`, () => {
  test('D7 MMC: 12 agents, 480 minutes from an empty center, served out', () => {
    const center = plainCenter(12, 2_000)
    const { scenario } = defineScenario(center, {
      start: '2026-01-12T00:00',
      lengthMs: 480 * minuteMs,
      arrivals: [{ dialed: '100', source: poisson({ callsPerHour: 4.2 * 60 }) }],
      agents: { everyone: { talk: exponential({ meanMs: 2 * minuteMs }) } },
    })
    compare(
      'MMC',
      days(center, () => scenario, 60, 20_000),
      {
        'calls answered in under 20 s': (day) => day.within,
        'served in under 20 s / served': (day) => day.within / day.served,
        'mean wait of served': (day) => day.servedWaitMs / day.served / minuteMs,
        'occupancy over the 480 min': (day) => day.occupancy,
      },
    )
  })

  test('D7 Telethon: 24 lines, a message after two minutes, disconnected at closing', () => {
    const week = 5
    const { scenario } = defineScenario(telethon, {
      start: '2026-01-12T09:00',
      lengthMs: 4 * hourMs,
      arrivals: [{ dialed: '100', source: poisson({ callsPerHour: 50 }) }],
      callers: { everyone: { patience: exponential({ meanMs: 2 * minuteMs }) } },
      agents: { everyone: { talk: exponential({ meanMs: 10 * minuteMs }), shifts: [{ from: '09:00', to: '13:00' }] } },
    })
    const all = days(telethon, () => scenario, 200, minuteMs)
    compare('Telethon', all, {
      arrivals: (day) => day.arrivals * week,
      'served in under 1 min': (day) => day.within * week,
      served: (day) => day.served * week,
      blocked: (day) => day.blocked * week,
      abandoned: (day) => day.abandoned * week,
      messages: (day) => day.maxWait * week,
      'mean wait of served': (day) => day.servedWaitMs / day.served / minuteMs,
      'busy minutes': (day) => (100 * day.talkMs) / (12 * 240 * minuteMs),
    })
  })

  test('D7 CallCC: agents and calls that change by the hour, days that are busier than others', () => {
    const center = plainCenter(8, 2_000)
    const perHour = [100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60]
    const busyness = compileDistribution(gamma({ meanMs: 1_000, shape: 10 }))
    const scenarioOf = (seed: number): CheckedScenario => {
      const factor = busyness(createStreams(seed).stream('busyness')) / 1_000
      return defineScenario(center, {
        start: '2026-01-12T08:00',
        lengthMs: 13 * hourMs,
        arrivals: [
          { dialed: '100', source: rates({ intervalMs: hourMs, callsPerHour: perHour.map((rate) => rate * factor) }) },
        ],
        callers: {
          everyone: {
            patience: oneOf([
              { weight: 0.1, of: constant({ ms: 0 }) },
              { weight: 0.9, of: exponential({ meanMs: 1_000_000 }) },
            ]),
          },
        },
        agents: {
          everyone: { talk: exponential({ meanMs: 100_000 }) },
          onDuty: { intervalMs: hourMs, counts: [4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4] },
        },
      }).scenario
    }
    compare('CallCC', days(center, scenarioOf, 120, 20_000), {
      'arrivals per day': (day) => day.arrivals,
      'sum of waits': (day) => day.waitMs / 1_000 / 1_660,
      'calls with wait under 20 s': (day) => (day.within + day.abandonedWithin) / 1_660,
      abandoned: (day) => day.abandoned / 1_660,
    })
  })
})
