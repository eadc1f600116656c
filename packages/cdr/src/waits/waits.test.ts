import { describe, expect, test } from 'vitest'
import { script } from '../../test/script.js'
import { type ClearedCall, createAbandonedList, mergeAbandoned } from './abandoned-list.js'
import { createAnnouncedWaits, figuresOfAnnouncedWaits, mergeAnnouncedWaits } from './announced.js'

describe('A6 announced against real wait', () => {
  const fold = () => {
    const waits = createAnnouncedWaits()
    script()
      .at(0, 'queue.announced', { call: 1, queue: 'service', estimatedWaitMs: 60_000 })
      .at(30_000, 'queue.announced', { call: 1, queue: 'service', estimatedWaitMs: 60_000 })
      .at(30_000, 'queue.announced', { call: 2, queue: 'service', position: 3, estimatedWaitMs: null })
      .at(40_000, 'queue.announced', { call: 3, queue: 'service', estimatedWaitMs: 10_000 })
      .at(70_000, 'queue.left', { call: 1, queue: 'service', because: 'answered' })
      .at(70_000, 'queue.left', { call: 2, queue: 'service', because: 'answered' })
      .at(70_000, 'queue.left', { call: 3, queue: 'service', because: 'abandoned' })
      .play(waits.listeners)
    return waits.snapshot()
  }

  test('compares each announced time with the rest of an answered wait', () => {
    const { service } = fold()
    expect(service).toMatchObject({ compared: 2, unanswered: 1, announcedMs: 120_000, waitedMs: 110_000 })
    expect(service?.late).toMatchObject({ count: 1, sumMs: 10_000 })
    expect(service?.early).toMatchObject({ count: 1, sumMs: 20_000 })
  })

  test('as figures, each with its formula; added up over replications', () => {
    const merged = mergeAnnouncedWaits(fold(), JSON.parse(JSON.stringify(fold())))
    const value = (name: string) =>
      figuresOfAnnouncedWaits(merged.service as never, 'service').find((figure) => figure.name === name)?.value
    expect(merged.service?.compared).toBe(4)
    expect(value('announced-wait')).toBe(60_000)
    expect(value('wait-after-announcement')).toBe(55_000)
    expect(value('announcement-kept')).toBe(0.5)
    expect(value('announcement-error')).toBe(15_000)
    expect(mergeAnnouncedWaits({}, fold())).toEqual(fold())
  })
})

describe('A7 abandoned list', () => {
  test('holds who is to be called back, with the wait and what was chosen; a call leaves it once', () => {
    const cleared: ClearedCall[] = []
    const list = createAbandonedList({ onCleared: (call) => cleared.push(call) })
    script()
      .at(10, 'abandoned.listed', { call: 1, queue: 'service', caller: '138', waitMs: 9, chosen: ['8', '0'] })
      .at(20, 'abandoned.listed', { call: 2, queue: 'sales', caller: '139', waitMs: 5, chosen: [] })
      .at(30, 'abandoned.cleared', { call: 1, queue: 'service', because: 'called-again' })
      .at(40, 'abandoned.cleared', { call: 1, queue: 'service', because: 'cleared' })
      .play(list.listeners)
    const first = { call: 1, queue: 'service', abandonedAtMs: 10, caller: '138', waitMs: 9, chosen: ['8', '0'] }
    const second = { call: 2, queue: 'sales', abandonedAtMs: 20, caller: '139', waitMs: 5, chosen: [] }
    expect(list.waiting).toEqual([second])
    expect(cleared).toEqual([{ ...first, clearedAtMs: 30, because: 'called-again' }])
    expect(mergeAbandoned([second], [first])).toEqual([first, second])
  })
})
