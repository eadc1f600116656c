import { describe, expect, it } from 'vitest'
import { normalQuantile } from './normal.js'
import { studentTQuantile } from './student-t.js'

describe('quantiles', () => {
  const shares = [0.9, 0.95, 0.975, 0.995, 0.9995]

  /** From scipy 1.17 (Boost), and the same as any printed table to its digits. */
  it.each([
    [1, 3.0776835371752544, 6.313751514675037, 12.706204736174694, 63.656741162871526, 636.6192487687897],
    [2, 1.8856180831641272, 2.9199855803537242, 4.302652729749462, 9.924843200918287, 31.599054576445365],
    [3, 1.637744353696209, 2.3533634348018233, 3.1824463052837078, 5.840909309733355, 12.923978636687961],
    [4, 1.533206274058944, 2.1318467863266495, 2.7764451051977934, 4.604094871349992, 8.610301581379522],
    [9, 1.3830287383966329, 1.833112932656237, 2.262157162798205, 3.249835541592126, 4.780912585931217],
    [29, 1.311433647301551, 1.6991270265334972, 2.045229642132703, 2.756385903670605, 3.6594050194663748],
    [100, 1.290074761346516, 1.6602343260853392, 1.9839715185235518, 2.6258905214380173, 3.390491311164263],
    [999, 1.2823995700373971, 1.646380345427535, 1.9623414611334493, 2.5807596372676365, 3.3002924403987666],
    [12_345, 1.281620146428643, 1.6449770683606901, 1.9601561676005668, 2.576227623786519, 3.291315054529859],
  ])('student-t: %d degrees of freedom as tabled, and its mirror image', (degrees, ...expected) => {
    for (const [index, share] of shares.entries()) {
      expect(studentTQuantile(share, degrees) / (expected[index] ?? 0)).toBeCloseTo(1, 9)
      expect(studentTQuantile(1 - share, degrees) / -(expected[index] ?? 0)).toBeCloseTo(1, 9)
    }
  })

  it('student-t: half a degree of freedom, the middle, and as good as normal', () => {
    expect(studentTQuantile(0.5, 7)).toBe(0)
    expect(studentTQuantile(0.975, 1e6)).toBeCloseTo(normalQuantile(0.975), 5)
    expect(studentTQuantile(0.975, 1e7)).toBe(normalQuantile(0.975))
  })

  it('student-t: one value gives no interval, and says so', () => {
    expect(() => studentTQuantile(0.975, 0)).toThrow(/at least two values/)
    expect(() => studentTQuantile(1, 5)).toThrow(/ratio/)
  })

  it.each([
    [0.6, 0.253347103135799799],
    [0.975, 1.95996398454005424],
    [0.995, 2.57582930354890076],
    [0.9999, 3.71901648545568056],
    [1e-10, -6.3613409024040562],
    [1e-30, -11.464024688443613],
  ])('normal: quantile of %d', (share, expected) => {
    expect(normalQuantile(share) / expected).toBeCloseTo(1, 12)
  })

  it('normal: the ends', () => {
    expect(normalQuantile(0.5)).toBe(0)
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY)
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY)
    expect(normalQuantile(1.1)).toBeNaN()
  })
})
