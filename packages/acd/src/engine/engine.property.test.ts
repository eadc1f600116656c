import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fed } from '../../../../scripts/inputs.mjs'
import { createDriver, type Driver, kindsOfStep, type Step } from '../testing/driver.js'
import { checkFloor } from '../testing/invariants.js'
import { snapshotFloor } from './snapshot.js'

const seeds = fc.nat(1_000_000)
const steps = (most: number) =>
  fc.array(fc.tuple(fc.nat(kindsOfStep - 1), fc.nat(1000), fc.nat(10_000)), { maxLength: most, size: 'max' })

const live = (seed: number, day: readonly Step[]): Driver => {
  const driver = createDriver(seed)
  for (const step of day) driver.step(step)
  return driver
}

/** When the states of agents end by themselves, as far as that has been arranged. */
const rests = ({ rig: { acd } }: Driver): readonly (number | null)[] =>
  [...acd.floor.agents.values()].map(({ timer, untilMs }) => (timer === 0 ? null : untilMs))

describe('engine properties', () => {
  it('A3 A5 A6 A8 whatever happens, the floor is in order and every offer is the one that the rules ask for', ({
    task,
  }) => {
    fc.assert(
      fc.property(seeds, steps(60), (seed, day) => {
        const driver = live(seed, day)
        fed(task, driver.inputs)
        driver.drain()
      }),
    )
  })

  it('A4 the log, replayed, gives the same floor, and the same appointments are made', ({ task }) => {
    fc.assert(
      fc.property(seeds, steps(40), (seed, day) => {
        const driver = live(seed, day)
        fed(task, driver.inputs)
        const before = snapshotFloor(driver.rig.acd.floor)
        const due = rests(driver)
        const { length } = driver.rig.events
        driver.rig.restart()
        expect(snapshotFloor(driver.rig.acd.floor)).toBe(before)
        expect(driver.rig.events).toHaveLength(length)
        expect(rests(driver)).toEqual(due)
        checkFloor(driver.rig.acd.floor, driver.rig.clock.nowMs())
      }),
    )
  })

  it('A4 after a restart in the middle the day goes on in order', ({ task }) => {
    fc.assert(
      fc.property(seeds, steps(30), steps(30), (seed, morning, afternoon) => {
        const driver = live(seed, morning)
        driver.rig.restart()
        for (const step of afternoon) driver.step(step)
        fed(task, driver.inputs)
        driver.drain()
      }),
    )
  })
})
