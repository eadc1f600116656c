/** Orders of an integrator's own, of any keys in any direction: the driver compares every offer with a sorted list. */
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { fed } from '../../../../scripts/inputs.mjs'
import { defineStrategy, nobodyReady, type OrderKey, offer } from '../strategy/define.js'
import { createDriver, kindsOfStep } from '../testing/driver.js'

const keys: readonly OrderKey[] = [
  'idleSinceMs',
  'callsHandled',
  'talkMs',
  'position',
  'skillLevel',
  'weight',
  'answeredPerWeight',
]
const term = fc.record({ key: fc.constantFrom(...keys), direction: fc.constantFrom('ascending', 'descending') })
const day = fc.array(fc.tuple(fc.nat(kindsOfStep - 1), fc.nat(1000), fc.nat(10_000)), { maxLength: 60, size: 'max' })

describe('A1 own orders', () => {
  it('A1 whatever an order goes by, lowest or highest first, nobody who is ready comes before the one rung', ({
    task,
  }) => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.array(term, { minLength: 1, maxLength: 3 }), day, (seed, order, steps) => {
        const strategy = defineStrategy('own', {
          version: 1,
          order,
          decide: ({ head }) => (head === null ? nobodyReady : offer(head.agent.id, 'first')),
        })
        const driver = createDriver(seed, { strategy })
        for (const step of steps) driver.step(step)
        fed(task, driver.inputs)
        driver.drain()
      }),
    )
  })
})
