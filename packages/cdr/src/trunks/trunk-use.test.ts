import { describe, expect, test } from 'vitest'
import { script } from '../../test/script.js'
import { createTrunkUse, figuresOfTrunkRows, mergeTrunkUse } from './trunk-use.js'

const halfHour = 1_800_000

describe('D3 trunk use', () => {
  const fold = () => {
    const use = createTrunkUse({ intervalMs: halfHour })
    script()
      .at(0, 'leg.arrived', { call: 1, leg: 1, trunk: 'main' })
      .at(halfHour - 1_000, 'leg.arrived', { call: 2, leg: 2, trunk: 'main' })
      .at(halfHour - 500, 'trunk.busy', { trunk: 'main' })
      .at(halfHour + 1_000, 'leg.ended', { call: 1, leg: 1 })
      .at(halfHour + 2_000, 'leg.ended', { call: 2, leg: 2 })
      .at(halfHour + 2_000, 'leg.ended', { call: 2, leg: 3 })
      .at(4 * halfHour, 'trunk.failed', { trunk: 'main' })
      .at(4 * halfHour + 60_000, 'trunk.restored', { trunk: 'main' })
      .play(use.listeners)
    return use
  }

  test('time in use is cut where an interval ends, and the most in use is seen', () => {
    const { rows } = fold().snapshot(5 * halfHour)
    expect(rows.map(({ startMs }) => startMs / halfHour)).toEqual([0, 1, 2, 3, 4, 5])
    expect(rows[0]).toMatchObject({
      arrived: 2,
      blocked: 1,
      busyMs: halfHour + 1_000,
      mostBusy: 2,
      watchedMs: halfHour,
    })
    expect(rows[1]).toMatchObject({ arrived: 0, blocked: 0, busyMs: 3_000, mostBusy: 2 })
    expect(rows[2]).toMatchObject({ busyMs: 0, mostBusy: 0, watchedMs: halfHour })
    expect(rows[4]).toMatchObject({ failedMs: 60_000 })
  })

  test('blocking and load are the same for one run and for two added up', () => {
    const use = fold()
    const once = use.snapshot(5 * halfHour)
    expect(use.snapshot(halfHour)).toEqual(once)
    const twice = mergeTrunkUse(once, JSON.parse(JSON.stringify(once)))
    expect(figuresOfTrunkRows(twice.rows)).toEqual(figuresOfTrunkRows(once.rows))
    expect(figuresOfTrunkRows(once.rows).map(({ name, value }) => [name, value])).toEqual([
      ['blocking', 1 / 3],
      ['trunk-load', (halfHour + 4_000) / (5 * halfHour)],
    ])
    expect(() => mergeTrunkUse(once, { ...once, timeZone: 'Asia/Shanghai' })).toThrow(TypeError)
  })
})
