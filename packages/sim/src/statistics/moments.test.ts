import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeMoments, momentsOf, standardDeviationOf, varianceOf } from './moments.js'

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 50 })

describe('moments', () => {
  it('moments: mean and variance of a known list', () => {
    const moments = momentsOf([2, 4, 4, 4, 5, 5, 7, 9])
    expect(moments).toMatchObject({ count: 8, mean: 5, min: 2, max: 9 })
    expect(varianceOf(moments)).toBeCloseTo(32 / 7, 12)
    expect(standardDeviationOf(momentsOf([3]))).toBeNaN()
  })

  it('moments: a small spread around a large mean keeps its digits', () => {
    expect(varianceOf(momentsOf([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]))).toBeCloseTo(30, 9)
  })

  it('moments: in parts or in one, merged in any order', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const whole = momentsOf([...a, ...b, ...c])
        const [ma, mb, mc] = [momentsOf(a), momentsOf(b), momentsOf(c)]
        for (const merged of [mergeMoments(mergeMoments(ma, mb), mc), mergeMoments(ma, mergeMoments(mb, mc))]) {
          expect(merged.count).toBe(whole.count)
          expect(merged.min).toBe(whole.min)
          expect(merged.max).toBe(whole.max)
          expect(Math.abs(merged.mean - whole.mean)).toBeLessThan(1e-8)
          expect(Math.abs(merged.squares - whole.squares)).toBeLessThanOrEqual(1e-9 * (1 + whole.squares))
        }
      }),
    )
  })
})
