import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addAt, createIntervalSeries, figuresOf, type IntervalSeries, mergeSeries } from './interval-series.js'

const half = { startAtMs: 0, intervalMs: 1_800_000 }

function seriesOf(points: readonly (readonly [number, number])[]): IntervalSeries {
  const series = createIntervalSeries(half)
  for (const [atMs, value] of points) addAt(series, atMs, value)
  return series
}

describe('D3 interval series', () => {
  it('D3 interval: an instant belongs to the interval that it begins; gaps are kept, the warm-up is not', () => {
    const series = seriesOf([
      [-1, 99],
      [0, 10],
      [1_799_999, 20],
      [5_400_000, 7],
    ])
    expect(figuresOf(series)).toEqual([
      { startAtMs: 0, count: 2, sum: 30, mean: 15 },
      { startAtMs: 1_800_000, count: 0, sum: 0, mean: Number.NaN },
      { startAtMs: 3_600_000, count: 0, sum: 0, mean: Number.NaN },
      { startAtMs: 5_400_000, count: 1, sum: 7, mean: 7 },
    ])
  })

  it('D3 interval: merged runs count together, in any order', () => {
    const points = fc.array(fc.tuple(fc.nat({ max: 86_400_000 }), fc.nat({ max: 1000 })), { maxLength: 30 })
    fc.assert(
      fc.property(points, points, (a, b) => {
        const whole = figuresOf(seriesOf([...a, ...b]))
        for (const merged of [mergeSeries(seriesOf(a), seriesOf(b)), mergeSeries(seriesOf(b), seriesOf(a))]) {
          const found = figuresOf(merged)
          expect(found.map(({ count }) => count)).toEqual(whole.map(({ count }) => count))
          for (const [index, { sum }] of found.entries()) expect(sum).toBeCloseTo(whole[index]?.sum ?? 0, 6)
        }
      }),
    )
  })

  it('D3 interval: an interval without length is refused, unlike series are not merged', () => {
    expect(() => createIntervalSeries({ startAtMs: 0, intervalMs: 0 })).toThrow(/needs a length/)
    expect(() => mergeSeries(seriesOf([]), createIntervalSeries({ startAtMs: 1, intervalMs: 1_800_000 }))).toThrow(
      TypeError,
    )
  })
})
