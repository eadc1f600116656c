import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTimeoutClock } from './timeout-clock.js'

const dayMs = 86_400_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('an appointment is kept at its instant, also one that is further off than a timer can wait', () => {
  const clock = createTimeoutClock()
  const startMs = clock.nowMs()
  const ran: number[] = []
  for (const days of [100, 1, 30]) clock.at(startMs + days * dayMs, (of) => void ran.push(of), days)
  const taken = clock.at(startMs + 40 * dayMs, (of) => void ran.push(of), 40)
  vi.advanceTimersByTime(dayMs - 1)
  expect(ran).toEqual([])
  vi.advanceTimersByTime(1)
  expect(ran).toEqual([1])
  vi.advanceTimersByTime(35 * dayMs)
  expect(ran).toEqual([1, 30])
  clock.cancel(taken)
  vi.advanceTimersByTime(70 * dayMs)
  expect(ran).toEqual([1, 30, 100])
  expect(vi.getTimerCount()).toBe(0)
})
