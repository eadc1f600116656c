import { longestIdle } from '@callweave/acd'
import { featureCodes, inspectDefinition } from '@callweave/center'
import { describe, expect, test } from 'vitest'

const problemsOf = (more: object) =>
  inspectDefinition({
    trunks: { main: { numbers: ['100'], channels: 2 } },
    agents: { ana: { extension: '8001' } },
    queues: { service: { strategy: longestIdle, members: ['ana'] } },
    flows: { day: { start: { step: 'queue', queue: 'service' } } },
    routes: [{ flow: 'day' }],
    ...more,
  }).problems.map(({ path }) => path)

describe('phones in a definition', () => {
  test('P9 an extension belongs to one, a number inside is no extension, and leads to what there is', () => {
    expect(
      problemsOf({
        extensions: { '8900': { supervisor: true } },
        dialing: { numbers: { '600': { queue: 'service' } } },
      }),
    ).toEqual([])
    expect(problemsOf({ extensions: { '8001': {} } })).toEqual(["extensions['8001']"])
    expect(problemsOf({ dialing: { numbers: { '8001': { flow: 'day' } } } })).toEqual(["dialing.numbers['8001']"])
    expect(problemsOf({ dialing: { outbound: { of: { '8009': { callsAtOnce: 1 } } } } })).toEqual([
      "dialing.outbound.of['8009']",
    ])
    expect(problemsOf({ dialing: { outbound: { callsPerHour: -1 } } })).toEqual(['dialing.outbound.callsPerHour'])
    expect(problemsOf({ dialing: { outbound: { minutesPerDay: 60, of: { '8001': { minutesPerDay: 0 } } } } })).toEqual(
      [],
    )
    expect(problemsOf({ dialing: { numbers: { '600': { queue: 'servise' } } } })).toEqual([
      "dialing.numbers['600'].queue",
    ])
  })

  test('P8 a code is for one thing only, and may be switched off', () => {
    expect(problemsOf({ codes: { ready: '*11' } })).toEqual(['codes.ready'])
    expect(problemsOf({ codes: { ready: '*11', 'log-in': false } })).toEqual([])
    expect(problemsOf({ codes: { ready: '8001' } })).toEqual(['codes.ready'])
    const codes = featureCodes({ sections: { codes: { 'pick-up': false, monitor: '#9' } } } as never)
    expect(codes.map(({ dial }) => dial)).toEqual([
      '*11',
      '*12',
      '*13',
      '*14',
      '*15',
      '*16',
      '*97',
      '#9',
      '*72',
      '*73',
      '*74',
    ])
  })
})
