import { snapshotFloor } from '@callweave/acd'
import { type Center, type CenterDefinition, createCenter } from '@callweave/center'
import { type CallEvent, canonicalText, createEventLog, type Switch } from '@callweave/core'
import { createStreams, createWorld, defineScenario, VirtualClock } from '@callweave/sim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { perform } from './acts.js'
import { anyDefinition } from './any-center.js'
import { anyActs, anyScenario } from './any-people.js'

/** Legs and calls point at each other: a leg stands for its number. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if ('role' in value && 'id' in value) return value.id
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

const snapshot = ({ floor, calls, ivr }: Center) => ({
  floor: snapshotFloor(floor),
  calls: canonicalText([...calls.calls.values()].sort((a, b) => a.id - b.id).map(plain)),
  legs: canonicalText(
    [...calls.legs.values()]
      .sort((a, b) => a.id - b.id)
      .map(({ id, call, role, agent, offer, answered, party }) => ({
        id,
        call: call.id,
        role,
        agent,
        offer,
        answered,
        party,
      })),
  ),
  last: [calls.lastCall, calls.lastLeg],
  moved: [...calls.moved].sort((a, b) => a - b),
  positions: canonicalText(ivr.snapshot()),
})

const noSwitch: Switch = {
  do: () => {
    throw new TypeError('a replay orders nothing')
  },
  can: { earlyMedia: false, record: false, conference: false, monitor: false, fax: false },
  legs: () => [],
}

/** A center that has only the log to know from. */
const replayed = (definition: CenterDefinition, events: readonly CallEvent[]): Center => {
  const log = createEventLog()
  const center = createCenter({
    definition,
    log,
    clock: new VirtualClock(0),
    random: createStreams(99),
    switch: noSwitch,
    lookups: { ask: () => {} },
  })
  for (const event of events) log.replay(event)
  return center
}

test('D1 any run, cut anywhere: a fresh center that replays the log stands where the first one stood', {
  timeout: 900_000,
}, () => {
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(anyDefinition, anyScenario(15), anyActs, cuts, fc.integer(), (definition, input, acts, where, seed) => {
      const { scenario } = defineScenario(definition, input)
      const run = (stops: ReadonlySet<number>) => {
        const world = createWorld({ definition, scenario, seed })
        const events: CallEvent[] = []
        const seen = new Map<number, ReturnType<typeof snapshot>>()
        world.log.tapAll((event) => {
          events.push(event)
          if (stops.has(event.seq)) seen.set(event.seq, snapshot(world.center))
        })
        for (const act of acts) world.clock.at(scenario.startMs + act.afterMs, (one) => perform(world, one), act)
        world.run()
        return { events, seen }
      }
      const { length } = run(new Set()).events
      const stops = new Set(where.map((share) => 1 + Math.floor(share * (length - 1))))
      const { events, seen } = run(stops)
      expect(seen.size).toBe(stops.size)
      for (const [seq, then] of seen) {
        // As a journal gives it back: JSON, not the objects that the first center made.
        const logged = JSON.parse(JSON.stringify(events.slice(0, seq))) as CallEvent[]
        expect(snapshot(replayed(definition, logged)), `cut at ${seq} of ${length}`).toEqual(then)
      }
    }),
  )
})

test('D1 a log with a gap is refused', () => {
  const log = createEventLog()
  const event = { seq: 2, atMs: 0, type: 'trunk.restored', trunk: 'main' } as const
  expect(() => log.replay(event)).toThrow(/event 2 does not follow 0/)
})
