/** Names in a scenario are those of its center: a misspelled one is red where it stands. */
import { longestIdle } from '@callweave/acd'
import { defineCallCenter } from '@callweave/center'
import { constant } from '../random/index.js'
import { defineScenario } from './define.js'
import { poisson } from './sources.js'

const center = defineCallCenter({
  trunks: { main: { numbers: ['100'], channels: 30 } },
  agents: { ana: { extension: '1' } },
  queues: { service: { strategy: longestIdle, members: ['ana'] } },
  prompts: { menu: 'Press one' },
  flows: {
    day: {
      main: { step: 'queue', queue: 'service' },
      start: { step: 'menu', prompt: 'menu', on: { '1': 'main' }, noInput: { then: 'main' } },
    },
  },
  routes: [{ flow: 'day' }],
})

const source = poisson({ callsPerHour: 10 })
const talk = constant({ ms: 1_000 })

defineScenario(center, {
  start: '2026-01-12T09:00',
  lengthMs: 1_000,
  arrivals: [{ trunk: 'main', dialed: '100', callers: 'public', source }],
  callers: { public: { keys: { start: { '1': 1 } } } },
  agents: { everyone: { talk, talkByQueue: { service: talk } }, only: { ana: { talk } } },
  faults: [
    { fault: 'trunk-down', trunk: 'main', afterMs: 0, lengthMs: 1 },
    { fault: 'phone-dead', agent: 'ana', afterMs: 0, lengthMs: 1 },
  ],
})

defineScenario(center, {
  start: '2026-01-12T09:00',
  lengthMs: 1_000,
  arrivals: [
    {
      // @ts-expect-error a trunk: 'mian'
      trunk: 'mian',
      dialed: '100',
      source,
      attributeKeys: {
        // @ts-expect-error a step: 'strat'
        step: 'strat',
        keys: { a: '1' },
      },
    },
  ],
  callers: {
    public: {
      keys: {
        start: { '1': 1 },
        // @ts-expect-error a step: 'mian'
        mian: { '1': 1 },
      },
      digits: {
        // @ts-expect-error a step: 'acount'
        acount: ['1'],
      },
    },
    others: {
      // @ts-expect-error no such setting
      pacience: talk,
    },
  },
  agents: {
    everyone: {
      talkByQueue: {
        // @ts-expect-error a queue: 'servise'
        servise: talk,
      },
    },
    only: {
      // @ts-expect-error an agent: 'anna'
      anna: { talk },
    },
  },
  faults: [
    {
      fault: 'trunk-down',
      // @ts-expect-error a trunk: 'mains'
      trunk: 'mains',
      afterMs: 0,
      lengthMs: 1,
    },
    {
      fault: 'phone-dead',
      // @ts-expect-error an agent: 'anaa'
      agent: 'anaa',
      afterMs: 0,
      lengthMs: 1,
    },
  ],
})
