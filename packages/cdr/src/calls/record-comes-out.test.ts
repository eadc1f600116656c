/** When the record of a call is handed out. */
import { describe, expect, test } from 'vitest'
import { accept, arrive, change, fold, fullCall, offer } from '../../test/call-script.js'
import { script } from '../../test/script.js'
import { createCallRecords } from './call-records.js'

describe('D1 call record comes out', () => {
  test('waits for the last wrap-up, and comes out the instant it is over', () => {
    const seen: number[] = []
    const folding = createCallRecords({ onRecord: ({ call }) => seen.push(call) })
    const events = fullCall()
    arrive(events, 2, 118_000)
    events.at(119_000, 'call.ended', { call: 2, outcome: 'abandoned' })
    const listeners = folding.listeners as Record<string, ((event: unknown) => void) | undefined>
    for (const event of events.events) {
      listeners[event.type]?.(event)
      if (event.type === 'call.ended' && event.call === 1) expect([seen, folding.open]).toEqual([[], 1])
      if (event.type === 'agent.changed' && event.from === 'wrap-up') expect([seen, folding.open]).toEqual([[1], 0])
    }
    expect(seen).toEqual([1, 2])
  })

  test('a wrap-up that another call cuts short ends with it', () => {
    const events = arrive(script(), 1, 0)
    events.at(0, 'queue.entered', { call: 1, queue: 'service' })
    offer(events, 1, 0, 1, 'ana')
    accept(events, 1, 1_000, 1, 'ana', 1_000)
    change(events, 5_000, 'ana', 'talking', 'wrap-up', 1)
    events.at(5_000, 'call.ended', { call: 1, outcome: 'served' })
    arrive(events, 2, 6_000)
    change(events, 8_000, 'ana', 'wrap-up', 'talking', 2)
    change(events, 9_000, 'ana', 'talking', 'ready', null)
    events.at(9_000, 'call.ended', { call: 2, outcome: 'served' })
    const [first, second] = fold(events)
    expect(first).toMatchObject({ call: 1, closedAtMs: 8_000, wrapUpMs: 3_000 })
    expect(second).toMatchObject({ call: 2, talkMs: 1_000, conversations: [{ queue: null, leg: 0 }] })
  })

  test('what is told of a call whose record is out makes no second record', () => {
    const events = arrive(script(), 1, 0)
    events
      .at(10, 'call.ended', { call: 1, outcome: 'abandoned' })
      .at(20, 'recording.finished', { call: 1, recording: 'late.wav', lengthMs: 5 })
      .at(20, 'call.tagged', { call: 1, tag: 'late' })
    expect(fold(events, 100)).toHaveLength(1)
  })

  test('closing hands out what is still up, with the time so far', () => {
    const events = arrive(script(), 1, 0)
    events.at(0, 'queue.entered', { call: 1, queue: 'service' })
    offer(events, 1, 0, 1, 'ana')
    accept(events, 1, 1_000, 1, 'ana', 1_000)
    const records = fold(events, 5_000)
    expect(records).toMatchObject([{ call: 1, endedAtMs: null, closedAtMs: 5_000, outcome: null, talkMs: 4_000 }])
  })
})
