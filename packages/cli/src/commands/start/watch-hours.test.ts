import { checkDefinition } from '@callweave/center'
import { createHandClock } from '@callweave/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Notice } from './notice.js'
import { watchHours } from './watch-hours.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('hours that end and begin are told once each', () => {
  const definition = checkDefinition({
    timeZone: 'UTC',
    trunks: { main: { numbers: ['100'], channels: 2 } },
    agents: {},
    queues: {},
    hours: { office: { open: [{ days: ['mon', 'tue'], from: '09:00', to: '17:00' }] } },
    flows: { day: { start: { step: 'hang-up' } }, night: { start: { step: 'hang-up' } } },
    routes: [{ when: 'office', flow: 'day' }, { flow: 'night' }],
  })
  const clock = createHandClock()
  clock.move(Date.UTC(2026, 10, 23, 16, 59) - clock.nowMs())
  const told: Notice[] = []
  const leave = watchHours({ running: { definition, clock } }, { tell: (notice) => void told.push(notice) })
  const pass = (minutes: number): void => {
    clock.move(minutes * 60_000)
    vi.advanceTimersByTime(10_000)
  }
  pass(0)
  expect(told).toEqual([])
  pass(1)
  const next = { notice: 'hours-changed', hours: 'office' }
  expect(told).toEqual([{ ...next, open: false, untilMs: Date.UTC(2026, 10, 24, 9) }])
  pass(16 * 60)
  expect(told[1]).toEqual({ ...next, open: true, untilMs: Date.UTC(2026, 10, 24, 17) })
  leave()
  pass(12 * 60)
  expect(told).toHaveLength(2)
})
