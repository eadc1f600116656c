import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { duration, parseDuration } from './duration.js'
import { parseGoal } from './goal.js'
import { number, parseRatio, ratio, whole } from './number.js'

describe('durations', () => {
  test.each([
    ['180s', 180_000],
    ['3m', 180_000],
    ['500ms', 500],
    ['1h', 3_600_000],
    ['1.5h', 5_400_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['0s', 0],
    ['1m500ms', 60_500],
  ])('%s', (text, ms) => expect(parseDuration(text)).toBe(ms))

  test.each(['', '180', 's', '3 m', '-3s', '3m1h', '3m3m', '1e3s', '3sec', '3mx', '0.5ms', '∞s'])(
    '%j is none',
    (text) => expect(parseDuration(text)).toBeUndefined(),
  )

  test.each([
    ['180', '180s'],
    ['3 min', '3m'],
    ['3minutes', '3m'],
    ['2:30', '2m30s'],
    ['abc', undefined],
  ])('by %j was probably meant %s', (text, meant) => expect(duration().meant?.(text)).toBe(meant))

  test('whatever is written in units reads back', () => {
    const whole = (max: number) => fc.integer({ min: 0, max })
    fc.assert(
      fc.property(whole(99), whole(59), whole(59), whole(999), (h, m, s, ms) => {
        expect(parseDuration(`${h}h${m}m${s}s${ms}ms`)).toBe(((h * 60 + m) * 60 + s) * 1000 + ms)
      }),
    )
  })

  test('above zero where zero makes no sense', () => {
    expect(duration({ aboveZero: true }).parse('0s')).toBeUndefined()
    expect(duration().parse('0s')).toBe(0)
  })
})

describe('goals', () => {
  test.each([
    ['0.8', { ratio: 0.8 }],
    ['80%', { ratio: 0.8 }],
    ['80/20', { ratio: 0.8, targetMs: 20_000 }],
    ['95 / 10', { ratio: 0.95, targetMs: 10_000 }],
    ['0.8/30s', { ratio: 0.8, targetMs: 30_000 }],
    ['80%/1m', { ratio: 0.8, targetMs: 60_000 }],
    ['99.9/15', { ratio: 0.999, targetMs: 15_000 }],
  ])('%s', (text, goal) => expect(parseGoal(text)).toEqual(goal))

  test.each(['80', '1', '100/20', '80/20/5', '/20', '80/', '-1', 'all'])('%j is none', (text) =>
    expect(parseGoal(text)).toBeUndefined(),
  )
})

describe('numbers', () => {
  test('nothing is half read', () => {
    for (const text of ['3x', '1,200', '', ' ', '0x10', 'NaN', 'Infinity', '1e999', '--3'])
      expect(number({ min: 0 }).parse(text)).toBeUndefined()
    expect(number({ min: 0 }).parse('1e3')).toBe(1000)
    expect(whole({ min: 1 }).parse('0')).toBeUndefined()
    expect(whole({ min: 1 }).parse('2.0')).toBe(2)
  })

  test('percent is the very ratio', () => {
    for (let percent = 0; percent < 100; percent += 1) expect(parseRatio(`${percent}%`)).toBe(percent / 100)
    expect(ratio().parse('100%')).toBeUndefined()
    expect(ratio().meant?.('30')).toBe('30%')
  })
})
