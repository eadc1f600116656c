import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createIntervals } from './intervals.js'

const minutes = (n: number) => n * 60_000
const utc = (text: string) => Date.parse(`${text}Z`)
const text = (atMs: number) => new Date(atMs).toISOString().slice(0, 16)

/** The intervals that follow each other from one instant to another, as UTC. */
const from = (timeZone: string, intervalMs: number, start: string, end: string) => {
  const intervals = createIntervals({ intervalMs, timeZone })
  const found: string[] = []
  for (let atMs = utc(start); atMs < utc(end); ) {
    const { startMs, endMs } = intervals.at(atMs)
    found.push(`${text(startMs)}..${text(endMs).slice(11)}`)
    atMs = endMs
  }
  return found
}

describe('D3 intervals', () => {
  test('follow the wall clock where it is half an hour off', () => {
    expect(from('Asia/Kolkata', minutes(60), '2026-03-01T10:00', '2026-03-01T11:00')).toEqual([
      '2026-03-01T09:30..10:30',
      '2026-03-01T10:30..11:30',
    ])
  })

  test('when clocks go back, the doubled hour is two intervals', () => {
    expect(from('Europe/London', minutes(60), '2026-10-24T23:00', '2026-10-25T03:00')).toEqual([
      '2026-10-24T23:00..00:00',
      '2026-10-25T00:00..01:00',
      '2026-10-25T01:00..02:00',
      '2026-10-25T02:00..03:00',
    ])
  })

  test('a day of the change has 23 or 25 hours', () => {
    expect(from('Europe/London', minutes(1440), '2026-10-25T00:00', '2026-10-26T00:00')).toEqual([
      '2026-10-24T23:00..00:00',
    ])
    const spring = createIntervals({ intervalMs: minutes(1440), timeZone: 'Europe/London' }).at(utc('2026-03-29T12:00'))
    expect(spring.endMs - spring.startMs).toBe(minutes(23 * 60))
    const autumn = createIntervals({ intervalMs: minutes(1440), timeZone: 'Europe/London' }).at(utc('2026-10-25T12:00'))
    expect(autumn.endMs - autumn.startMs).toBe(minutes(25 * 60))
    const early = createIntervals({ intervalMs: minutes(1440), timeZone: 'Europe/London' }).at(utc('2026-10-25T00:30'))
    expect(early).toEqual(autumn)
  })

  test('a half-hour change inside an hour cuts the hour', () => {
    // Lord Howe Island: 02:00 becomes 02:30 on 2026-10-04, that is 15:30 UTC the day before.
    expect(from('Australia/Lord_Howe', minutes(60), '2026-10-03T15:00', '2026-10-03T17:00')).toEqual([
      '2026-10-03T14:30..15:30',
      '2026-10-03T15:30..16:00',
      '2026-10-03T16:00..17:00',
    ])
  })

  test('that do not divide the day start anew at midnight', () => {
    expect(from('UTC', minutes(7 * 60), '2026-03-01T20:59', '2026-03-02T02:00')).toEqual([
      '2026-03-01T14:00..21:00',
      '2026-03-01T21:00..00:00',
      '2026-03-02T00:00..07:00',
    ])
  })

  test('leave no gap and no overlap, whatever is asked in whatever order', () => {
    const zone = fc.constantFrom('UTC', 'Europe/London', 'America/St_Johns', 'Africa/Casablanca', 'Australia/Lord_Howe')
    const length = fc.constantFrom(15, 30, 60, 240, 1440)
    const instant = fc.integer({ min: utc('2024-01-01T00:00'), max: utc('2027-01-01T00:00') })
    fc.assert(
      fc.property(zone, length, fc.array(instant, { minLength: 1, maxLength: 5 }), (timeZone, length, instants) => {
        const intervals = createIntervals({ intervalMs: minutes(length), timeZone })
        for (const atMs of instants) {
          const { startMs, endMs } = intervals.at(atMs)
          expect(startMs).toBeLessThanOrEqual(atMs)
          expect(endMs).toBeGreaterThan(atMs)
          const fresh = createIntervals({ intervalMs: minutes(length), timeZone })
          expect(fresh.at(startMs)).toEqual({ startMs, endMs })
          expect(fresh.at(startMs - 1).endMs).toBe(startMs)
          expect(fresh.at(endMs).startMs).toBe(endMs)
        }
      }),
    )
  })

  test('refuse a length and a zone that cannot be', () => {
    expect(() => createIntervals({ intervalMs: 1000 })).toThrow('an interval cannot be this long (found 1000)')
    expect(() => createIntervals({ intervalMs: minutes(30), timeZone: 'Mars/Base' })).toThrow(
      "this time zone is not known (found 'Mars/Base')",
    )
  })
})
