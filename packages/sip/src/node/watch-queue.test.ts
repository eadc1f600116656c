import { afterEach, expect, test, vi } from 'vitest'
import { watchQueue } from './queue-delay.js'

afterEach(() => void vi.useRealTimers())

test('a probe that was given up and comes late is that of the first, and the next says how it is now', () => {
  vi.useFakeTimers()
  let sent = 0
  const queue = watchQueue(() => {
    sent += 1
  })
  vi.advanceTimersByTime(100)
  expect(sent).toBe(1)
  vi.advanceTimersByTime(2_200)
  expect(sent).toBe(2)
  expect(queue.ms).toBe(2_000)
  queue.heard()
  expect(queue.ms).toBe(2_100)
  // The second, behind it in the same queue.
  queue.heard()
  expect(queue.ms).toBe(2_100)
  for (let round = 0; round < 3; round += 1) {
    vi.advanceTimersByTime(100)
    queue.heard()
  }
  expect(sent).toBe(5)
  expect(queue.ms).toBe(0)
  queue.close()
  expect(vi.getTimerCount()).toBe(0)
})
