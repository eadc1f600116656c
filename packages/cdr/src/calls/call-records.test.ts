import { describe, expect, test } from 'vitest'
import { accept, arrive, change, fold, fullCall, offer } from '../../test/call-script.js'
import { script } from '../../test/script.js'
import { foldCallRecord } from './call-records.js'
import { withoutPersonal } from './personal.js'
import type { CallRecord } from './record.js'
import { callTrail } from './trail.js'

describe('D1 call record', () => {
  test('has every stage, and each attempt apart', () => {
    expect(fold(fullCall())).toEqual([
      {
        call: 1,
        arrivedAtMs: 0,
        answeredAtMs: null,
        endedAtMs: 97_000,
        closedAtMs: 117_000,
        trunk: 'main',
        channel: 3,
        caller: '13800138000',
        dialed: '4008001234',
        route: 0,
        flow: 'day',
        language: 'zh',
        tags: ['vip', 'complaint'],
        choices: [{ atMs: 3_000, step: 'main', key: '8' }],
        queues: [
          {
            queue: 'complaints',
            enteredAtMs: 4_000,
            leftAtMs: 4_000,
            because: 'full',
            refused: true,
            waitMs: 0,
            key: null,
            callback: false,
          },
          {
            queue: 'service',
            enteredAtMs: 4_000,
            leftAtMs: 27_000,
            because: 'answered',
            refused: false,
            waitMs: 23_000,
            key: null,
            callback: false,
          },
        ],
        offers: [
          { offer: 1, queue: 'service', agent: 'ana', madeAtMs: 4_000, ringMs: 20_000, ended: 'missed', because: null },
          {
            offer: 2,
            queue: 'service',
            agent: 'li-wei',
            madeAtMs: 24_000,
            ringMs: 3_000,
            ended: 'accepted',
            because: null,
          },
        ],
        conversations: [
          {
            agent: 'li-wei',
            queue: 'service',
            leg: 12,
            answeredAtMs: 27_000,
            talkMs: 50_000,
            holdMs: 10_000,
            wrapUpMs: 30_000,
            endedBy: 'agent',
          },
        ],
        answeredBy: 'li-wei',
        waitMs: 23_000,
        talkMs: 50_000,
        holdMs: 10_000,
        wrapUpMs: 30_000,
        survey: [{ question: 'happy', answer: '5', agent: 'li-wei', queue: 'service' }],
        messages: [{ box: 'service', recording: 'm1.wav', lengthMs: 900 }],
        recordings: [{ recording: 'r1.wav', lengthMs: 60_000 }],
        callback: null,
        dialedOut: null,
        refused: null,
        direction: 'in',
        extension: null,
        clearings: [],
        transfers: [],
        outcome: 'served',
        endedBy: 'caller',
        endCause: 'normal',
      },
    ] satisfies CallRecord[])
  })

  test('a call that two agents served has two conversations, and the first answered it', () => {
    const events = arrive(script(), 1, 0)
    for (const [id, agent, atMs] of [
      [1, 'ana', 1_000],
      [2, 'bo', 5_000],
    ] as const) {
      events.at(atMs - 1_000, 'queue.entered', { call: 1, queue: 'service' })
      offer(events, 1, atMs - 1_000, id, agent)
      accept(events, 1, atMs, id, agent, 1_000)
      change(events, atMs + 2_000, agent, 'talking', 'ready', null)
    }
    events.at(7_000, 'call.ended', { call: 1, outcome: 'served' })
    expect(fold(events)[0]).toMatchObject({
      answeredBy: 'ana',
      talkMs: 4_000,
      waitMs: 2_000,
      conversations: [
        { agent: 'ana', talkMs: 2_000 },
        { agent: 'bo', talkMs: 2_000 },
      ],
    })
  })

  test('ring-all: every offer ends, the ones withdrawn with their reason', () => {
    const events = arrive(script(), 1, 0)
    events.at(0, 'queue.entered', { call: 1, queue: 'service' })
    offer(events, 1, 0, 1, 'ana')
    offer(events, 1, 0, 2, 'bo')
    events
      .at(2_000, 'offer.accepted', { call: 1, offer: 1, queue: 'service', agent: 'ana' })
      .at(2_000, 'offer.withdrawn', { call: 1, offer: 2, queue: 'service', agent: 'bo', because: 'answered-elsewhere' })
      .at(3_000, 'call.ended', { call: 1, outcome: 'served' })
    expect(fold(events)[0]?.offers).toMatchObject([
      { agent: 'ana', ended: 'accepted', ringMs: 2_000, because: null },
      { agent: 'bo', ended: 'withdrawn', ringMs: 2_000, because: 'answered-elsewhere' },
    ])
  })

  test('blocked, passed on outside, and dialed by us', () => {
    const events = arrive(script(), 1, 0)
    events.at(0, 'call.refused', { call: 1, because: 'blocked' }).at(0, 'call.ended', { call: 1, outcome: 'refused' })
    arrive(events, 2, 10)
    events
      .at(20, 'leg.originated', { call: 2, leg: 21, toward: '120', purpose: 'outside' })
      .at(30, 'call.ended', { call: 2, outcome: 'transferred' })
      .at(40, 'leg.originated', { call: 3, leg: 30, toward: '139', purpose: 'callback' })
      .at(50, 'leg.ended', { call: 3, leg: 30, by: 'outside', cause: 'busy' })
      .at(50, 'call.ended', { call: 3, outcome: 'dropped' })
    const [blocked, passed, dialed] = fold(events)
    expect(blocked).toMatchObject({ refused: 'blocked', outcome: 'refused' })
    expect(passed).toMatchObject({ dialedOut: '120', outcome: 'transferred' })
    expect(dialed).toMatchObject({ dialedOut: '139', dialed: null, caller: null, endedBy: 'outside', endCause: 'busy' })
  })

  test('A8 a callback: the promise, its place in the queue, and the conversation when the caller was reached', () => {
    const events = arrive(script(), 1, 0)
    events
      .at(0, 'queue.entered', { call: 1, queue: 'service' })
      .at(5_000, 'queue.left', { call: 1, queue: 'service', because: 'callback', waitMs: 5_000, key: '1' })
      .at(5_000, 'callback.requested', { call: 1, callback: 1, queue: 'service', number: '138', dueAtMs: 60_000 })
      .at(5_000, 'queue.entered', { call: 1, queue: 'service', callback: 1 })
      .at(6_000, 'leg.ended', { call: 1, leg: 10, by: 'caller' })
    offer(events, 1, 60_000, 1, 'ana')
    events
      .at(61_000, 'callback.dialed', { call: 1, callback: 1, queue: 'service', agent: 'ana', attempt: 2 })
      .at(61_000, 'leg.originated', { call: 1, leg: 15, toward: '138', purpose: 'callback' })
    accept(events, 1, 65_000, 1, 'ana', 65_000)
    events
      .at(65_000, 'callback.ended', { call: 1, callback: 1, queue: 'service', because: 'reached' })
      .at(70_000, 'leg.ended', { call: 1, leg: 15, by: 'outside', cause: 'normal' })
    change(events, 70_000, 'ana', 'talking', 'ready', null)
    events.at(70_000, 'call.ended', { call: 1, outcome: 'served' })
    expect(fold(events)[0]).toMatchObject({
      queues: [
        { because: 'callback', key: '1', callback: false },
        { because: 'answered', callback: true },
      ],
      callback: { queue: 'service', requestedAtMs: 5_000, dueAtMs: 60_000, attempts: 2, ended: 'reached' },
      dialedOut: '138',
      conversations: [{ agent: 'ana', talkMs: 5_000, endedBy: 'outside' }],
      endedBy: 'outside',
    })
  })

  test('without personal values, nothing tells who the caller was', () => {
    const events = arrive(script(), 1, 0)
    events
      .at(20, 'leg.originated', { call: 1, leg: 21, toward: '120120', purpose: 'outside' })
      .at(30, 'call.ended', { call: 1, outcome: 'transferred' })
    const [record] = fold(events) as [CallRecord]
    expect(withoutPersonal(record)).toEqual({ ...record, caller: null, dialedOut: null })
  })

  test('folds from the trail of one call, whatever happens around it', () => {
    const events = fullCall()
    const alone = fold(events)[0]
    const crowded = script()
    for (const event of events.events) {
      crowded.at(event.atMs, event.type, event as never)
      crowded.at(event.atMs, 'call.tagged', { call: 99, tag: 'other' })
      if (event.type === 'agent.changed') change(crowded, event.atMs, 'somebody', 'ready', 'talking', 99)
    }
    expect(foldCallRecord(callTrail(crowded.events, 1))).toEqual(alone)
    expect([...callTrail(crowded.events, 1)]).toHaveLength(events.events.length)
    expect(foldCallRecord([])).toBeUndefined()
  })
})
