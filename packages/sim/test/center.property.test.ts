import { watchInvariants } from '@callweave/center/testing'
import { createWorld, defineScenario } from '@callweave/sim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fed } from '../../../scripts/inputs.mjs'
import { perform } from './acts.js'
import { anyDefinition } from './any-center.js'
import { anyActs, anyScenario } from './any-people.js'
import { countInputs } from './inputs.js'

test('A5 any center, any people, any bad luck: the invariants of routing hold, and nothing is left in the end', {
  timeout: 900_000,
}, ({ task }) => {
  const seen = new Map<string, number>()
  let calls = 0
  fc.assert(
    fc.property(anyDefinition, anyScenario(60), anyActs, fc.integer(), (definition, input, acts, seed) => {
      const { scenario } = defineScenario(definition, input)
      const world = createWorld({ definition, scenario, seed })
      const watch = watchInvariants(world.log, definition.sections)
      const came = countInputs(world.log)
      for (const act of acts) world.clock.at(scenario.startMs + act.afterMs, (one) => perform(world, one), act)
      world.run()
      watch.finish()
      fed(task, came.inputs)
      calls += world.callCount()
      for (const [outcome, count] of watch.outcomes) seen.set(outcome, (seen.get(outcome) ?? 0) + count)
      expect(world.board.legs()).toEqual([])
      for (const trunk of world.board.trunks.values()) expect(trunk.busy).toBe(0)
      for (const [name, { waiting }] of watch.queues) {
        const queue = world.center.floor.queues.get(name)
        expect((queue?.waitingCount ?? 0) + (queue?.callbackCount ?? 0)).toBe(waiting)
      }
    }),
  )
  // What comes by is no trivial run.
  for (const outcome of ['served', 'abandoned', 'left-message', 'dropped', 'transferred']) {
    expect(seen.get(outcome) ?? 0, outcome).toBeGreaterThan(0)
  }
  expect(calls).toBeGreaterThan(1_000)
})
