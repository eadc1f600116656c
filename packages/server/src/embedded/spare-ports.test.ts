import { expect, test } from 'vitest'
import { spareOf } from './open-switch.js'

test('a burst finds ports open, and a small range is left to calls', () => {
  expect(spareOf({ from: 16_384, to: 32_767 })).toBe(256)
  expect(spareOf({ from: 20_000, to: 20_799 })).toBe(100)
  expect(spareOf({ from: 20_000, to: 20_001 })).toBe(1)
})
