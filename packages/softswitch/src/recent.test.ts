import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRecent } from './recent.js'

it('never holds more than it may, and never forgets what was asked for among the last half of names', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), fc.array(fc.nat(20), { maxLength: 200 }), (most, names) => {
      let made = 0
      const recent = createRecent(most, () => {
        made += 1
        return { number: made }
      })
      const things = new Map<number, { number: number }>()
      const order: number[] = []
      for (const name of names) {
        const lately = new Set<number>()
        for (let i = order.length - 1; i >= 0 && lately.size < Math.floor(most / 2); i -= 1) lately.add(order[i]!)
        const before = things.get(name)
        const thing = recent.need(String(name))
        if (lately.has(name)) expect(thing).toBe(before)
        expect(recent.peek(String(name))).toBe(thing)
        expect(recent.size).toBeLessThanOrEqual(most)
        things.set(name, thing)
        order.push(name)
      }
    }),
  )
})
