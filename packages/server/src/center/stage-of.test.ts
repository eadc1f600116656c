import { longestIdle } from '@callweave/acd'
import { checkDefinition } from '@callweave/center'
import { constant, createWorld, defineScenario, times, type World } from '@callweave/sim'
import { describe, expect, test } from 'vitest'
import { stageOf } from './stage-of.js'

const definition = checkDefinition({
  trunks: {
    main: { numbers: ['100'], channels: 4, prefix: '9', calledPartyRelease: { keepMs: 20_000 } },
  },
  agents: { ana: { extension: '8001' }, ben: { extension: '8002' }, chen: { extension: '8003' } },
  queues: { service: { strategy: longestIdle, members: ['ana'] } },
  flows: { day: { start: { step: 'queue', queue: 'service' } } },
  routes: [{ flow: 'day' }],
})

type Acts = Readonly<Record<number, (world: World) => void>>

/** The stage of the first call at these seconds. Phones ring for 2 s and talk until told otherwise. */
const stagesAt = (seconds: readonly number[], acts: Acts, calls: readonly number[] = []): readonly string[] => {
  const { scenario } = defineScenario(definition, {
    start: '2026-01-12T09:00',
    lengthMs: 600_000,
    arrivals: [{ dialed: '100', source: times(calls.map((second) => ({ afterMs: second * 1_000 }))) }],
    agents: { everyone: { answer: constant({ ms: 2_000 }), talk: constant({ ms: 300_000 }), hangsUpRatio: 0 } },
  })
  const world = createWorld({ definition, scenario, seed: 1 })
  const found: string[] = []
  const look = ({ center }: World): void => {
    const [call] = [...center.calls.calls.values()]
    found.push(call === undefined ? 'none' : stageOf(center, call))
  }
  for (const [second, act] of Object.entries(acts))
    world.clock.at(scenario.startMs + Number(second) * 1_000, act, world)
  for (const second of seconds) world.clock.at(scenario.startMs + second * 1_000 + 500, look, world)
  world.run()
  return found
}

const phone = ({ board, center: { calls } }: World, extension: string) => {
  const legs = [...calls.legs.values()].flatMap(({ id }) => board.legNamed(id) ?? [])
  const leg = legs.find((each) => each.phone?.extension === extension)
  if (leg === undefined) throw new TypeError(`${extension} is in no call`)
  return leg
}

describe('the stage of a call', () => {
  test('S1 desk to desk: ringing, talking, on hold, talking', () => {
    const acts: Acts = {
      1: ({ board }) => void board.dial('8002', '8003'),
      10: (world) => world.board.hold(phone(world, '8003'), true),
      20: (world) => world.board.hold(phone(world, '8003'), false),
    }
    expect(stagesAt([1, 5, 10, 20], acts)).toEqual(['ringing', 'talking', 'hold', 'talking'])
  })

  test('S1 a call out: ringing, then talking', () => {
    expect(stagesAt([1, 20], { 1: ({ board }) => void board.dial('8002', '95550100') })).toEqual(['ringing', 'talking'])
  })

  test('S1 a caller: offered, talking, on hold, ringing at whom the call was put through to, talking', () => {
    const acts: Acts = {
      10: (world) => world.board.hold(phone(world, '8001'), true),
      20: (world) => world.board.hold(phone(world, '8001'), false),
      30: ({ center: { desk } }) => desk.transfer('ana', { agent: 'ben' }),
    }
    expect(stagesAt([0, 5, 10, 20, 30, 40], acts, [0])).toEqual([
      'offered',
      'talking',
      'hold',
      'talking',
      'ringing',
      'talking',
    ])
  })

  test('S1 a caller whose agent speaks to a third first is on hold, whether that one rings or talks', () => {
    const acts: Acts = { 10: ({ center: { desk } }) => desk.consult('ana', { agent: 'ben' }) }
    expect(stagesAt([10, 15], acts, [0])).toEqual(['hold', 'hold'])
  })

  test('P12 S1 an emergency call whose caller has hung up is kept, and talks again when the caller is back', () => {
    expect(stagesAt([5, 10, 20], { 10: ({ board }) => void board.clear() }, [0])).toEqual([
      'talking',
      'kept',
      'talking',
    ])
  })
})
