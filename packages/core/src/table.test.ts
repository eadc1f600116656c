import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AgeingMap, createIdTable, NameTable } from './table.js'

type Move<K> = readonly ['set' | 'get' | 'delete', K]

const moves = <K>(key: fc.Arbitrary<K>): fc.Arbitrary<readonly Move<K>[]> =>
  fc.array(fc.tuple(fc.constantFrom('set' as const, 'get' as const, 'delete' as const), key), { maxLength: 80 })

/** Plays the moves on both tables and compares what each says. */
const play = <K>(
  script: readonly Move<K>[],
  table: { get(key: K): number | undefined; set(key: K, value: number): unknown; delete(key: K): boolean },
): Map<K, number> => {
  const plain = new Map<K, number>()
  script.forEach(([move, key], value) => {
    if (move === 'set') {
      table.set(key, value)
      plain.set(key, value)
    } else if (move === 'delete') expect(table.delete(key)).toBe(plain.delete(key))
    expect(table.get(key)).toBe(plain.get(key))
  })
  return plain
}

describe('tables', () => {
  it('by number: what a Map says, also where numbers share a slot', () => {
    // Multiples of 2^20 share a slot in a table of any size that it may grow to.
    const id = fc.oneof(
      fc.integer({ min: 1, max: 40 }),
      fc.nat(5).map((n) => 7 + n * 2 ** 20),
    )
    fc.assert(
      fc.property(moves(id), fc.constantFrom(1, 4, 64), (script, slots) => {
        const table = createIdTable<number>(slots)
        const plain = play(script, table)
        expect(table.size).toBe(plain.size)
        expect([...table.values()].sort((a, b) => a - b)).toEqual([...plain.values()].sort((a, b) => a - b))
      }),
      { numRuns: 100 }, // some of them double up to a million slots
    )
  })

  it('by name: what a Map says, whatever was asked for before', () => {
    fc.assert(
      fc.property(moves(fc.constantFrom('a', 'b', 'c')), (script) => {
        const table = new NameTable<number>()
        const plain = play(script, table)
        expect([...table]).toEqual([...plain])
        table.clear()
        expect(table.get('a')).toBeUndefined()
      }),
    )
  })

  it('by age: the oldest is taken out first, whatever went before and whenever the map was empty', () => {
    const move = fc.tuple(fc.constantFrom('set', 'move', 'delete', 'take', 'clear'), fc.nat(12))
    fc.assert(
      fc.property(fc.array(move, { maxLength: 120, size: 'max' }), (script) => {
        const ageing = new AgeingMap<number, string>()
        const plain = new Map<number, string>()
        for (const [what, key] of script) {
          for (const map of [ageing, plain]) {
            if (what === 'move' || what === 'delete') map.delete(key)
            if (what === 'move' || what === 'set') map.set(key, `${key}`)
            if (what === 'clear' && key === 0) map.clear()
          }
          const [oldest] = plain
          if (what === 'take' && oldest === undefined) expect(() => ageing.takeOldest()).toThrow(TypeError)
          if (what === 'take' && oldest !== undefined) {
            plain.delete(oldest[0])
            expect(ageing.takeOldest()).toBe(oldest[1])
          }
          expect([...ageing]).toEqual([...plain])
        }
      }),
    )
  })

  it.each(['never', 'at first'])(
    'by age: what has left is let go of, where the oldest are taken out %s',
    async (when) => {
      const ageing = new AgeingMap<number, object>()
      const seen: WeakRef<object>[] = []
      for (let key = 0; key < 20_000; key += 1) {
        const value = { key }
        seen.push(new WeakRef(value))
        ageing.set(key, value)
        if (key >= 100 && key < 200 && when === 'at first') ageing.takeOldest()
        else if (key >= 100) ageing.delete(key - 100)
      }
      // What was made in this turn of the event loop is held until it ends.
      await new Promise((done) => void setImmediate(done))
      setFlagsFromString('--expose-gc')
      runInNewContext('gc')()
      expect(seen.filter((value) => value.deref() !== undefined).length).toBeLessThan(1_000)
      expect(ageing.size).toBe(100)
    },
  )
})
