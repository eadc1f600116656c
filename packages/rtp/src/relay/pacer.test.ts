import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Pacer } from './pacer.js'

describe('one tick for all legs', () => {
  test('is due at t0 + n * 20 ms, however late the last one was', () => {
    const pacer = new Pacer(1_000)
    expect(pacer.take(1_000)).toEqual({ ticks: 1, skipped: 0 })
    expect(pacer.waitMs(1_000)).toBe(20)
    expect(pacer.take(1_019.9)).toEqual({ ticks: 0, skipped: 0 })
    expect(pacer.take(1_033)).toEqual({ ticks: 1, skipped: 0 })
    expect(pacer.waitMs(1_033)).toBe(7)
    expect(pacer.take(1_100)).toEqual({ ticks: 4, skipped: 0 })
    expect(pacer.waitMs(1_100)).toBe(20)
  })

  test('time that was slept through is skipped', () => {
    const pacer = new Pacer(0)
    pacer.take(0)
    expect(pacer.take(2_000)).toEqual({ ticks: 1, skipped: 99 })
    expect(pacer.waitMs(2_000)).toBe(20)
  })

  test('any sleeps: as many ticks, run or skipped, as 20 ms have begun', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 60 }), (sleeps) => {
        const pacer = new Pacer(0)
        let [nowMs, all] = [0, 0]
        for (const sleepMs of sleeps) {
          nowMs += sleepMs
          const { ticks, skipped } = pacer.take(nowMs)
          all += ticks + skipped
          expect(ticks).toBeLessThanOrEqual(5)
          expect(all).toBe(Math.floor(nowMs / 20) + 1)
          expect(pacer.waitMs(nowMs)).toBeGreaterThan(0)
          expect(pacer.waitMs(nowMs)).toBeLessThanOrEqual(20)
        }
      }),
    )
  })
})
