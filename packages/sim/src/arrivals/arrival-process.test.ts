import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createStreams } from '../random/index.js'
import { countsFile, poisson, rates, times } from '../scenario/sources.js'
import type { Source } from '../scenario/types.js'
import { createArrivals } from './arrival-process.js'

const hourMs = 3_600_000

/** All instants below `untilMs`. */
const instants = (source: Source, untilMs: number, seed = 1): number[] => {
  const process = createArrivals(source, createStreams(seed).stream('arrivals'))
  const found: number[] = []
  for (;;) {
    const atMs = process.nextMs()
    if (!(atMs < untilMs)) return found
    found.push(atMs)
  }
}

const isSorted = (list: readonly number[]): boolean =>
  list.every((atMs, i) => i === 0 || atMs >= (list[i - 1] as number))

/** Within four standard deviations of a Poisson count. */
const near = (count: number, mean: number): void =>
  expect(Math.abs(count - mean), `${count} of ${mean}`).toBeLessThanOrEqual(4 * Math.sqrt(mean) + 1)

describe('random arrivals', () => {
  test('D7 poisson: as many as the rate says, with exponential gaps', () => {
    const found = instants(poisson({ callsPerHour: 1_200 }), 50 * hourMs)
    expect(isSorted(found)).toBe(true)
    near(found.length, 60_000)
    const gaps = found.map((atMs, i) => atMs - (found[i - 1] ?? 0))
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    const squares = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length
    expect(mean).toBeGreaterThan(2_950)
    expect(mean).toBeLessThan(3_050)
    // An exponential has its mean as its standard deviation.
    expect(Math.sqrt(squares) / mean).toBeGreaterThan(0.98)
    expect(Math.sqrt(squares) / mean).toBeLessThan(1.02)
  })

  test('D7 rates: each interval has what its own rate says, and after the last the first comes again', () => {
    const callsPerHour = [600, 0, 2_400, 30]
    const found = instants(rates({ intervalMs: hourMs / 2, callsPerHour }), 200 * hourMs)
    expect(isSorted(found)).toBe(true)
    const byInterval = [0, 0, 0, 0]
    for (const atMs of found) {
      const at = Math.floor(atMs / (hourMs / 2)) % 4
      byInterval[at] = (byInterval[at] ?? 0) + 1
    }
    callsPerHour.forEach((rate, i) => {
      near(byInterval[i] as number, (rate / 2) * 100)
    })
  })

  test('D7 rates: nothing ever comes where no rate is above 0', () => {
    expect(instants(rates({ intervalMs: 1_000, callsPerHour: [0, 0] }), Number.POSITIVE_INFINITY)).toEqual([])
  })
})

describe('counts', () => {
  test('D7 counts: exactly so many in each interval, whatever the seed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: hourMs }),
        fc.integer({ min: -hourMs, max: hourMs }),
        fc.integer(),
        (list, intervalMs, fromMs, seed) => {
          const source: Source = { arrivals: 'counts', intervalMs, counts: list, fromMs }
          const found = instants(source, Number.POSITIVE_INFINITY, seed)
          expect(isSorted(found)).toBe(true)
          const byInterval = list.map(() => 0)
          for (const atMs of found) {
            const at = Math.floor((atMs - fromMs) / intervalMs)
            byInterval[at] = (byInterval[at] ?? 0) + 1
          }
          expect(byInterval).toEqual(list)
        },
      ),
    )
  })
})

describe('exact calls', () => {
  const calls = [
    { afterMs: 10, attribute: 'a', talkMs: 5 },
    { afterMs: 20, attribute: 'b' },
    { afterMs: 20, attribute: 'c' },
  ]

  test('D7 times: at their instants, each with what is known of it', () => {
    const process = createArrivals(times(calls), createStreams(1).stream('arrivals'))
    expect(process.call).toBe(null)
    const seen = calls.map(() => ({ atMs: process.nextMs(), call: process.call }))
    expect(seen).toEqual(calls.map((call) => ({ atMs: call.afterMs, call })))
    expect(process.nextMs()).toBe(Number.POSITIVE_INFINITY)
    expect(process.nextMs()).toBe(Number.POSITIVE_INFINITY)
  })

  test('D7 times: a factor makes that many calls of each, spread around it, and keeps what is known', () => {
    const many = Array.from({ length: 4_000 }, (_, i) => ({ afterMs: hourMs + i * 1_000, attribute: `${i % 2}` }))
    const process = createArrivals(times(many, { factor: 2.5, spreadMs: 10_000 }), createStreams(3).stream('a'))
    const found: { atMs: number; attribute: string | undefined }[] = []
    for (let atMs = process.nextMs(); atMs < Number.POSITIVE_INFINITY; atMs = process.nextMs()) {
      found.push({ atMs, attribute: process.call?.attribute })
    }
    expect(isSorted(found.map(({ atMs }) => atMs))).toBe(true)
    expect(Math.abs(found.length - 10_000)).toBeLessThan(130)
    const ones = found.filter(({ attribute }) => attribute === '1').length
    expect(Math.abs(ones / found.length - 0.5)).toBeLessThan(0.02)
    expect(found.every(({ atMs }) => atMs >= 0)).toBe(true)
  })
})

test('a source in a file is read before the run, or the run does not begin', () => {
  const source = countsFile({ file: 'a.csv', time: 't', calls: 'c' })
  expect(() => createArrivals(source, createStreams(1).stream('a'))).toThrow(/a\.csv was not read/)
})
