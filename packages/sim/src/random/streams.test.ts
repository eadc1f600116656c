import fc from 'fast-check'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, it } from 'vitest'
import { replicationSeed, stateOf } from './seed.js'
import { createStreams } from './streams.js'

const draw = (seed: number, name: string, count: number): number[] => {
  const stream = createStreams(seed).stream(name)
  return Array.from({ length: count }, () => stream.next())
}

describe('random streams', () => {
  it('streams: the numbers of seed 7, which must never change: recorded runs depend on them', () => {
    expect(stateOf(7, 'arrivals')).toEqual([-522918856, 1469645936, -1963627088, 1161577176])
    expect(draw(7, 'arrivals', 4)).toEqual([
      0.6126293750200518, 0.47711574893978703, 0.9795893515695978, 0.8153148958081946,
    ])
    const stream = createStreams(7).stream('arrivals')
    expect(Array.from({ length: 8 }, () => stream.int(100))).toEqual([64, 6, 52, 18, 46, 68, 91, 3])
    expect(replicationSeed(7, 1)).toBe(8165268873118021)
  })

  it('streams: what pure-rand gives for the same state, upper bits first', () => {
    const generator = xoroshiro128plusFromState(stateOf(-3, 'patience'))
    for (const value of draw(-3, 'patience', 1000)) {
      const [high, low] = [generator.next() >>> 6, generator.next() >>> 5]
      expect(value).toBe((high * 2 ** 27 + low) / 2 ** 53)
    }
  })

  it('streams: drawing from one, or adding one, leaves the others as they were', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 }), (seed, order) => {
        const streams = createStreams(seed)
        const alone = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, createStreams(seed).stream(name)]))
        for (const name of order) expect(streams.stream(name).next()).toBe(alone[name]?.next())
      }),
    )
  })

  it('streams: one letter or one more in the seed turns half of the 128 bits', () => {
    let changed = 0
    const trials = 2000
    for (let trial = 0; trial < trials; trial += 1) {
      const from = stateOf(trial, `queue-${trial}`)
      const other = trial % 2 === 0 ? stateOf(trial + 1, `queue-${trial}`) : stateOf(trial, `queue-${trial + 1}`)
      for (const [word, bits] of from.entries()) changed += bitsOf(bits ^ (other[word] ?? 0))
    }
    // Binomial(128 * 2000, 1/2): standard error 253.
    expect(Math.abs(changed - 64 * trials)).toBeLessThan(4 * 253)
  })

  it('streams: no two of 40,000 names and seeds begin alike', () => {
    const seen = new Set<string>()
    for (let seed = -100; seed < 100; seed += 1) {
      for (let name = 0; name < 200; name += 1) seen.add(stateOf(seed, `s${name}`).join())
    }
    expect(seen.size).toBe(40_000)
    expect(stateOf(2 ** 32, 'x')).not.toEqual(stateOf(0, 'x'))
  })

  it('streams: even (chi-square over 100 cells), and neighbours by name or seed know nothing of each other', () => {
    const count = 100_000
    const base = draw(1, 'talk', count)
    const cells = new Array<number>(100).fill(0)
    for (const value of base) cells[Math.floor(value * 100)] = (cells[Math.floor(value * 100)] ?? 0) + 1
    const chi = cells.reduce((sum, held) => sum + (held - count / 100) ** 2 / (count / 100), 0)
    // 99 degrees of freedom: 99.9 % below 148.2, 0.1 % below 60.
    expect(chi).toBeGreaterThan(60)
    expect(chi).toBeLessThan(148.2)
    for (const other of [draw(2, 'talk', count), draw(1, 'talk2', count), base.slice(1)]) {
      // Standard error of a correlation of independent values: 1 / sqrt(count).
      expect(Math.abs(correlation(base, other))).toBeLessThan(4 / Math.sqrt(count))
    }
  })

  it('streams: whole numbers below a bound, each as often', () => {
    const stream = createStreams(3).stream('int')
    const cells = new Array<number>(7).fill(0)
    for (let trial = 0; trial < 70_000; trial += 1) {
      const value = stream.int(7)
      cells[value] = (cells[value] ?? 0) + 1
    }
    // Standard error 92.6.
    for (const held of cells) expect(Math.abs(held - 10_000)).toBeLessThan(4 * 92.6)
    expect(stream.int(1)).toBe(0)
    expect(stream.int(2 ** 31)).toBeLessThan(2 ** 31)
    expect(() => stream.int(0)).toThrow(TypeError)
  })

  it('streams: a seed that is no whole number is refused with a sentence', () => {
    expect(() => createStreams(1.5)).toThrow(/seed.*1\.5.*whole number/)
  })

  it('streams: replications start apart, the first with the seed of the run', () => {
    expect(replicationSeed(7, 0)).toBe(7)
    const seeds = Array.from({ length: 1000 }, (_, replication) => replicationSeed(7, replication))
    expect(new Set(seeds).size).toBe(1000)
    expect(seeds.every(Number.isSafeInteger)).toBe(true)
  })
})

const bitsOf = (word: number): number => (word >>> 0).toString(2).replaceAll('0', '').length

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const count = Math.min(a.length, b.length)
  let [together, spreadA, spreadB] = [0, 0, 0]
  for (let index = 0; index < count; index += 1) {
    const [x, y] = [(a[index] ?? 0) - 0.5, (b[index] ?? 0) - 0.5]
    together += x * y
    spreadA += x * x
    spreadB += y * y
  }
  return together / Math.sqrt(spreadA * spreadB)
}
