/** The indexes against a list that is sorted for every question. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '../engine/entry.js'
import { servedBefore, Waiting } from '../engine/waiting.js'
import { PlaceHeap } from './heap.js'
import type { Place } from './place.js'
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
  it('A3 a heap of places knows the best, and the best that passes', () => {
    fc.assert(
      fc.property(moves, (script) => {
        const heap = new PlaceHeap()
        const sorted = (list: readonly Place[]): Place[] =>
          [...list].sort(
            (a, b) =>
              a.key0 - b.key0 || a.key1 - b.key1 || a.key2 - b.key2 || a.member.agent.rank - b.member.agent.rank,
          )
        play<Place>(
          script,
          ([key0, key1, key2], rank) =>
            ({ key0, key1, key2, slot: -1, member: { agent: { rank } } }) as unknown as Place,
          (place) => heap.insert(place),
          (place) => heap.remove(place),
          (list) => {
            expect(heap.size).toBe(list.length)
            expect(heap.first()).toBe(sorted(list)[0] ?? null)
            const passes = ({ member }: Place): boolean => member.agent.rank % 3 === 0
            expect(heap.firstWhere(passes)).toBe(sorted(list).find(passes) ?? null)
          },
        )
      }),
    )
  })

  it('A3 a heap of calls knows the best, the best that passes, and how many come before one', () => {
    fc.assert(
      fc.property(moves, (script) => {
        const waiting = new Waiting()
        const sorted = (list: readonly Entry[]): Entry[] => [...list].sort((a, b) => (servedBefore(a, b) ? -1 : 1))
        play<Entry>(
          script,
          ([standing, virtualStartMs], turn) => ({ standing, virtualStartMs, turn, slot: -1 }) as unknown as Entry,
          (entry) => waiting.insert(entry),
          (entry) => waiting.remove(entry),
          (list) => {
            const order = sorted(list)
            expect(waiting.head()).toBe(order[0] ?? null)
            const passes = ({ turn }: Entry): boolean => turn % 3 === 0
            expect(waiting.headWhere(passes)).toBe(order.find(passes) ?? null)
            const some = list[list.length >> 1]
            if (some !== undefined) expect(waiting.countBefore(some)).toBe(order.indexOf(some))
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
