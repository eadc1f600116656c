import { commandId, createEventLog } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import { createTestClock } from '../testing/clock.js'
import { call, flowsOf, leg, startIvr } from '../testing/recorded-ivr.js'
import { sample } from '../testing/sample.js'
import { flowVersion } from './compile.js'
import { createIvr } from './ivr.js'

describe('I1 the caller hangs up', () => {
  test('I4 a message is kept when its recording is told before or after the hang-up', () => {
    for (const order of ['recording first', 'hang-up first']) {
      const { ivr, arrive, said, log, head, recorded, types } = startIvr(
        flowsOf({
          day: { start: { step: 'voicemail', box: 'service', then: 'bye' }, bye: { step: 'hang-up', prompt: 'hello' } },
        }),
      )
      arrive()
      ivr.enter(call, 'day')
      said()
      const hangUp = () => {
        log.emit['leg.ended']({ ...head('leg.ended'), by: 'caller', cause: 'normal' })
        ivr.callerGone(call)
      }
      if (order === 'hang-up first') hangUp()
      recorded(2)
      if (order === 'recording first') hangUp()
      expect(types()).toContain('message.left')
      expect(ivr.callerGone(call)).toBe('left-message')
      expect(said()).toEqual(order === 'hang-up first' ? [] : ['play 3'])
    }
  })
  test('I1 nothing is asked for any more', () => {
    const { ivr, arrive, said, log, head, prompted, typed } = startIvr(sample)
    arrive()
    ivr.enter(call, 'day')
    prompted(2)
    said()
    log.emit['leg.ended']({ ...head('leg.ended'), by: 'caller', cause: 'normal' })
    expect(ivr.callerGone(call)).toBe('abandoned')
    typed(3, '8')
    ivr.resume()
    expect(said()).toEqual([])
    log.emit['call.ended']({ seq: log.next(), atMs: 1, type: 'call.ended', call, outcome: 'abandoned' })
    expect([ivr.positionOf(call), ivr.snapshot()]).toEqual([undefined, []])
  })
})

describe('I6 flows are replaced while calls are up', () => {
  const before = flowsOf({
    day: {
      start: { step: 'menu', prompt: 'menu', on: { '1': 'go' }, noInput: { then: 'go' } },
      go: { step: 'queue', queue: 'old' },
    },
  })
  const after = flowsOf({
    day: {
      start: { step: 'menu', prompt: 'menu', on: { '1': 'go' }, noInput: { then: 'go' } },
      go: { step: 'queue', queue: 'new' },
    },
  })

  test('I6 a call keeps the version it began with, the next takes the new one', () => {
    const { ivr, arrive, said, typed } = startIvr(before)
    arrive()
    ivr.enter(call, 'day')
    const began = ivr.positionOf(call)
    ivr.replaceFlows(after)
    typed(2, '1')
    expect(said().at(-1)).toBe('queue old')
    expect(ivr.positionOf(call)).toEqual({ ...began, step: 'go' })
    expect(began?.version).toBe(flowVersion(before.flows.day ?? {}))
    ivr.enter(call, 'day')
    expect(ivr.positionOf(call)?.version).toBe(flowVersion(after.flows.day ?? {}))
    expect(flowVersion(after.flows.day ?? {})).not.toBe(began?.version)
  })
})

describe('I1 odd ways', () => {
  test('I1 a call sent into another flow hears its old sound no longer', () => {
    const { ivr, arrive, said, prompted } = startIvr(sample)
    arrive()
    ivr.enter(call, 'day', { tags: ['vip', 'vip'], language: 'zh' })
    expect([ivr.tags(call), ivr.positionOf(call)?.language]).toEqual([['vip'], 'zh'])
    said()
    ivr.enter(call, 'direct')
    expect(said()).toEqual(['stop 3', 'queue service'])
    prompted(2)
    expect(said()).toEqual([])
  })
  test('I1 after a replay the step is done again', () => {
    const first = startIvr(sample)
    first.arrive()
    first.ivr.enter(call, 'day')
    first.prompted(2)
    const second = startIvr(sample)
    for (const event of first.events) second.log.replay(event)
    expect(JSON.stringify(second.ivr.snapshot())).toBe(JSON.stringify(first.ivr.snapshot()))
    second.ivr.resume()
    expect(second.said()).toEqual(['answer 1', 'collect 2'])
  })
  test('I1 a loop that no checker saw ends the call instead of the process', () => {
    const { ivr, arrive, said } = startIvr(
      flowsOf({ day: { start: { step: 'set', variables: { x: '1' }, then: 'start' } } }),
    )
    arrive()
    ivr.enter(call, 'day')
    expect(said()).toEqual(['end dropped'])
  })
  test('I1 so does a queue that refuses at once into itself', () => {
    const log = createEventLog()
    const ended: string[] = []
    const ivr = createIvr({
      sections: flowsOf({ day: { start: { step: 'queue', queue: 'q', ifFull: 'start' } } }),
      log,
      clock: createTestClock(0),
      desk: {
        command: () => commandId(1),
        queue: (of) => void ivr.queueReturned(of, 'full'),
        transfer: () => {},
        callBack: () => true,
        lookup: () => {},
        nextCommand: () => commandId(1),
        end: (_of, outcome) => void ended.push(outcome),
      },
    })
    log.emit['leg.arrived']({
      seq: log.next(),
      atMs: 0,
      type: 'leg.arrived',
      call,
      leg,
      trunk: 't',
      channel: 1,
      caller: '1',
      dialed: '2',
    })
    ivr.enter(call, 'day')
    expect(ended).toEqual(['dropped'])
  })
  test('I1 so do a queue and a busy phone that send the caller to each other, later each time', () => {
    const { ivr, arrive, said, clock } = startIvr(
      flowsOf({
        day: {
          start: { step: 'queue', queue: 'q', ifNobody: 'boss' },
          boss: { step: 'transfer', extension: '8001', ifBusy: 'start' },
        },
      }),
    )
    arrive()
    ivr.enter(call, 'day')
    for (let round = 0; round < 499; round += 1) {
      clock.advance(1)
      expect(ivr.queueReturned(call, 'nobody')).toBe(true)
      expect(ivr.transferReturned(call, 'busy')).toBe(true)
    }
    said()
    ivr.queueReturned(call, 'nobody')
    ivr.transferReturned(call, 'busy')
    expect(said()).toContain('end dropped')
  })
  test('I1 a caller who waited each time is sent on as often as the flow says', () => {
    const { ivr, arrive, said, clock } = startIvr(
      flowsOf({ day: { start: { step: 'queue', queue: 'q', ifMaxWait: 'start' } } }),
    )
    arrive()
    ivr.enter(call, 'day')
    for (let round = 0; round < 2_000; round += 1) {
      clock.advance(1_000)
      expect(ivr.queueReturned(call, 'max-wait')).toBe(true)
    }
    expect(said()).not.toContain('end dropped')
  })
  test('I1 unknown calls and flows are bugs of who enters them', () => {
    const { ivr, arrive } = startIvr(sample)
    expect(() => ivr.enter(call, 'day')).toThrow("call 7 enters 'day', but no leg of it stands in the log")
    arrive()
    expect(() => ivr.enter(call, 'nowhere')).toThrow("call 7 enters 'nowhere', which is no flow")
  })
})
