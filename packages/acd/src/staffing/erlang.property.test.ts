import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { erlangA } from './erlang-a.js'
import { erlangB, offeredAtBlocking } from './erlang-b.js'
import { erlangC } from './erlang-c.js'
import { leastAgents } from './least-agents.js'
import { trunkQueue } from './trunks.js'

/** Relative closeness, for values of any size. */
function same(actual: number, expected: number, within = 1e-9): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(within * Math.max(Math.abs(expected), 1e-200))
}

const agents = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 61, max: 3000 }))
const occupancy = fc.double({ min: 0.05, max: 0.995, noNaN: true })
const anyLoad = fc.double({ min: 0.05, max: 2.5, noNaN: true })
const ahtMs = fc.integer({ min: 1000, max: 1_200_000 })
const patience = fc.double({ min: 0.01, max: 100, noNaN: true })
const targetMs = fc.integer({ min: 0, max: 300_000 })
const point = fc.record({ agents, load: anyLoad, ahtMs, patience, targetMs }).map(({ load, patience, ...rest }) => ({
  ...rest,
  patienceMs: patience * rest.ahtMs,
  offeredErlangs: load * rest.agents,
}))

describe('D7 properties', () => {
  it('D7 erlang-b: the recursion of Erlang holds, and more lines lose fewer calls', () => {
    fc.assert(
      fc.property(agents, anyLoad, (lines, load) => {
        const offeredErlangs = load * lines
        const fewer = erlangB({ offeredErlangs, lines: lines - 1 })
        const blocking = erlangB({ offeredErlangs, lines })
        same(blocking, (offeredErlangs * fewer) / (lines + offeredErlangs * fewer))
        expect(blocking).toBeLessThanOrEqual(fewer)
        expect(blocking).toBeGreaterThanOrEqual(Math.max(0, 1 - lines / offeredErlangs) * (1 - 1e-12))
      }),
    )
  })

  it('D7 erlang-b: offeredAtBlocking undoes it', () => {
    fc.assert(
      fc.property(agents, fc.double({ min: 1e-6, max: 0.9, noNaN: true }), (lines, blockingRatio) => {
        same(erlangB({ offeredErlangs: offeredAtBlocking({ lines, blockingRatio }), lines }), blockingRatio)
      }),
    )
  })

  it('D7 erlang-c: more calls wait than lines would lose, and 1 / C = r + (1 - r) / B', () => {
    fc.assert(
      fc.property(agents, occupancy, (n, load) => {
        const offeredErlangs = load * n
        const blocking = erlangB({ offeredErlangs, lines: n })
        const { pWait } = erlangC({ offeredErlangs, agents: n, ahtMs: 1000, targetMs: 0 })
        expect(pWait).toBeGreaterThanOrEqual(blocking)
        if (blocking > 1e-290) same(1 / pWait, load + (1 - load) / blocking)
      }),
    )
  })

  it('D7 erlang-c, erlang-a: one agent more never lowers the service level nor raises the wait', () => {
    fc.assert(
      fc.property(point, (at) => {
        const more = { ...at, agents: at.agents + 1 }
        expect(erlangC(more).serviceLevel).toBeGreaterThanOrEqual(erlangC(at).serviceLevel - 1e-12)
        expect(erlangC(more).asaMs).toBeLessThanOrEqual(erlangC(at).asaMs)
        const [a, b] = [erlangA(at), erlangA(more)]
        expect(b.answeredWithinTargetRatio).toBeGreaterThanOrEqual(a.answeredWithinTargetRatio - 1e-9)
        expect(b.pAbandon).toBeLessThanOrEqual(a.pAbandon + 1e-12)
      }),
    )
  })

  it('D7 erlang-a: abandonment is mean wait over patience, the queue follows from Little, the parts make the whole', () => {
    fc.assert(
      fc.property(point, (at) => {
        const figures = erlangA(at)
        same(figures.pAbandon, figures.meanWaitMs / at.patienceMs)
        same(figures.queueLength, (at.offeredErlangs / at.ahtMs) * figures.meanWaitMs)
        same(figures.occupancy, (at.offeredErlangs * (1 - figures.pAbandon)) / at.agents, 1e-8)
        const parts =
          (1 - figures.pAbandon) * figures.meanWaitAnsweredMs + figures.pAbandon * figures.meanWaitAbandonedMs
        same(parts, figures.meanWaitMs, 1e-8)
        const decided = figures.answeredWithinTargetRatio + figures.abandonedWithinTargetRatio
        expect(decided + figures.pWaitOverTarget).toBeCloseTo(1, 8)
        for (const share of Object.values({
          ...figures,
          meanWaitMs: 0,
          meanWaitAnsweredMs: 0,
          meanWaitAbandonedMs: 0,
          queueLength: 0,
        })) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1 + 1e-12)
        }
      }),
    )
  })

  it('D7 erlang-a: endless patience is Erlang C, none is Erlang B', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (n, load) => {
        const at = { offeredErlangs: load * n, agents: n, ahtMs: 180_000, targetMs: 20_000 }
        const patient = erlangA({ ...at, patienceMs: 1e14 })
        const endless = erlangC(at)
        same(patient.pWait, endless.pWait, 1e-5)
        same(patient.meanWaitAnsweredMs, endless.asaMs, 1e-5)
        expect(patient.answeredWithinTargetRatio).toBeCloseTo(endless.serviceLevel, 5)
        const hasty = erlangA({ ...at, patienceMs: 1e-5 })
        const lost = erlangB({ offeredErlangs: at.offeredErlangs, lines: n })
        same(hasty.pWait, lost, 1e-5)
        same(hasty.pAbandon, lost, 1e-5)
      }),
    )
  })

  it('D7 trunks: as many as agents is Erlang B, very many is Erlang C', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), anyLoad, (n, load) => {
        // Nearer to 1 even 20,000 places are not very many.
        fc.pre(Math.abs(load - 1) > 0.002)
        const at = { offeredErlangs: load * n, agents: n, ahtMs: 180_000, targetMs: 20_000 }
        same(trunkQueue({ ...at, trunks: n }).blocking, erlangB({ offeredErlangs: at.offeredErlangs, lines: n }))
        const many = trunkQueue({ ...at, trunks: n + 20_000 })
        const endless = erlangC(at)
        expect(many.pWait).toBeCloseTo(endless.pWait, 6)
        expect(many.serviceLevel).toBeCloseTo(endless.serviceLevel, 6)
        if (load < 1) same(many.queueLength, endless.queueLength, 1e-6)
        else same(many.blocking, 1 - 1 / load, 1e-6)
      }),
      { numRuns: 60 },
    )
  })

  it('D7 least agents: the goal is reached, and with one agent less it is not', () => {
    const model = fc.constantFrom('erlang-b', 'erlang-c', 'erlang-a' as const)
    const goal = fc.double({ min: 0.05, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(model, fc.double({ min: 0.1, max: 20_000, noNaN: true }), goal, (name, callsPerHour, goalRatio) => {
        const load = { model: name, callsPerHour, ahtMs: 180_000, patienceMs: 90_000, targetMs: 20_000 }
        const found = leastAgents({ ...load, goalRatio })
        expect(found.serviceLevel).toBeGreaterThanOrEqual(goalRatio)
        if (found.agents > 1) {
          const offeredErlangs = callsPerHour / 20
          const less = { ...load, offeredErlangs, agents: found.agents - 1 }
          const level = {
            'erlang-b': () => 1 - erlangB({ offeredErlangs, lines: less.agents }),
            'erlang-c': () => erlangC(less).serviceLevel,
            'erlang-a': () => erlangA(less).answeredWithinTargetRatio,
          }[name]()
          expect(level).toBeLessThan(goalRatio)
        }
      }),
    )
  })
})
