import { describe, expect, it } from 'vitest'
import { erlangA } from './erlang-a.js'
import { erlangB, offeredAtBlocking } from './erlang-b.js'
import { erlangC } from './erlang-c.js'

const target = { targetMs: 20_000 }

/** Points known before this code was written; the last digit printed is rounded. */
describe('D7 known points', () => {
  it.each([
    { callsPerHour: 200, ahtMs: 180_000, agents: 14, pWait: 0.174132, serviceLevel: 0.88835, asaMs: 7835.9 },
    { callsPerHour: 1000, ahtMs: 120_000, agents: 40, pWait: 0.190737, serviceLevel: 0.937211, asaMs: 3433.3 },
    { callsPerHour: 300, ahtMs: 180_000, agents: 18, pWait: 0.361334, serviceLevel: 0.741093, asaMs: 21_680.1 },
  ])('D7 erlang-c: $callsPerHour calls an hour, $agents agents', ({ callsPerHour, ahtMs, agents, ...expected }) => {
    const figures = erlangC({ offeredErlangs: (callsPerHour * ahtMs) / 3_600_000, agents, ahtMs, ...target })
    expect(figures.pWait).toBeCloseTo(expected.pWait, 6)
    expect(figures.serviceLevel).toBeCloseTo(expected.serviceLevel, 6)
    expect(Math.abs(figures.asaMs - expected.asaMs)).toBeLessThan(0.06)
  })

  it('D7 erlang-c: M/M/330 at 300 erlangs', () => {
    const figures = erlangC({ offeredErlangs: 300, agents: 330, ahtMs: 180_000, ...target })
    expect(figures.pWait).toBeCloseTo(0.0559, 4)
    expect(figures.asaMs).toBeCloseTo(336, -0.5)
    expect(figures.serviceLevel).toBeCloseTo(0.998, 4)
    expect(figures.occupancy).toBeCloseTo(300 / 330, 12)
  })

  it.each([
    { offeredErlangs: 10, agents: 10, patienceMs: 60_000, pWait: 0.423418, pAbandon: 0.157527, meanWaitMs: 9451.6 },
    { offeredErlangs: 10, agents: 14, patienceMs: 60_000, pWait: 0.111527, pAbandon: 0.030322, meanWaitMs: 1819.3 },
    { offeredErlangs: 300, agents: 300, patienceMs: 120_000, pWait: 0.457978, pAbandon: 0.025351, meanWaitMs: 3042.1 },
  ])('D7 erlang-a: $agents agents at $offeredErlangs erlangs', ({ pWait, pAbandon, meanWaitMs, ...point }) => {
    const figures = erlangA({ ...point, ahtMs: 180_000, ...target })
    expect(figures.pWait).toBeCloseTo(pWait, 6)
    expect(figures.pAbandon).toBeCloseTo(pAbandon, 6)
    expect(Math.abs(figures.meanWaitMs - meanWaitMs)).toBeLessThan(0.06)
  })

  it('D7 erlang-b: the right values where a public test suite asserts wrong ones', () => {
    expect(erlangC({ offeredErlangs: 20, agents: 25, ahtMs: 180_000, ...target }).pWait).toBeCloseTo(0.2091, 5)
    expect(erlangB({ offeredErlangs: 180, lines: 200 })).toBeCloseTo(0.01032, 5)
    expect(erlangB({ offeredErlangs: 1, lines: 2 })).toBeCloseTo(0.2, 15)
    expect(offeredAtBlocking({ lines: 15, blockingRatio: 0.01 })).toBeCloseTo(8.10804, 5)
  })
})

/** Recomputed with 40 digits (sums state by state, the wait by quadrature), so that no step is shared with the code. */
describe('D7 large centers', () => {
  it.each([
    { lines: 10_000, offeredErlangs: 9900, blocking: 0.00285812673885659, pWait: 0.222776928864148 },
    { lines: 100_000, offeredErlangs: 99_800, blocking: 0.0014005593156435, pWait: 0.412200996785195 },
    { lines: 330, offeredErlangs: 300, blocking: 0.00535638632211603, pWait: 0.0559247062281862 },
  ])(
    'D7 erlang-b, erlang-c: $lines agents at $offeredErlangs erlangs',
    ({ lines, offeredErlangs, blocking, pWait }) => {
      const waiting = erlangC({ offeredErlangs, agents: lines, ahtMs: 180_000, ...target }).pWait
      expect(erlangB({ offeredErlangs, lines }) / blocking).toBeCloseTo(1, 10)
      expect(waiting / pWait).toBeCloseTo(1, 10)
    },
  )

  it.each([
    [10_000, 10_000, 60_000, 20_000, 0.36771540938325, 0.0050583122598576, 16.861040866192, 0.994941687740142],
    [10_000, 9900, 600_000, 20_000, 0.191029598037913, 0.000412597259738139, 13.6157095713586, 0.999587402740251],
    [10_000, 12_000, 60_000, 20_000, 1, 0.166666666666667, 666.666666666667, 0.833333333333333],
    [330, 300, 60_000, 20_000, 0.0377347902943616, 0.00192674419655146, 0.192674419655146, 0.998070828335337],
    [100, 150, 600_000, 60_000, 0.999999999999999, 0.333333333333333, 166.666666666667, 1.72149667382398e-9],
  ])(
    'D7 erlang-a: %d agents at %d erlangs, patience %d ms',
    (agents, offeredErlangs, patienceMs, targetMs, ...expected) => {
      const figures = erlangA({ offeredErlangs, agents, ahtMs: 180_000, patienceMs, targetMs })
      const [pWait = 0, pAbandon = 0, queueLength = 0, within = 0] = expected
      expect(figures.pWait / pWait).toBeCloseTo(1, 10)
      expect(figures.pAbandon / pAbandon).toBeCloseTo(1, 10)
      expect(figures.queueLength / queueLength).toBeCloseTo(1, 10)
      expect(figures.answeredWithinTargetRatio).toBeCloseTo(within, 13)
    },
  )

  it('D7 erlang-a: a hundred thousand agents, twice overloaded, callers who wait a day', () => {
    const day = 86_400_000
    const point = { offeredErlangs: 200_000, agents: 100_000, ahtMs: 180_000, patienceMs: day, targetMs: 60_000 }
    const figures = erlangA(point)
    expect(figures.pWait).toBe(1)
    expect(figures.pAbandon).toBeCloseTo(0.5, 9)
    expect(figures.meanWaitMs / day).toBeCloseTo(0.5, 9)
    expect(figures.answeredWithinTargetRatio).toBeCloseTo(0, 9)
    // Everybody who is answered waits until half of those who came with him have gone: ln 2 patiences.
    expect(figures.meanWaitAnsweredMs / day).toBeCloseTo(Math.LN2, 6)
  })
})

describe('D7 loads at the edge', () => {
  it('D7 erlang-c: a load that agents cannot carry is told, not hidden', () => {
    for (const offeredErlangs of [14, 20]) {
      expect(erlangC({ offeredErlangs, agents: 14, ahtMs: 180_000, ...target })).toEqual({
        pWait: 1,
        serviceLevel: 0,
        asaMs: Number.POSITIVE_INFINITY,
        occupancy: 1,
        queueLength: Number.POSITIVE_INFINITY,
      })
    }
  })

  it('D7 erlang-b, erlang-c, erlang-a: no calls, no waits', () => {
    expect(erlangB({ offeredErlangs: 0, lines: 3 })).toBe(0)
    const point = { offeredErlangs: 0, agents: 3, ahtMs: 180_000, ...target }
    expect(erlangC(point)).toEqual({ pWait: 0, serviceLevel: 1, asaMs: 0, occupancy: 0, queueLength: 0 })
    const impatient = erlangA({ ...point, patienceMs: 60_000 })
    expect(impatient).toMatchObject({ pWait: 0, pAbandon: 0, answeredWithinTargetRatio: 1, meanWaitAbandonedMs: 0 })
  })

  it('D7 erlang-b: so many lines that blocking leaves the range of a double', () => {
    expect(erlangB({ offeredErlangs: 1, lines: 400 })).toBe(0)
    expect(erlangA({ offeredErlangs: 1, agents: 400, ahtMs: 1, patienceMs: 1, targetMs: 0 }).occupancy).toBe(1 / 400)
    expect(erlangA({ offeredErlangs: 1, agents: 169, ahtMs: 1, patienceMs: 1, targetMs: 0 }).occupancy).toBe(1 / 169)
  })

  it.each([
    [() => erlangB({ offeredErlangs: -1, lines: 3 }), /offeredErlangs.*-1.*at least 0/],
    [() => erlangB({ offeredErlangs: 1, lines: 2.5 }), /lines.*2\.5.*whole number/],
    [() => erlangC({ offeredErlangs: 1, agents: 0, ahtMs: 1, targetMs: 0 }), /agents.*0.*at least 1/],
    [() => erlangC({ offeredErlangs: Number.NaN, agents: 1, ahtMs: 1, targetMs: 0 }), /offeredErlangs.*NaN/],
    [() => erlangC({ offeredErlangs: 1, agents: 2, ahtMs: 0, targetMs: 0 }), /ahtMs.*0.*above 0/],
    [() => erlangA({ offeredErlangs: 1, agents: 2, ahtMs: 1, patienceMs: 0, targetMs: 0 }), /patienceMs.*0.*above 0/],
    [() => offeredAtBlocking({ lines: 5, blockingRatio: 1 }), /blockingRatio.*1.*below 1/],
  ])('D7 refusals name the argument: %#', (call, sentence) => {
    expect(call).toThrow(sentence)
    expect(call).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})
