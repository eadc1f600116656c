/**
 * One small morning as a log that people can read. When it changes, every log that was written before is read differently:
 * look at each line before you accept it (`npx vitest run golden -u`).
 */
import { longestIdle } from '@callweave/acd'
import { checkDefinition } from '@callweave/center'
import { constant } from '@callweave/sim'
import { expect, test } from 'vitest'
import { play } from './script.js'

const center = checkDefinition({
  name: 'golden',
  trunks: { main: { numbers: ['100'], channels: 2 } },
  agents: { ana: { extension: '8001' } },
  queues: {
    service: {
      strategy: longestIdle,
      members: ['ana'],
      wrapUpMs: 5_000,
      announce: { everyMs: 10_000, position: true },
    },
  },
  prompts: { welcome: 'Welcome.', menu: 'Press one for an agent.', happy: 'Were you happy? Press one.' },
  flows: {
    day: {
      start: { step: 'play', prompt: 'welcome', then: 'main' },
      main: { step: 'menu', prompt: 'menu', on: { '1': 'agent' }, noInput: { then: 'bye' } },
      agent: { step: 'queue', queue: 'service', onKey: { '9': 'box' }, afterServed: 'survey' },
      survey: { step: 'survey', questions: [{ name: 'happy', prompt: 'happy', keys: { '1': 'yes' } }] },
      box: { step: 'voicemail', box: 'service' },
      bye: { step: 'hang-up' },
    },
  },
  routes: [{ flow: 'day' }],
})

test('D1 golden log: a call that is served, one that leaves a message, one that finds the lines busy', async () => {
  const { events, outcomes } = play(center, {
    calls: { '100': [0, 5, 8] },
    callers: {
      keys: { main: { '1': 1 }, survey: { '1': 1 } },
      keyDelay: constant({ ms: 1_000 }),
      whileWaiting: { key: '9', ratio: 1, after: constant({ ms: 20_000 }) },
      message: constant({ ms: 7_000 }),
      numbers: ['5551'],
    },
    agents: { everyone: { answer: constant({ ms: 2_000 }), talk: constant({ ms: 60_000 }), hangsUpRatio: 1 } },
  })
  expect(outcomes).toEqual({ 1: 'served', 2: 'left-message' })
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('')
  await expect(lines).toMatchFileSnapshot('golden/morning.jsonl')
})
