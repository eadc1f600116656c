import { type CallbackId, callId, eventSchema } from '@callweave/core'
import { describe, expect, it } from 'vitest'
import type { QueueDefinition } from '../definition/queues.js'
import { longestIdle } from '../strategies/longest-idle.js'
import { ringAll } from '../strategies/ring-all.js'
import { createRig, type Rig, sectionsOf } from '../testing/rig.js'

const rigOf = (members: readonly string[], more: Partial<QueueDefinition> = {}): Rig =>
  createRig(sectionsOf({ service: { strategy: longestIdle, members, ...more } }))

const offerOf = (rig: Rig, agent: string) => {
  const id = rig.agent(agent).offer?.id
  if (id === undefined) throw new Error(`${agent} is not rung`)
  return id
}

/** Ana is busy; the next caller asks to be called back. */
const promised = (rig: Rig, more: { dueAtMs?: number } = {}) => {
  rig.call('service')
  rig.answer('ana')
  const call = rig.call('service')
  const callback = rig.acd.callBack(call, { number: '5551', ...more }) as CallbackId
  rig.desk.gone.add(call)
  return { call, callback }
}

describe('A8 callbacks', () => {
  it('A8 the place is kept: an agent is reserved first, then the caller is dialed and connected', () => {
    const rig = rigOf(['ana'])
    const { call, callback } = promised(rig)
    rig.clock.advance(1000)
    const later = rig.call('service')
    rig.release('ana')
    expect(rig.ringsAt(call)).toEqual(['ana'])
    expect(rig.desk.dialing.size).toBe(0)
    const offer = offerOf(rig, 'ana')
    rig.acd.answered(offer)
    expect(rig.desk.dialing.get(offer)?.number).toBe('5551')
    expect(rig.agent('ana').state).toBe('ringing')
    expect(rig.acd.reached(offer)).toBe(true)
    expect(rig.agent('ana').state).toBe('talking')
    expect(rig.desk.callbacksEnded.get(callback)).toBe('reached')
    expect(rig.told('queue.left').map(({ because }) => because)).toEqual(['answered', 'callback', 'answered'])
    rig.release('ana')
    expect(rig.ringsAt(later)).toEqual(['ana'])
  })

  it('A8 complaint: a callback overtaking a caller who waited longer', () => {
    const rig = rigOf(['ana'])
    rig.call('service')
    rig.answer('ana')
    const first = rig.call('service')
    rig.clock.advance(1000)
    rig.acd.callBack(rig.call('service'), { number: '5551' })
    rig.release('ana')
    expect(rig.ringsAt(first)).toEqual(['ana'])
  })

  it('A8 complaint: more callbacks dialed than agents are free', () => {
    const rig = rigOf(['ana', 'bo'])
    rig.acd.setState('bo', 'not-ready')
    for (const number of ['5551', '5552', '5553']) {
      rig.acd.callBack(callId(100 + Number(number)), { number, queue: 'service' })
    }
    rig.acd.answered(offerOf(rig, 'ana'))
    expect(rig.desk.dialing.size).toBe(1)
    rig.acd.setState('bo', 'ready')
    rig.acd.answered(offerOf(rig, 'bo'))
    expect(rig.desk.dialing.size).toBe(2)
  })

  it('A8 complaint: a callback dialed two or three times', () => {
    const rig = rigOf(['ana', 'bo'])
    const first = rig.acd.callBack(callId(1), { number: '5551', queue: 'service' })
    expect(rig.acd.callBack(callId(2), { number: '5551', queue: 'service' })).toBe(first)
    const offer = offerOf(rig, 'ana')
    rig.acd.answered(offer)
    rig.acd.answered(offer)
    expect(rig.told('callback.dialed')).toHaveLength(1)
    expect(rig.agent('bo').state).toBe('ready')
  })

  it('A8 one number promised by two queues is dialed once at a time', () => {
    const queue = { strategy: longestIdle, members: ['ana', 'bo'], callback: { retryAfterMs: 60_000 } }
    const rig = createRig(sectionsOf({ first: queue, second: queue }))
    rig.acd.callBack(callId(1), { number: '5551', queue: 'first' })
    rig.acd.callBack(callId(2), { number: '5551', queue: 'second' })
    rig.acd.answered(offerOf(rig, 'ana'))
    rig.acd.answered(offerOf(rig, 'bo'))
    expect(rig.desk.dialing.size).toBe(1)
    expect(rig.told('callback.failed')).toMatchObject([{ because: 'busy', attempt: 0 }])
    expect(rig.agent('bo').state).toBe('ready')
  })

  it('A8 nobody answers: the agent is free at once, and the place is taken up again for the next attempt', () => {
    const rig = rigOf(['ana'], { callback: { attempts: 2, retryAfterMs: 60_000 } })
    const { call, callback } = promised(rig)
    const other = rig.call('service')
    rig.release('ana')
    rig.answer('ana')
    rig.acd.unreached(offerOf(rig, 'ana'), 'no-answer')
    expect(rig.desk.ringing.has(rig.told('offer.made')[1]?.offer as never)).toBe(false)
    expect(rig.ringsAt(other)).toEqual(['ana'])
    rig.answer('ana')
    const last = rig.call('service')
    rig.clock.advance(60_000)
    rig.release('ana')
    expect(rig.ringsAt(call)).toEqual(['ana'])
    rig.answer('ana')
    rig.acd.unreached(offerOf(rig, 'ana'), 'busy')
    expect(rig.desk.callbacksEnded.get(callback)).toBe('busy')
    expect(rig.acd.floor.entries.get(call)).toBeUndefined()
    expect(rig.ringsAt(last)).toEqual(['ana'])
  })

  it('A8 a callback that nobody could make in time is given up', () => {
    const rig = rigOf(['ana'], { callback: { expiresAfterMs: 3_600_000 } })
    const { call, callback } = promised(rig)
    rig.clock.advance(3_600_000)
    expect(rig.desk.callbacksEnded.get(callback)).toBe('expired')
    expect(rig.acd.floor.entries.get(call)).toBeUndefined()
    expect(rig.acd.floor.queues.get('service')?.callbackCount).toBe(0)
  })

  it('A8 scheduled: not before it is due, then at the place that the request gives', () => {
    const rig = rigOf(['ana'])
    const { call } = promised(rig, { dueAtMs: rig.clock.nowMs() + 600_000 })
    rig.release('ana')
    expect(rig.ringsAt(call)).toEqual([])
    rig.call('service')
    rig.answer('ana')
    const later = rig.call('service')
    rig.clock.advance(600_000)
    rig.release('ana')
    expect(rig.ringsAt(call)).toEqual(['ana'])
    expect(rig.ringsAt(later)).toEqual([])
  })

  it('A8 a caller who calls in again takes up the place, and the promise is off', () => {
    const rig = rigOf(['ana'])
    const { call, callback } = promised(rig)
    const start = rig.acd.floor.entries.get(call)?.virtualStartMs
    rig.clock.advance(60_000)
    expect(rig.acd.placeOf('5551', 'service')).toBe(start)
    expect(rig.desk.callbacksEnded.get(callback)).toBe('cancelled')
    expect(rig.acd.placeOf('5551', 'service')).toBeNull()
  })

  it('A8 cancelled while the caller is dialed: the agent is free', () => {
    const rig = rigOf(['ana'])
    const { callback } = promised(rig)
    rig.release('ana')
    rig.answer('ana')
    expect(rig.acd.cancelCallback(callback)).toBe(true)
    expect(rig.desk.dialing.size + rig.desk.ringing.size).toBe(0)
    expect(rig.agent('ana').state).toBe('ready')
    expect(rig.acd.cancelCallback(callback)).toBe(false)
  })

  it('A8 the hang-up that follows the promise does not end it', () => {
    const rig = rigOf(['ana'])
    const { call } = promised(rig)
    expect(rig.acd.leave(call, 'abandoned')).toBe(false)
    expect(rig.acd.floor.callbacks.size).toBe(1)
  })

  it('A8 in a ring-all queue the first to answer is reserved and the other phones stop', () => {
    const rig = rigOf(['ana', 'bo', 'chen'], { strategy: ringAll() })
    rig.acd.callBack(callId(1), { number: '5551', queue: 'service' })
    rig.answer('bo')
    expect(['ana', 'bo', 'chen'].map((name) => rig.agent(name).state)).toEqual(['ready', 'ringing', 'ready'])
    rig.acd.reached(offerOf(rig, 'bo'))
    expect(rig.agent('bo').state).toBe('talking')
  })

  it('A8 a desk that cannot dial makes no promises', () => {
    const rig = rigOf(['ana'])
    ;(rig.desk as { dialBack?: unknown }).dialBack = undefined
    rig.call('service')
    const call = rig.call('service')
    expect(rig.acd.callBack(call, { number: '5551' })).toBeNull()
    expect(rig.acd.floor.entries.get(call)?.callback).toBeNull()
  })

  it('A8 complaint: phone numbers in logs: every number of an event is marked as personal', () => {
    expect(eventSchema['callback.requested'].number.personal).toBe(true)
    expect(eventSchema['abandoned.listed'].caller.personal).toBe(true)
  })
})

describe('A7 abandoned calls', () => {
  const giveUp = (rig: Rig, caller: string) => {
    const call = rig.call('service')
    const startMs = rig.clock.nowMs()
    rig.clock.advance(30_000)
    rig.acd.leave(call, 'abandoned')
    const atMs = rig.clock.nowMs()
    const listed = { type: 'abandoned.listed', call, queue: 'service', caller, waitMs: 30_000, chosen: ['8'] } as const
    rig.log.emit['abandoned.listed']({ seq: rig.log.next(), atMs, ...listed })
    return { call, startMs }
  }

  it('A7 who calls again soon takes up the old place, once', () => {
    const rig = rigOf(['ana'], { resumeWithinMs: 60_000 })
    rig.call('service')
    rig.answer('ana')
    const { startMs } = giveUp(rig, '5551')
    rig.call('service')
    rig.clock.advance(60_000)
    expect(rig.acd.placeOf('5552', 'service')).toBeNull()
    const place = rig.acd.placeOf('5551', 'service')
    expect(place).toBe(startMs)
    expect(rig.acd.placeOf('5551', 'service')).toBeNull()
    const again = rig.call('service', { virtualStartMs: place as number })
    rig.clock.advance(1000)
    rig.release('ana')
    expect(rig.ringsAt(again)).toEqual(['ana'])
    rig.answer('ana')
    expect(rig.desk.connected.get(again)?.waitMs).toBe(1000)
  })

  it('A7 who calls again late gets a new place, and is off the list', () => {
    const rig = rigOf(['ana'], { resumeWithinMs: 60_000 })
    rig.call('service')
    const { call } = giveUp(rig, '5551')
    expect(rig.acd.floor.abandoned.get(call)).toMatchObject({ caller: '5551', waitMs: 30_000, chosen: ['8'] })
    rig.clock.advance(60_001)
    expect(rig.acd.placeOf('5551', 'service')).toBeNull()
    expect(rig.acd.floor.abandoned.size).toBe(0)
  })

  it('A7 a call that was called back is off the list', () => {
    const rig = rigOf(['ana'], { resumeWithinMs: 60_000 })
    rig.call('service')
    const { call } = giveUp(rig, '5551')
    expect(rig.acd.clearAbandoned(call, 'called-back')).toBe(true)
    expect(rig.acd.clearAbandoned(call, 'called-back')).toBe(false)
    expect(rig.told('abandoned.cleared')).toMatchObject([{ call, because: 'called-back' }])
  })
})
