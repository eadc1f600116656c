/** The indexes against a list that is sorted for every question. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DenseHeap } from './dense-heap.js'
import { PositionSet } from './position-set.js'

const key = fc.nat(5)
/** Takes out the one at `remove` when there is one, else puts a new one in. */
const moves = fc.array(fc.record({ keys: fc.tuple(key, key, key), remove: fc.option(fc.nat(60), { nil: null }) }), {
  maxLength: 60,
  size: 'max',
})

/** Plays the moves on an index and on a list and compares them after each. */
const play = <T>(
  script: readonly { readonly keys: readonly [number, number, number]; readonly remove: number | null }[],
  make: (keys: readonly [number, number, number], id: number) => T,
  insert: (item: T) => void,
  remove: (item: T) => void,
  compare: (list: readonly T[]) => void,
): void => {
  const list: T[] = []
  script.forEach(({ keys, remove: at }, id) => {
    const gone = at === null ? undefined : list.splice(at, 1)[0]
    if (gone !== undefined) remove(gone)
    else {
      const item = make(keys, id)
      list.push(item)
      insert(item)
    }
    compare(list)
  })
}

describe('indexes', () => {
  it('A3 a heap knows the first, the first that passes, and how many come before one', () => {
    interface Thing {
      keys: readonly [number, number, number]
      readonly id: number
      slot: number
    }
    fc.assert(
      fc.property(moves, fc.nat(3), fc.constantFrom(1, 2), (script, width, shift) => {
        const heap = new DenseHeap<Thing>(width, shift, (a, b) => a.id < b.id, { comparisons: 0, touches: 0 })
        const numbers = ({ keys: [a, b, c] }: Thing): [number, number, number] => (width === 0 ? [0, 0, 0] : [a, b, c])
        const before = (a: Thing, b: Thing): number => {
          for (let at = 0; at < width; at += 1) {
            const difference = (a.keys[at] as number) - (b.keys[at] as number)
            if (difference !== 0) return difference
          }
          return a.id - b.id
        }
        play<Thing>(
          script,
          (keys, id) => ({ keys, id, slot: -1 }),
          (thing) => heap.insert(thing, thing.id, ...numbers(thing)),
          (thing) => {
            expect(heap.holds(thing)).toBe(true)
            heap.remove(thing)
            expect(heap.holds(thing)).toBe(false)
          },
          (list) => {
            const some = list[list.length >> 1]
            if (some !== undefined) {
              some.keys = [some.keys[2], some.keys[0], (some.keys[1] + 1) % 6]
              heap.rekey(some, ...numbers(some))
              expect(heap.hasKeys(some, ...numbers(some))).toBe(true)
            }
            const order = [...list].sort(before)
            expect(heap.size).toBe(list.length)
            expect([...heap.items()].sort(before)).toEqual(order)
            expect(heap.first()).toBe(order[0] ?? null)
            expect(heap.firstTag()).toBe(order[0]?.id ?? -1)
            const passes = ({ id }: Thing): boolean => id % 3 === 0
            expect(heap.firstWhere(passes)).toBe(order.find(passes) ?? null)
            if (some !== undefined && width === 3) {
              const same = (thing: Thing): boolean => thing.keys.every((key, at) => key === some.keys[at])
              const ahead = order.findIndex(same)
              expect(heap.countBefore(...numbers(some))).toBe(ahead)
            }
          },
        )
      }),
    )
  })

  it('A3 a set of positions knows the next from anywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { maxLength: 60 }), fc.nat(3000), (positions, from) => {
        const set = new PositionSet()
        const plain = new Set<number>()
        for (const position of positions) {
          if (plain.delete(position)) set.delete(position)
          else {
            plain.add(position)
            set.add(position)
          }
        }
        const next = [...plain].filter((position) => position >= from).sort((a, b) => a - b)[0] ?? -1
        expect(set.next(from)).toBe(next)
        expect(set.size).toBe(plain.size)
        expect(set.has(from)).toBe(plain.has(from))
      }),
    )
  })
})
