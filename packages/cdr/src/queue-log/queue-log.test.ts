import { describe, expect, test } from 'vitest'
import { type Script, script } from '../../test/script.js'
import { formatQueueLogLine } from './line.js'
import { createQueueLog, type QueueLogOptions } from './queue-log.js'

const lines = (events: Script, options: Partial<QueueLogOptions> = {}): string[] => {
  const written: string[] = []
  events.play(createQueueLog({ onLine: (line) => written.push(line), journal: 'bank', ...options }).listeners)
  return written
}

const start = 1_764_547_200_000
const enter = (events: Script, call: number, atMs: number, priority = 0) =>
  events
    .at(atMs, 'leg.arrived', { call, leg: call * 10, caller: `1380013800${call}` })
    .at(atMs, 'queue.entered', { call, queue: 'service', priority, virtualStartMs: atMs })

describe('D3 queue_log', () => {
  test('an ordinary call, from the caller who enters to the agent who hangs up', () => {
    const events = script().at(start, 'log.opened', {})
    enter(events, 1, start)
      .at(start + 1_000, 'offer.made', { call: 1, offer: 1, queue: 'service', agent: 'ana', leg: 11 })
      .at(start + 16_000, 'offer.missed', { call: 1, offer: 1, queue: 'service', agent: 'ana', misses: 1 })
      .at(start + 16_000, 'offer.made', { call: 1, offer: 2, queue: 'service', agent: 'bo', leg: 12 })
      .at(start + 19_500, 'offer.accepted', { call: 1, offer: 2, queue: 'service', agent: 'bo' })
      .at(start + 19_500, 'queue.left', { call: 1, queue: 'service', because: 'answered', waitMs: 19_500 })
      .at(start + 19_500, 'agent.changed', { agent: 'bo', from: 'ringing', to: 'talking', call: 1 })
      .at(start + 29_500, 'agent.changed', { agent: 'bo', from: 'talking', to: 'hold', call: 1 })
      .at(start + 39_500, 'agent.changed', { agent: 'bo', from: 'hold', to: 'talking', call: 1 })
      .at(start + 60_000, 'leg.ended', { call: 1, leg: 12, by: 'agent', cause: 'normal' })
      .at(start + 60_000, 'agent.changed', { agent: 'bo', from: 'talking', to: 'wrap-up', call: 1 })
      .at(start + 60_000, 'call.ended', { call: 1, outcome: 'served' })
    expect(lines(events, { callers: true })).toEqual([
      '1764547200|NONE|NONE|NONE|QUEUESTART|',
      '1764547200|bank-1|service|NONE|ENTERQUEUE||13800138001|1',
      '1764547216|bank-1|service|ana|RINGNOANSWER|15000',
      '1764547219|bank-1|service|bo|CONNECT|19|bank-leg-12|3',
      '1764547260|bank-1|service|bo|COMPLETEAGENT|19|40|1',
    ])
    expect(lines(events)[1]).toBe('1764547200|bank-1|service|NONE|ENTERQUEUE|||1')
  })

  test('the caller hangs up first', () => {
    const events = enter(script(), 1, start)
      .at(start, 'offer.made', { call: 1, offer: 1, queue: 'service', agent: 'bo', leg: 11 })
      .at(start, 'offer.accepted', { call: 1, offer: 1, queue: 'service', agent: 'bo' })
      .at(start, 'queue.left', { call: 1, queue: 'service', because: 'answered', waitMs: 0 })
      .at(start, 'agent.changed', { agent: 'bo', from: 'ringing', to: 'talking', call: 1 })
      .at(start + 5_000, 'leg.ended', { call: 1, leg: 10, by: 'caller', cause: 'normal' })
      .at(start + 5_000, 'leg.ended', { call: 1, leg: 11, by: 'center', cause: 'normal' })
      .at(start + 5_000, 'agent.changed', { agent: 'bo', from: 'talking', to: 'ready' })
    expect(lines(events).at(-1)).toBe('1764547205|bank-1|service|bo|COMPLETECALLER|0|5|1')
  })

  test.each([
    ['abandoned', null, 'ABANDON|2|2|7'],
    ['max-wait', null, 'EXITWITHTIMEOUT|2|2|7'],
    ['overflowed', null, 'EXITWITHTIMEOUT|2|2|7'],
    ['key', '3', 'EXITWITHKEY|3|2|2|7'],
    ['nobody', null, 'EXITEMPTY|2|2|7'],
    ['callback', '1', 'EXITWITHKEY|1|2|2|7'],
    ['callback', null, 'WITHDRAW|2|2|7|callback'],
    ['withdrawn', null, 'WITHDRAW|2|2|7|withdrawn'],
  ] as const)('left because %s, key %s: %s', (because, key, says) => {
    const events = enter(enter(script(), 1, start), 2, start)
    events.at(start + 7_000, 'queue.left', { call: 2, queue: 'service', because, waitMs: 7_000, key })
    expect(lines(events).at(-1)).toBe(`1764547207|bank-2|service|NONE|${says}`)
  })

  test('positions follow priority, age and those who leave before', () => {
    const events = enter(enter(enter(script(), 1, start), 2, start + 1_000), 3, start + 2_000, 5)
    events
      .at(start + 3_000, 'queue.reprioritized', { call: 2, queue: 'service', priority: 9, virtualStartMs: start })
      .at(start + 4_000, 'queue.left', { call: 3, queue: 'service', because: 'abandoned', waitMs: 2_000 })
      .at(start + 5_000, 'queue.left', { call: 1, queue: 'service', because: 'abandoned', waitMs: 5_000 })
      .at(start + 6_000, 'queue.left', { call: 2, queue: 'service', because: 'abandoned', waitMs: 5_000 })
    expect(lines(events).map((line) => line.split('|').slice(4).join('|'))).toEqual([
      'ENTERQUEUE|||1',
      'ENTERQUEUE|||2',
      'ENTERQUEUE|||1',
      'ABANDON|2|1|2',
      'ABANDON|2|1|5',
      'ABANDON|1|2|5',
    ])
  })

  test('a caller who hangs up while an agent rings cancels the ringing; a rejected offer was not answered', () => {
    const events = enter(script(), 1, start)
      .at(start, 'offer.made', { call: 1, offer: 1, queue: 'service', agent: 'ana', leg: 11 })
      .at(start + 900, 'offer.rejected', { call: 1, offer: 1, queue: 'service', agent: 'ana', because: 'busy' })
      .at(start + 900, 'offer.made', { call: 1, offer: 2, queue: 'service', agent: 'bo', leg: 12 })
      .at(start + 900, 'offer.made', { call: 1, offer: 3, queue: 'service', agent: 'cy', leg: 13 })
      .at(start + 1_900, 'offer.withdrawn', {
        call: 1,
        offer: 2,
        queue: 'service',
        agent: 'bo',
        because: 'caller-gone',
      })
      .at(start + 1_900, 'offer.withdrawn', {
        call: 1,
        offer: 3,
        queue: 'service',
        agent: 'cy',
        because: 'answered-elsewhere',
      })
    expect(lines(events).slice(1)).toEqual([
      '1764547200|bank-1|service|ana|RINGNOANSWER|900',
      '1764547201|bank-1|service|bo|RINGCANCELED|1000',
    ])
  })

  test('A8 a callback takes the place of its caller, and keeps it after the caller is gone', () => {
    const events = enter(script(), 1, start)
      .at(start + 5_000, 'queue.left', { call: 1, queue: 'service', because: 'callback', waitMs: 5_000, key: '1' })
      .at(start + 5_000, 'queue.entered', { call: 1, queue: 'service', virtualStartMs: start, callback: 1 })
      .at(start + 6_000, 'call.ended', { call: 1 })
      .at(start + 9_000, 'queue.left', { call: 1, queue: 'service', because: 'withdrawn', waitMs: 9_000 })
    expect(lines(events).map((line) => line.split('|').slice(4).join('|'))).toEqual([
      'ENTERQUEUE|||1',
      'EXITWITHKEY|1|1|1|5',
      'ENTERQUEUE|||1',
      'WITHDRAW|1|1|9|withdrawn',
    ])
  })

  test('members come, pause with a reason, change and go, in each of their queues', () => {
    const events = script()
      .at(start, 'agent.changed', { agent: 'ana', from: 'logged-out', to: 'ready' })
      .at(start + 1_000, 'agent.changed', { agent: 'ana', from: 'ready', to: 'not-ready', reason: 'break' })
      .at(start + 2_000, 'agent.changed', { agent: 'ana', from: 'not-ready', to: 'ready' })
      .at(start + 3_000, 'member.changed', { agent: 'ana', queue: 'sales', joined: true, penalty: 2 })
      .at(start + 4_000, 'member.changed', { agent: 'ana', queue: 'sales', joined: true, penalty: 3 })
      .at(start + 5_000, 'member.changed', { agent: 'ana', queue: 'service', joined: false })
      .at(start + 6_000, 'agent.changed', { agent: 'ana', from: 'ready', to: 'logged-out' })
    expect(lines(events, { members: { service: ['ana'] } })).toEqual([
      '1764547200|NONE|service|ana|ADDMEMBER|',
      '1764547201|NONE|service|ana|PAUSE|break',
      '1764547202|NONE|service|ana|UNPAUSE|',
      '1764547203|NONE|sales|ana|ADDMEMBER|',
      '1764547204|NONE|sales|ana|PENALTY|3',
      '1764547205|NONE|service|ana|REMOVEMEMBER|',
      '1764547206|NONE|sales|ana|REMOVEMEMBER|',
    ])
  })

  test('nothing in a value can break the line', () => {
    const parts = { atMs: 0, call: 'bank-1', queue: 'a|b', agent: 'x\ny', event: 'PAUSE', data: ['c|\r\nd'] } as const
    expect(formatQueueLogLine(parts)).toBe('0|bank-1|a b|x y|PAUSE|c   d')
  })
})
