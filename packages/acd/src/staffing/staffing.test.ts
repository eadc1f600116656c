import { describe, expect, it } from 'vitest'
import { staffByInterval } from './by-interval.js'
import { erlangA } from './erlang-a.js'
import { evaluateStaffing } from './evaluate.js'
import { leastAgents } from './least-agents.js'
import { expectedServiceLevels } from './service-level.js'

const load = { callsPerHour: 200, ahtMs: 180_000, targetMs: 20_000 }

describe('D7 evaluate', () => {
  it('D7 evaluate: one shape for all three models', () => {
    const shape = [
      'offeredErlangs',
      'pWait',
      'serviceLevel',
      'asaMs',
      'occupancy',
      'pAbandon',
      'blocking',
      'queueLength',
    ]
    for (const model of ['erlang-b', 'erlang-c', 'erlang-a'] as const) {
      const figures = evaluateStaffing({ ...load, model, agents: 14, patienceMs: 60_000 })
      expect(Object.keys(figures)).toEqual(shape)
      expect(figures.offeredErlangs).toBe(10)
    }
  })

  it('D7 evaluate: Erlang B answers at once or not at all', () => {
    const figures = evaluateStaffing({ ...load, model: 'erlang-b', agents: 17 })
    expect(figures).toMatchObject({ pWait: 0, asaMs: 0, queueLength: 0, pAbandon: 0 })
    expect(figures.serviceLevel + figures.blocking).toBe(1)
    expect(figures.occupancy).toBeCloseTo((10 * (1 - figures.blocking)) / 17, 14)
  })

  it('D7 evaluate: Erlang A without a patience says what to do', () => {
    expect(() => evaluateStaffing({ ...load, model: 'erlang-a', agents: 14 })).toThrow(/patienceMs.*erlang-c/)
  })
})

describe('D7 least agents', () => {
  it('D7 least agents: 80/20 at 10 erlangs is 14, with 30 % shrinkage 20 on the roster', () => {
    const found = leastAgents({ ...load, model: 'erlang-c', goalRatio: 0.8, shrinkageRatio: 0.3 })
    expect(found).toMatchObject({ agents: 14, rosteredAgents: 20 })
    expect(found.serviceLevel).toBeCloseTo(0.88835, 6)
  })

  it('D7 least agents: impatient callers need fewer', () => {
    const goal = { ...load, goalRatio: 0.8, patienceMs: 60_000 }
    expect(leastAgents({ ...goal, model: 'erlang-a' }).agents).toBeLessThan(
      leastAgents({ ...goal, model: 'erlang-c' }).agents,
    )
  })

  it('D7 least agents: an occupancy cap adds agents until it holds', () => {
    const found = leastAgents({ ...load, model: 'erlang-c', goalRatio: 0.8, maxOccupancyRatio: 0.6 })
    expect(found.agents).toBe(17)
    expect(found.occupancy).toBeLessThanOrEqual(0.6)
  })

  it('D7 least agents: no goal still means a queue that ends', () => {
    expect(leastAgents({ ...load, model: 'erlang-c', goalRatio: 0 }).agents).toBe(11)
  })

  it('D7 least agents: ten thousand and more', () => {
    const found = leastAgents({ ...load, callsPerHour: 2_000_000, model: 'erlang-c', goalRatio: 0.8 })
    expect(found.offeredErlangs).toBe(100_000)
    expect(found.agents).toBeGreaterThan(100_000)
    expect(found.agents).toBeLessThan(100_500)
  })

  it('D7 least agents: a goal of 1 is refused, for no number reaches it', () => {
    expect(() => leastAgents({ ...load, model: 'erlang-c', goalRatio: 1 })).toThrow(/goalRatio.*below 1/)
  })
})

describe('D7 staffing by interval', () => {
  const goal = { model: 'erlang-c', intervalMs: 1_800_000, ahtMs: 180_000, targetMs: 20_000, goalRatio: 0.8 } as const

  it('D7 by interval: each interval stands alone, an empty one needs nobody', () => {
    const rows = staffByInterval([100, 0, 100, 20], { ...goal, shrinkageRatio: 0.3 })
    expect(rows.map(({ agents, rosteredAgents }) => [agents, rosteredAgents])).toEqual([
      [14, 20],
      [0, 0],
      [14, 20],
      [4, 6],
    ])
    expect(rows[2]).toEqual({ ...rows[0], index: 2 })
  })

  it('D7 by interval: a bad volume is named by its place', () => {
    expect(() => staffByInterval([100, -3], goal)).toThrow(/volumes\[1\].*-3/)
  })
})

describe('D3 service levels', () => {
  it('D3 service level: what Erlang A expects of each formula, between the strictest and the kindest', () => {
    const point = { offeredErlangs: 10, agents: 10, ahtMs: 180_000, patienceMs: 60_000, targetMs: 20_000 }
    const levels = expectedServiceLevels({ ...point, shortAbandonMs: 5000 })
    const { pAbandon, answeredWithinTargetRatio, abandonedWithinTargetRatio, pWaitOverTarget } = erlangA(point)
    expect(levels['abandoned-as-missed']).toBe(answeredWithinTargetRatio)
    expect(levels['abandoned-ignored'] * (1 - pAbandon)).toBeCloseTo(answeredWithinTargetRatio, 12)
    expect(levels['abandoned-within-ignored'] * (1 - abandonedWithinTargetRatio)).toBeCloseTo(
      answeredWithinTargetRatio,
      12,
    )
    expect(levels['abandoned-within-as-served']).toBeCloseTo(1 - pWaitOverTarget, 12)
    expect(levels['abandoned-short-as-served']).toBeGreaterThan(levels['abandoned-as-missed'])
    expect(levels['abandoned-short-as-served']).toBeLessThan(levels['abandoned-within-as-served'])
  })

  it('D3 service level: all five agree where nobody abandons', () => {
    const point = { offeredErlangs: 1, agents: 400, ahtMs: 180_000, patienceMs: 60_000, targetMs: 20_000 }
    expect(Object.values(expectedServiceLevels({ ...point, shortAbandonMs: 5000 }))).toEqual([1, 1, 1, 1, 1])
  })
})
