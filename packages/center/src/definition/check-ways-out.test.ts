import { longestIdle } from '@callweave/acd'
import { expect, test } from 'vitest'
import { defineCallCenter } from './define.js'

const warningsOf = (queue: object) =>
  defineCallCenter({
    trunks: { main: { numbers: ['100'], channels: 2 } },
    agents: { ana: { extension: '1' } },
    queues: { service: { strategy: longestIdle, members: ['ana'], ...queue } },
    flows: {
      day: {
        start: { step: 'queue', queue: 'service', ifNobody: 'bye', ifFull: 'bye', ifMaxWait: 'bye' },
        bye: { step: 'hang-up' },
      },
    },
    routes: [{ flow: 'day' }],
  }).warnings.map(({ path }) => path)

test('I6 a way out of a queue that no rule opens is warned of', () => {
  expect(warningsOf({})).toEqual(['flows.day.start.ifNobody', 'flows.day.start.ifFull', 'flows.day.start.ifMaxWait'])
  expect(warningsOf({ leaveWhen: ['logged-out'], mostWaiting: 3, maxWaitMs: 60_000 })).toEqual([])
  expect(warningsOf({ refuseWhen: false, mostWaiting: 3, maxWaitMs: 60_000 })).toEqual(['flows.day.start.ifNobody'])
})
