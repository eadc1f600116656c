import type { EventType } from '@callweave/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Script, script } from '../../test/script.js'
import { figuresOf, left } from '../figures/figures-of.js'
import { createQueueFigures, type QueueFiguresOptions } from './queue-figures.js'
import { mergeQueueFigures, totalAgentTime, totalCounts } from './report.js'

const halfHour = 1_800_000

const fold = (events: Script, untilMs: number, options: Partial<QueueFiguresOptions> = {}) => {
  const figures = createQueueFigures({ intervalMs: halfHour, ...options })
  events.play(figures.listeners)
  return figures.snapshot(untilMs)
}

const enter = (events: Script, call: number, atMs: number, queue = 'service') =>
  events.at(atMs, 'queue.entered', { call, queue, virtualStartMs: atMs })

const leave = (events: Script, call: number, atMs: number, because: 'answered' | 'abandoned', waitMs: number) =>
  events.at(atMs, 'queue.left', { call, queue: 'service', because, waitMs })

type State = 'ready' | 'ringing' | 'talking' | 'hold' | 'wrap-up' | 'not-ready' | 'logged-out'
const change = (events: Script, atMs: number, from: State, to: State, call: number | null, agent = 'ana') =>
  events.at(atMs, 'agent.changed', { agent, from, to, because: 'asked', call })

describe('D3 interval figures', () => {
  test('a call counts in the interval of its arrival, with all that came of it later', () => {
    const events = script()
    enter(events, 1, halfHour - 1_000)
    leave(events, 1, halfHour + 20_000, 'answered', 21_000)
    change(events, halfHour + 20_000, 'ready', 'ringing', 1)
    change(events, halfHour + 20_000, 'ringing', 'talking', 1)
    change(events, halfHour + 80_000, 'talking', 'hold', 1)
    change(events, halfHour + 90_000, 'hold', 'talking', 1)
    change(events, halfHour + 100_000, 'talking', 'wrap-up', 1)
    events.at(halfHour + 100_000, 'call.ended', { call: 1, outcome: 'served' })
    change(events, halfHour + 130_000, 'wrap-up', 'ready', 1)
    const { rows, waits } = fold(events, 2 * halfHour)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      queue: 'service',
      startMs: 0,
      endMs: halfHour,
      offered: 1,
      answered: 1,
      answeredWithin: 0,
      answeredWaitMs: 21_000,
      handled: 1,
      talkMs: 70_000,
      holdMs: 10_000,
      wrapUpMs: 30_000,
    })
    expect(waits.service?.handling).toMatchObject({ count: 1, sumMs: 110_000 })
  })

  test('the target and the short-abandon threshold are inclusive', () => {
    const events = script()
    for (const [call, because, waitMs] of [
      [1, 'answered', 10_000],
      [2, 'answered', 10_001],
      [3, 'abandoned', 2_000],
      [4, 'abandoned', 2_001],
      [5, 'abandoned', 10_001],
    ] as const) {
      enter(events, call, 0)
      leave(events, call, waitMs, because, waitMs)
    }
    const targets = { service: { withinMs: 10_000, shortMs: 2_000 } }
    expect(fold(events, halfHour, { targets }).rows[0]).toMatchObject({
      answered: 2,
      answeredWithin: 1,
      abandoned: 3,
      abandonedWithin: 2,
      abandonedShort: 1,
    })
  })

  test('agents spend their time by the clock, cut where an interval ends', () => {
    const events = script()
    change(events, 0, 'logged-out', 'ready', null)
    change(events, halfHour - 60_000, 'ready', 'ringing', 1)
    change(events, halfHour - 50_000, 'ringing', 'talking', 1)
    change(events, halfHour + 100_000, 'talking', 'ready', 1)
    const { agents } = fold(events, 2 * halfHour, { members: { service: ['ana'], sales: [] } })
    const first = { startMs: 0, endMs: halfHour, readyMs: halfHour - 60_000, ringingMs: 10_000, talkingMs: 50_000 }
    const second = { startMs: halfHour, endMs: 2 * halfHour, readyMs: halfHour - 100_000, talkingMs: 100_000 }
    expect(agents).toMatchObject([
      { queue: null, ...first },
      { queue: 'service', ...first },
      { queue: null, ...second },
      { queue: 'service', ...second },
    ])
  })

  test('occupancy is handling of handling and ready; each agent counts once in the whole center', () => {
    const events = script()
    change(events, 0, 'logged-out', 'ready', null)
    change(events, 1_000, 'ready', 'ringing', 7)
    change(events, 2_000, 'ringing', 'talking', 7)
    change(events, 4_000, 'talking', 'wrap-up', 7)
    change(events, 5_000, 'wrap-up', 'not-ready', null)
    const figures = fold(events, 9_000, { members: { service: ['ana'], sales: ['ana'] } })
    for (const queue of [null, 'service', 'sales']) {
      expect(totalAgentTime(figures, queue)).toEqual({
        readyMs: 1_000,
        ringingMs: 1_000,
        talkingMs: 2_000,
        onHoldMs: 0,
        wrappingUpMs: 1_000,
        notReadyMs: 4_000,
      })
      const occupancy = figuresOf(figures, queue).find(({ name }) => name === 'occupancy')
      expect(occupancy).toMatchObject({ value: 0.75, formula: 'handling-of-handling-and-ready', queue })
    }
  })

  test('members come and go while calls are up', () => {
    const events = script()
    change(events, 0, 'logged-out', 'ready', null)
    events.at(10_000, 'member.changed', { queue: 'service', agent: 'ana', joined: true })
    events.at(30_000, 'member.changed', { queue: 'service', agent: 'ana', joined: false })
    const figures = fold(events, 60_000)
    expect(totalAgentTime(figures, 'service').readyMs).toBe(20_000)
    expect(totalAgentTime(figures, null).readyMs).toBe(60_000)
  })

  test('the warm-up and what comes after the end are left out', () => {
    const events = script()
    change(events, 0, 'logged-out', 'ready', null)
    enter(events, 1, 500)
    enter(events, 2, 1_000)
    leave(events, 1, 2_000, 'abandoned', 1_500)
    leave(events, 2, 2_000, 'abandoned', 1_000)
    enter(events, 3, 5_000)
    leave(events, 3, 5_500, 'abandoned', 500)
    events.at(6_000, 'queue.refused', { call: 4, queue: 'service', because: 'full' })
    const figures = fold(events, 10_000, { fromMs: 1_000, untilMs: 5_000 })
    expect(totalCounts(figures)).toMatchObject({ offered: 1, abandoned: 1, refused: 0, waitMs: 1_000 })
    expect(totalAgentTime(figures, null).readyMs).toBe(4_000)
  })

  test('a call that is passed to a second queue counts in both', () => {
    const events = script()
    enter(events, 1, 0, 'service')
    events.at(5_000, 'queue.left', { call: 1, queue: 'service', because: 'overflowed', waitMs: 5_000 })
    enter(events, 1, 5_000, 'sales')
    events.at(6_000, 'queue.left', { call: 1, queue: 'sales', because: 'answered', waitMs: 1_000 })
    const figures = fold(events, 10_000)
    expect(totalCounts(figures, 'service')).toMatchObject({ offered: 1, overflowed: 1, answered: 0 })
    expect(totalCounts(figures, 'sales')).toMatchObject({ offered: 1, overflowed: 0, answered: 1 })
  })

  test('A8 a callback waits for no caller: it is no offered call, but its conversation counts', () => {
    const events = script()
    enter(events, 1, 0)
    events
      .at(5_000, 'queue.left', { call: 1, queue: 'service', because: 'callback', waitMs: 5_000 })
      .at(5_000, 'queue.entered', { call: 1, queue: 'service', callback: 1 })
      .at(6_000, 'call.ended', { call: 1 })
      .at(90_000, 'queue.left', { call: 1, queue: 'service', because: 'answered', waitMs: 90_000 })
    change(events, 90_000, 'ringing', 'talking', 1)
    change(events, 100_000, 'talking', 'ready', null)
    events
      .at(100_000, 'queue.entered', { call: 2, queue: 'service', callback: 2 })
      .at(100_000, 'queue.left', { call: 2, queue: 'service', because: 'withdrawn', waitMs: 0 })
    const figures = fold(events, halfHour)
    expect(totalCounts(figures)).toMatchObject({
      offered: 1,
      leftForCallback: 1,
      answered: 0,
      withdrawn: 0,
      waitMs: 5_000,
      callbacks: 2,
      callbacksReached: 1,
      handled: 1,
      talkMs: 10_000,
    })
    expect(figuresOf(figures, 'service').find(({ name }) => name === 'callbacks-reached')?.value).toBe(0.5)
  })

  test('every way out is counted once, and what is left is waiting', () => {
    const ways = [
      'answered',
      'abandoned',
      'overflowed',
      'key',
      'max-wait',
      'nobody',
      'callback',
      'withdrawn',
      null,
    ] as const
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ways)), (taken) => {
        const events = script()
        taken.forEach((because, i) => {
          enter(events, i + 1, i)
          if (because !== null) events.at(i, 'queue.left', { call: i + 1, queue: 'service', because, waitMs: 1 })
        })
        const c = totalCounts(fold(events, halfHour))
        const out = left(c)
        expect(c.offered).toBe(taken.length)
        expect(out).toBe(taken.filter((because) => because !== null).length)
        expect(c.waitMs).toBe(out)
      }),
    )
  })

  test('two replications added up are the sum of their counts, and JSON carries them', () => {
    const events = script()
    change(events, 0, 'logged-out', 'ready', null)
    enter(events, 1, 100)
    leave(events, 1, 3_100, 'answered', 3_000)
    const one = fold(events, halfHour)
    const two = JSON.parse(JSON.stringify(one)) as typeof one
    const sum = mergeQueueFigures(one, two)
    expect(sum.rows).toHaveLength(1)
    expect(sum.rows[0]).toMatchObject({ offered: 2, answered: 2, answeredWaitMs: 6_000, maxWaitMs: 3_000 })
    expect(totalAgentTime(sum, null).readyMs).toBe(2 * halfHour)
    expect(sum.waits.service?.answered.count).toBe(2)
    expect(() => mergeQueueFigures(one, { ...two, intervalMs: 1 })).toThrow(TypeError)
  })

  test('listens for no more than it needs', () => {
    const types: EventType[] = [
      'agent.changed',
      'call.ended',
      'member.changed',
      'queue.entered',
      'queue.left',
      'queue.refused',
    ]
    expect(Object.keys(createQueueFigures({ intervalMs: halfHour }).listeners).sort()).toEqual(types)
  })
})
