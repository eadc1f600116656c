import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { createHours } from './calendar.js'
import { type HoursData, type WeekDay, weekDays } from './schema.js'
import { isOpen, nextChange, stateAt } from './state.js'

const at = (text: string): number => Temporal.ZonedDateTime.from(text).epochMilliseconds
const shown = (ms: number | null, timeZone: string): string | null =>
  ms === null
    ? null
    : Temporal.Instant.fromEpochMilliseconds(ms)
        .toZonedDateTimeISO(timeZone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' })

const work: WeekDay[] = ['mon', 'tue', 'wed', 'thu', 'fri']
const office: HoursData = {
  timeZone: 'Asia/Shanghai',
  open: [{ days: work, from: '09:00', to: '17:30' }],
  holidays: ['2026-10-01', { date: '2026-10-02', name: 'National Day' }],
  extra: [{ date: '2026-10-10', from: '10:00', to: '16:00' }],
  shifts: { early: [{ from: '09:00', to: '13:00' }], late: [{ days: work, from: '13:00', to: '17:30' }] },
}

describe('I2 opening hours', () => {
  const hours = createHours(office)
  const zone = '[Asia/Shanghai]'
  const tells = (time: string) => {
    const { open, because, shift, untilMs } = stateAt(hours, at(`${time}${zone}`))
    return [open, because, shift, shown(untilMs, 'Asia/Shanghai')]
  }

  test('I2 week, shifts, the minute of opening and of closing', () => {
    expect(tells('2026-10-05T08:59:59')).toEqual([false, 'closed', null, '2026-10-05T09:00'])
    expect(tells('2026-10-05T09:00')).toEqual([true, 'open', 'early', '2026-10-05T13:00'])
    expect(tells('2026-10-05T13:00')).toEqual([true, 'open', 'late', '2026-10-05T17:30'])
    expect(tells('2026-10-05T17:30')).toEqual([false, 'closed', null, '2026-10-06T09:00'])
  })
  test('I2 holidays close a day and say so; make-up working days open one', () => {
    expect(tells('2026-09-30T18:00')).toEqual([false, 'closed', null, '2026-10-01T00:00'])
    expect(tells('2026-10-01T12:00')).toEqual([false, 'holiday', null, '2026-10-03T00:00'])
    expect(tells('2026-10-10T10:00')).toEqual([true, 'extra', 'early', '2026-10-10T13:00'])
    expect(tells('2026-10-10T15:00')).toEqual([true, 'extra', null, '2026-10-10T16:00'])
  })
  test('I2 night spans belong to the day they begin on, 24:00 is its end', () => {
    const night = createHours({
      timeZone: 'Asia/Shanghai',
      open: [
        { days: ['fri'], from: '22:00', to: '06:00' },
        { days: ['sun'], from: '20:00', to: '24:00' },
      ],
      holidays: ['2026-10-10'],
    })
    expect(shown(nextChange(night, at(`2026-10-09T23:00${zone}`)), 'Asia/Shanghai')).toBe('2026-10-10T06:00')
    expect(isOpen(night, at(`2026-10-10T05:59${zone}`))).toBe(true)
    expect(isOpen(night, at(`2026-10-10T06:00${zone}`))).toBe(false)
    expect(shown(nextChange(night, at(`2026-10-11T21:00${zone}`)), 'Asia/Shanghai')).toBe('2026-10-12T00:00')
  })
  test('I2 round the clock never changes, and neither does never', () => {
    const always = createHours({ open: [{ days: weekDays, from: '00:00', to: '24:00' }] })
    expect(stateAt(always, 0)).toMatchObject({ open: true, untilMs: null })
    expect(stateAt(always, 40 * 366 * 86_400_000)).toMatchObject({ open: true, untilMs: null })
    expect(stateAt(createHours({ open: [] }), 0)).toMatchObject({ open: false, untilMs: null })
  })
  test('I2 clocks that go forward and back', () => {
    const early = createHours({ timeZone: 'America/New_York', open: [{ days: ['sun'], from: '01:30', to: '03:30' }] })
    // 2026-03-08: 02:00 becomes 03:00, so the span lasts one hour; 2026-11-01: 01:00 to 02:00 comes twice, so three.
    for (const [day, hoursLong] of [
      ['2026-03-08', 1],
      ['2026-11-01', 3],
    ] as const) {
      const from = at(`${day}T01:30[America/New_York]`)
      expect(isOpen(early, from - 1)).toBe(false)
      expect(isOpen(early, from)).toBe(true)
      expect(nextChange(early, from)).toBe(from + hoursLong * 3_600_000)
    }
    const skipped = createHours({ timeZone: 'America/New_York', open: [{ days: ['sun'], from: '02:30', to: '04:00' }] })
    expect(isOpen(skipped, at('2026-03-08T03:29[America/New_York]'))).toBe(false)
    expect(isOpen(skipped, at('2026-03-08T03:30[America/New_York]'))).toBe(true)
  })
  test('I2 a time zone that is none is refused', () => {
    expect(() => createHours({ timeZone: 'Mars/Base', open: [] })).toThrow(RangeError)
  })
})

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const anyHours: fc.Arbitrary<HoursData> = fc.record({
  timeZone: fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Europe/London'),
  open: fc.array(
    fc.record({
      days: fc.uniqueArray(fc.constantFrom(...weekDays), { minLength: 1 }),
      from: fc.nat(24 * 4 - 1).map((n) => clock(n * 15)),
      to: fc.nat(24 * 4).map((n) => clock(n * 15)),
    }),
    { maxLength: 4 },
  ),
  holidays: fc.uniqueArray(fc.integer({ min: 1, max: 28 }).map((day) => `2026-03-${String(day).padStart(2, '0')}`)),
  extra: fc.array(
    fc.record({
      date: fc.constantFrom('2026-03-08', '2026-03-14', '2026-03-29'),
      from: fc.constant('10:00'),
      to: fc.constantFrom('12:00', '02:00'),
    }),
    { maxLength: 2 },
  ),
})

/** The same question answered the plain way: the local date and minute, looked up in the week. */
const plainlyOpen = (data: HoursData, ms: number): boolean => {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(data.timeZone as string)
  const on = (date: Temporal.PlainDate, minute: number): boolean => {
    const extra = (data.extra ?? []).filter((span) => span.date === date.toString())
    const week = (data.holidays ?? []).includes(date.toString())
      ? []
      : data.open.filter((span) => span.days.includes(weekDays[date.dayOfWeek - 1] as WeekDay))
    return (extra.length > 0 ? extra : week).some(({ from, to }) => {
      const [begin = 0, end = 0] = [from, to].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))
      return minute >= begin && minute < (end <= begin ? end + 1_440 : end)
    })
  }
  const date = local.toPlainDate()
  const minute = local.hour * 60 + local.minute
  return on(date, minute) || on(date.subtract({ days: 1 }), minute + 1_440)
}

test('I2 any hours: as the plain way says, and nothing changes before the next change', { timeout: 600_000 }, () => {
  const monthMs = 31 * 86_400_000
  fc.assert(
    fc.property(anyHours, fc.nat(monthMs / 60_000), fc.nat(1_000), (data, minute, part) => {
      const hours = createHours(data)
      const ms = 1_772_323_200_000 + minute * 60_000
      const state = stateAt(hours, ms)
      const untilMs = state.untilMs ?? ms + monthMs
      expect(state.fromMs).toBeLessThanOrEqual(ms)
      expect(untilMs).toBeGreaterThan(ms)
      const between = ms + Math.floor(((untilMs - 1 - ms) * part) / 1_000)
      expect(stateAt(createHours(data), between)).toMatchObject({ open: state.open, because: state.because })
      // Around a change of the clocks the plain way reads local times that come twice or not at all.
      if (!nearClockChange(data.timeZone as string, ms)) expect(state.open).toBe(plainlyOpen(data, ms))
      if (state.untilMs !== null) {
        const after = stateAt(hours, state.untilMs)
        expect([after.open, after.because]).not.toEqual([state.open, state.because])
      }
    }),
  )
})

const nearClockChange = (timeZone: string, ms: number): boolean => {
  const offsetAt = (when: number): number =>
    Temporal.Instant.fromEpochMilliseconds(when).toZonedDateTimeISO(timeZone).offsetNanoseconds
  return offsetAt(ms - 86_400_000) !== offsetAt(ms + 86_400_000)
}
