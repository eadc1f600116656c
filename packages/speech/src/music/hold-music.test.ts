import { expect, test } from 'vitest'
import { levelDbov, peakOf } from '../sound/pcm.js'
import { holdMusic } from './hold-music.js'

test('music plays throughout, at one loudness, never clipped', () => {
  const { samples, rateHz } = holdMusic()
  expect(samples.length / rateHz).toBe(24)
  expect(levelDbov(samples)).toBeCloseTo(-25, 1)
  expect(peakOf(samples)).toBeLessThan(16_000)
  for (let at = 0; at < samples.length; at += rateHz / 2)
    expect(levelDbov(samples.subarray(at, at + rateHz / 2))).toBeGreaterThan(-35)
})

test('its end joins its beginning: no step there is larger than elsewhere', () => {
  const { samples } = holdMusic()
  const steps = samples.map((sample, i) => Math.abs(sample - (samples.at(i - 1) ?? 0)))
  expect(steps[0]).toBeLessThan(peakOf(steps.subarray(1)))
})

test('it is the same every time', () => {
  expect(holdMusic().samples).toEqual(holdMusic().samples)
})
