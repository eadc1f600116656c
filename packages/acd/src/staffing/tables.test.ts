import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { erlangA } from './erlang-a.js'
import { erlangB, offeredAtBlocking } from './erlang-b.js'
import { erlangC } from './erlang-c.js'
import { evaluateStaffing } from './evaluate.js'
import { leastAgents } from './least-agents.js'
import { priorityQueue } from './priority.js'
import { singleServerWaitMs } from './single-server.js'
import { trunkQueue } from './trunks.js'

/** Tables recomputed with 40 digits, printed with 8. They lie outside the repository and may be absent. */
const data = process.env.CALLWEAVE_DATA ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url))
const tables = `${data}/tables`
const present = existsSync(tables)

type Row = Readonly<Record<string, string>> & { readonly n: (column: string) => number }

function rowsOf(file: string): Row[] {
  const [head = '', ...lines] = readFileSync(`${tables}/${file}`, 'utf8').trim().split('\n')
  const names = head.split(',')
  return lines.map((line) => {
    const cells = (line.match(/("[^"]*"|[^,]*)(,|$)/g) ?? []).map((cell) =>
      cell.replace(/,$/, '').replace(/^"|"$/g, ''),
    )
    const row = Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
    return Object.assign(row, { n: (column: string) => Number(row[column]) }) as Row
  })
}

/** Equal to 1e-6 relative, or to what rounding to the printed digits leaves where that is coarser. */
function near(actual: number, printed: string, what: string): void {
  const expected = Number(printed)
  const [mantissa = '', exponent = '0'] = printed.toLowerCase().split('e')
  const decimals = (mantissa.split('.')[1] ?? '').length
  const exact = /^-?\d+$/.test(printed)
  const rounding = exact ? 0 : 0.5000001 * 10 ** (Number(exponent) - decimals)
  const allowed = Math.max(1e-6 * Math.abs(expected), rounding, 1e-12)
  expect(Math.abs(actual - expected), `${what}: ${actual} against ${printed}`).toBeLessThanOrEqual(allowed)
}

describe.skipIf(!present)(
  `D7 published tables${present ? '' : ' (left out: no folder "tables" under CALLWEAVE_DATA)'}`,
  () => {
    it('D7 erlang-c: every row of erlang_c_grid.csv', () => {
      const rows = rowsOf('erlang_c_grid.csv')
      expect(rows.length).toBe(84)
      for (const row of rows) {
        const point = { offeredErlangs: row.n('offered_erlang'), agents: row.n('agents') }
        const figures = erlangC({ ...point, ahtMs: row.n('aht_s') * 1000, targetMs: row.n('target_s') * 1000 })
        const what = JSON.stringify(row)
        near(figures.pWait, row.p_wait ?? '', what)
        near(figures.asaMs / 1000, row.asa_s ?? '', what)
        near(figures.serviceLevel, row.service_level ?? '', what)
        near(figures.queueLength, row.mean_queue ?? '', what)
        near(figures.occupancy, row.occupancy ?? '', what)
      }
    })

    it('D7 erlang-c: every row of erlang_c_agents_needed.csv, and one agent less falls short', () => {
      const rows = rowsOf('erlang_c_agents_needed.csv')
      expect(rows.length).toBe(28)
      for (const row of rows) {
        const ahtMs = row.n('aht_s') * 1000
        const load = {
          model: 'erlang-c' as const,
          callsPerHour: (row.n('offered_erlang') * 3_600_000) / ahtMs,
          ahtMs,
          targetMs: row.n('target_s') * 1000,
        }
        const found = leastAgents({ ...load, goalRatio: row.n('service_level_target') })
        expect(found.agents, JSON.stringify(row)).toBe(row.n('agents'))
        near(found.serviceLevel, row.service_level ?? '', JSON.stringify(row))
        const less = evaluateStaffing({ ...load, agents: found.agents - 1 })
        near(less.serviceLevel, row.service_level_one_less ?? '', JSON.stringify(row))
      }
    })

    it('D7 erlang-a: every row of erlang_a_grid.csv', () => {
      const rows = rowsOf('erlang_a_grid.csv')
      expect(rows.length).toBe(60)
      for (const row of rows) {
        const ahtMs = row.n('aht_s') * 1000
        const figures = erlangA({
          offeredErlangs: (row.n('calls_per_hour') * ahtMs) / 3_600_000,
          agents: row.n('agents'),
          ahtMs,
          patienceMs: row.n('mean_patience_s') * 1000,
          targetMs: row.n('target_s') * 1000,
        })
        const what = JSON.stringify(row)
        near(figures.pWait, row.p_wait ?? '', what)
        near(figures.pAbandon, row.p_abandon ?? '', what)
        near(figures.meanWaitMs / 1000, row.mean_wait_all_s ?? '', what)
        near(figures.meanWaitAnsweredMs / 1000, row.mean_wait_served_s ?? '', what)
        near(figures.queueLength, row.mean_queue ?? '', what)
        near(figures.occupancy, row.occupancy ?? '', what)
        near(figures.answeredWithinTargetRatio, row.served_within_target_of_offered ?? '', what)
        near(figures.pWaitOverTarget, row.p_wait_over_target ?? '', what)
      }
    })

    it('D7 erlang-b: every cell of erlang_b_traffic.csv, read both ways', () => {
      const rows = rowsOf('erlang_b_traffic.csv')
      expect(rows.length).toBe(75)
      for (const row of rows) {
        for (const [column, blockingRatio] of [
          ['offered_at_1pct', 0.01],
          ['offered_at_2pct', 0.02],
          ['offered_at_5pct', 0.05],
        ] as const) {
          const lines = row.n('lines')
          const offeredErlangs = offeredAtBlocking({ lines, blockingRatio })
          near(offeredErlangs, row[column] ?? '', `${column} ${JSON.stringify(row)}`)
          expect(erlangB({ offeredErlangs, lines })).toBeCloseTo(blockingRatio, 11)
        }
      }
    })

    it('D7 trunks: every row of mmck.csv', () => {
      const rows = rowsOf('mmck.csv')
      expect(rows.length).toBe(6)
      for (const row of rows) {
        const point = { offeredErlangs: row.n('offered_erlang'), agents: row.n('agents'), trunks: row.n('trunks') }
        const figures = trunkQueue({ ...point, ahtMs: 180_000, targetMs: 20_000 })
        near(figures.blocking, row.p_blocked ?? '', JSON.stringify(row))
        near(figures.pWait, row.p_wait_given_accepted ?? '', JSON.stringify(row))
        near(figures.queueLength, row.mean_queue ?? '', JSON.stringify(row))
      }
    })

    it('D7 priority: every row of priority_two_class.csv', () => {
      const rows = rowsOf('priority_two_class.csv')
      expect(rows.length).toBe(4)
      for (const row of rows) {
        const offeredErlangs = [row.n('load_high'), row.n('load_low')]
        const figures = priorityQueue({ offeredErlangs, agents: row.n('agents'), ahtMs: row.n('aht_s') * 1000 })
        near(figures.pWait, row.p_wait ?? '', JSON.stringify(row))
        near((figures.meanWaitMs[0] ?? 0) / 1000, row.mean_wait_high_s ?? '', JSON.stringify(row))
        near((figures.meanWaitMs[1] ?? 0) / 1000, row.mean_wait_low_s ?? '', JSON.stringify(row))
      }
    })

    it('D7 pollaczek-khinchine: every row of mg1_wait.csv', () => {
      const rows = rowsOf('mg1_wait.csv')
      expect(rows.length).toBe(12)
      for (const row of rows) {
        const point = { loadRatio: row.n('load'), ahtMs: row.n('aht_s') * 1000, scv: row.n('service_scv') }
        near(singleServerWaitMs(point) / 1000, row.mean_wait_s ?? '', JSON.stringify(row))
      }
    })

    it('D7 published points: every row of published_points.csv, against the exact value', () => {
      const rows = rowsOf('published_points.csv')
      expect(rows.length).toBe(21)
      for (const row of rows) {
        const value = published[`${row.model}; ${row.parameters}`]?.[row.metric ?? '']
        expect(value, `no formula for ${row.model}; ${row.parameters}: ${row.metric}`).toBeTypeOf('number')
        near(value ?? Number.NaN, row.recomputed_exact ?? '', JSON.stringify(row))
      }
    })
  },
)

const palm = { offeredErlangs: 48, agents: 50, ahtMs: 60_000, targetMs: 20_000 }
const palmC = erlangC(palm)
const palmA = erlangA({ ...palm, patienceMs: 120_000 })
const mitan = evaluateStaffing({ model: 'erlang-c', callsPerHour: 720, ahtMs: 240_000, agents: 55, targetMs: 15_000 })
const helperLoad = { model: 'erlang-c', callsPerHour: 200, ahtMs: 180_000, targetMs: 20_000 } as const
const helper = leastAgents({ ...helperLoad, goalRatio: 0.8, shrinkageRatio: 0.3, maxOccupancyRatio: 0.85 })
const pyworkforce = erlangA({ offeredErlangs: 10, agents: 14, ahtMs: 180_000, patienceMs: 300_000, targetMs: 20_000 })
const helperCase =
  'erlang_c; 100 calls per 30 min; mean service 180 s; answer target 20 s; shrinkage 30 %; occupancy cap 85 %'

/** The published examples, each computed the way a user would. */
const published: Record<string, Record<string, number>> = {
  'erlang_c; 50 agents; 48 calls/min; mean service 1 min': {
    'mean wait (s)': palmC.asaMs / 1000,
    'mean queue length': palmC.queueLength,
    utilisation: palmC.occupancy,
  },
  'erlang_a; 50 agents; 48 calls/min; mean service 1 min; mean patience 2 min': {
    'fraction abandoning': palmA.pAbandon,
    'mean wait, all callers (s)': palmA.meanWaitMs / 1000,
    utilisation: palmA.occupancy,
  },
  'erlang_c; 360 calls per 30 min; mean service 240 s; 55 agents; answer target 15 s': {
    'offered load (erlang)': mitan.offeredErlangs,
    occupancy: mitan.occupancy,
    'P(wait>0)': mitan.pWait,
  },
  [helperCase]: {
    'agents before shrinkage': helper.agents,
    'agents after shrinkage': helper.rosteredAgents,
  },
  [`${helperCase}; 14 agents`]: {
    'service level': helper.serviceLevel,
    'P(wait>0)': helper.pWait,
    'mean speed of answer (s)': helper.asaMs / 1000,
    occupancy: helper.occupancy,
  },
  'erlang_a; 100 calls per 30 min; mean service 3 min; mean patience 5 min; answer target 20 s; 14 agents': {
    'P(wait>0)': pyworkforce.pWait,
    'fraction abandoning': pyworkforce.pAbandon,
  },
  'erlang_b; offered 10 erlang; blocking at most 2 %': {
    lines: leastAgents({ model: 'erlang-b', callsPerHour: 10, ahtMs: 3_600_000, targetMs: 0, goalRatio: 0.98 }).agents,
  },
  'erlang_b; offered 1 erlang; 1 line': { blocking: erlangB({ offeredErlangs: 1, lines: 1 }) },
  'erlang_b; offered 1 erlang; 2 lines': { blocking: erlangB({ offeredErlangs: 1, lines: 2 }) },
  'erlang_b; 15 lines; blocking 1 %': {
    'offered traffic (erlang)': offeredAtBlocking({ lines: 15, blockingRatio: 0.01 }),
  },
}
