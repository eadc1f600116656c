/** Any day, cut off after any turn: the next start leaves nothing half done. */
import { linear, longestIdle, ringAll } from '@callweave/acd'
import { callId } from '@callweave/core'
import { constant, createWorld, defineScenario, exponential, poisson } from '@callweave/sim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openVirtual } from '../../test/virtual-center.js'
import { floorOf } from '../../test/virtual-floor.js'

const services = fc.record({
  strategy: fc.constantFrom(linear, longestIdle, ringAll()),
  ringTimeoutMs: fc.constantFrom(5_000, 20_000),
  wrapUpMs: fc.constantFrom(0, 30_000),
  missesToNotReady: fc.constantFrom(1, 3),
})

const days = fc.record({
  callsPerHour: fc.constantFrom(200, 600, 1_500),
  missRatio: fc.constantFrom(0, 0.3),
  rejectRatio: fc.constantFrom(0, 0.2),
  patienceMs: fc.constantFrom(10_000, 120_000),
  messages: fc.boolean(),
})

/** The lines of a journal, and after which of them a turn was over. */
const dayOf = (
  service: Record<string, unknown>,
  day: typeof days extends fc.Arbitrary<infer T> ? T : never,
  seed: number,
) => {
  const definition = floorOf(service)
  const arrivals = (dialed: string, callsPerHour: number) => ({ dialed, source: poisson({ callsPerHour }) })
  const { scenario } = defineScenario(definition, {
    start: '2026-01-12T09:00',
    lengthMs: 600_000,
    arrivals: [arrivals('100', day.callsPerHour), ...(day.messages ? [arrivals('200', 60)] : [])],
    callers: { everyone: { patience: exponential({ meanMs: day.patienceMs }), message: constant({ ms: 20_000 }) } },
    agents: {
      everyone: {
        talk: exponential({ meanMs: 60_000 }),
        answer: constant({ ms: 3_000 }),
        missRatio: day.missRatio,
        rejectRatio: day.rejectRatio,
      },
    },
  })
  const world = createWorld({ definition, scenario, seed })
  const lines: string[] = []
  const turns: number[] = []
  world.log.tapAll((event) => {
    lines.push(JSON.stringify(event))
    turns.push(world.clock.ran)
  })
  world.run()
  const ends = lines.flatMap((_, i) => (i + 1 < lines.length && turns[i] !== turns[i + 1] ? [i + 1] : []))
  return { lines, ends }
}

test('S4 any day, cut off after any turn: no leg, no call and no agent hangs in it; every call has its record', async () => {
  const cuts = fc.array(fc.nat(999), { minLength: 4, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(services, days, cuts, fc.integer(), async (service, day, where, seed) => {
      const { lines, ends } = dayOf(service, day, seed)
      for (const perMille of where) {
        const end = ends[Math.floor((perMille / 1_000) * ends.length)] ?? 0
        const cut = lines.slice(0, end)
        const logged = cut.map((line) => JSON.parse(line) as { type: string; call: number; atMs: number })
        const { running, records, floor, troubles } = await openVirtual(
          cut,
          {},
          { atMs: (logged.at(-1)?.atMs ?? 0) + 60_000, service },
        )
        const { center, start } = running
        const of = (type: string): number[] => logged.flatMap((event) => (event.type === type ? [event.call] : []))
        const up = new Set(of('leg.arrived'))
        for (const call of of('call.ended')) up.delete(call)

        expect(start.closed.map(({ call }) => call)).toEqual([...up])
        expect([center.calls.calls.size, center.calls.legs.size, troubles]).toEqual([0, 0, []])
        expect([...center.floor.entries.values(), ...center.floor.offers.values()]).toEqual([])
        for (const { state } of center.floor.agents.values())
          expect(['talking', 'hold', 'ringing']).not.toContain(state)
        expect(floor.orders, 'nobody is rung for the dead').toEqual([])
        // Where a call rings at several phones, another that still rings may be offered to who comes free, for a moment.
        const offers = cut.slice(end).filter((line) => line.includes('"offer.made"'))
        if (service.strategy.strategy !== 'ring-all') expect(offers).toEqual([])
        // Of all but those whose wrap-up goes on.
        const wrapping = [...center.floor.agents.values()].flatMap(({ state, call }) =>
          state === 'wrap-up' ? [call] : [],
        )
        const recorded = records.map(({ call }) => call)
        const wanted = of('leg.arrived').filter((call) => !wrapping.includes(callId(call)))
        expect(recorded.sort((a, b) => a - b)).toEqual(wanted)
      }
    }),
  )
})
