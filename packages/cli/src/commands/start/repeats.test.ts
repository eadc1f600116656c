import { expect, test } from 'vitest'
import { createRepeats } from './repeats.js'

test('the same trouble is told once in five seconds, then with how often it was held back', () => {
  const repeats = createRepeats()
  expect([0, 10, 4_999].map((atMs) => repeats.take('no port', atMs))).toEqual(['', null, null])
  expect(repeats.take('another', 20)).toBe('')
  expect(repeats.take('no port', 5_000)).toBe(' (+2)')
  expect(repeats.take('no port', 11_000)).toBe('')
})

test('what is remembered is bounded', () => {
  const repeats = createRepeats()
  for (let each = 0; each <= 50; each += 1) repeats.take(`${each}`, 0)
  expect([repeats.take('0', 1), repeats.take('50', 1)]).toEqual(['', null])
})
