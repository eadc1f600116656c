import { expect, test } from 'vitest'
import { createSystemRandom } from './system-random.js'

test('numbers are spread over their range, and two centers draw others', () => {
  const [a, b] = [createSystemRandom().stream('x'), createSystemRandom().stream('x')]
  // More than are fetched at once.
  const drawn = Array.from({ length: 20_000 }, () => a.next())
  expect(drawn.every((one) => one >= 0 && one < 1)).toBe(true)
  expect(new Set(drawn).size).toBe(20_000)
  // Each tenth holds 2,000 with a deviation of 42.
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const count = drawn.filter((one) => Math.floor(one * 10) === tenth).length
    expect(Math.abs(count - 2_000)).toBeLessThan(420)
  }
  expect(drawn).not.toContain(b.next())
  expect(new Set(Array.from({ length: 400 }, () => a.int(6)))).toEqual(new Set([0, 1, 2, 3, 4, 5]))
  expect(a.int(1)).toBe(0)
  expect(() => a.int(0)).toThrow(TypeError)
})
