import { checkDefinition } from '@callweave/center'
import { createHandClock } from '@callweave/core/testing'
import { expect, test } from 'vitest'
import { openingOf } from './opening.js'

const queue = { strategy: { strategy: 'longest-idle' }, members: [] } as never
const definition = checkDefinition({
  timeZone: 'Asia/Shanghai',
  trunks: { main: { numbers: ['100', '200', '300', '400'], channels: 2 } },
  agents: {},
  queues: { service: queue, vips: queue },
  hours: {
    office: {
      open: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:30' }],
      // A change of the shift is none of open and closed.
      shifts: { early: [{ from: '09:00', to: '13:00' }] },
    },
    lunch: { open: [{ days: ['mon'], from: '12:00', to: '13:00' }] },
    always: { open: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }] },
  },
  callerTags: { gold: ['555*'] },
  flows: {
    day: {
      start: { step: 'hours', hours: 'lunch', open: 'away', closed: 'on' },
      away: { step: 'hang-up' },
      on: { step: 'flow', flow: 'wait' },
    },
    wait: { start: { step: 'queue', queue: 'service' } },
    vip: { start: { step: 'queue', queue: 'vips' } },
    night: { start: { step: 'hang-up' } },
  },
  routes: [
    { number: '100', tag: 'gold', flow: 'vip' },
    { number: '100', when: 'office', flow: 'day' },
    { number: '100', flow: 'night' },
    { number: '200', flow: 'wait' },
    { number: '300', when: 'always', flow: 'vip' },
  ],
})

const at = (text: string) => {
  const clock = createHandClock()
  clock.move(Date.parse(`${text}+08:00`) - clock.nowMs())
  return openingOf({ definition, clock })
}
const ms = (text: string): number => Date.parse(`${text}+08:00`)

test('S1 what the callers of a number meet now, and when its hours begin or end', () => {
  const morning = at('2026-11-23T10:00')
  expect(morning.timeZone).toBe('Asia/Shanghai')
  expect(morning.numbers).toEqual([
    {
      number: '100',
      trunk: 'main',
      flow: 'day',
      hours: [
        { hours: 'office', open: true, changesAtMs: ms('2026-11-23T17:30') },
        { hours: 'lunch', open: false, changesAtMs: ms('2026-11-23T12:00') },
      ],
      queues: [{ queue: 'service', open: true }],
    },
    { number: '200', trunk: 'main', flow: 'wait', hours: [], queues: [{ queue: 'service', open: true }] },
    {
      number: '300',
      trunk: 'main',
      flow: 'vip',
      hours: [{ hours: 'always', open: true, changesAtMs: null }],
      queues: [{ queue: 'vips', open: true }],
    },
    { number: '400', trunk: 'main', flow: null, hours: [], queues: [] },
  ])
  const [closed] = at('2026-11-27T18:00').numbers
  expect(closed).toMatchObject({
    flow: 'night',
    hours: [{ hours: 'office', open: false, changesAtMs: ms('2026-11-30T09:00') }, { hours: 'lunch' }],
    queues: [{ queue: 'service', open: false }],
  })
})
