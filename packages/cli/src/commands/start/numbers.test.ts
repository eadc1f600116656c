import { checkDefinition } from '@callweave/center'
import { expect, test } from 'vitest'
import { insideLines, numberLines } from './numbers.js'

const play = { start: { step: 'hang-up', as: 'refused' } }

test('each number with the ways that its callers may go, the last of which fits everybody', () => {
  const { sections } = checkDefinition({
    trunks: { main: { numbers: ['100', '200'], channels: 2 }, back: { numbers: ['300'], channels: 2 } },
    agents: {},
    queues: {},
    hours: { office: { open: [{ days: ['mon'], from: '09:00', to: '17:00' }] } },
    flows: { day: play, night: play, vip: play },
    callerTags: { gold: ['555*'] },
    routes: [
      { number: '100', tag: 'gold', flow: 'vip' },
      { number: ['100', '200'], when: 'office', flow: 'day' },
      { trunk: 'main', flow: 'night' },
      { number: '100', flow: 'day' },
    ],
  })
  const way = (flow: string, when: string | null = null, tag: string | null = null) => ({ flow, when, tag })
  expect(numberLines(sections)).toEqual([
    { number: '100', trunk: 'main', ways: [way('vip', null, 'gold'), way('day', 'office'), way('night')] },
    { number: '200', trunk: 'main', ways: [way('day', 'office'), way('night')] },
    { number: '300', trunk: 'back', ways: [] },
  ])
})

test('P2 P6 what phones dial: numbers inside, and the prefix of each trunk group', () => {
  const { sections } = checkDefinition({
    trunks: { main: { numbers: ['100'], channels: 2, prefix: '9' }, back: { numbers: ['300'], channels: 2 } },
    agents: { ana: { extension: '8001', groups: ['sales'] } },
    queues: {},
    flows: { day: play },
    dialing: {
      numbers: {
        '600': { flow: 'day' },
        '700': { group: 'sales' },
        '701': { group: 'sales', call: 'broadcast' },
      },
    },
    routes: [{ flow: 'day' }],
  })
  expect(insideLines(sections)).toEqual([
    { dial: '600', leads: 'flow', to: 'day' },
    { dial: '700', leads: 'group', to: 'sales' },
    { dial: '701', leads: 'broadcast', to: 'sales' },
    { dial: '9', leads: 'outside', to: 'main' },
  ])
})
