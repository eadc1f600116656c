/** Calls written by hand, and their records. */
import { expect } from 'vitest'
import { createCallRecords } from '../src/calls/call-records.js'
import type { CallRecord } from '../src/calls/record.js'
import { type Script, script } from './script.js'

export const fold = (events: Script, closeAtMs?: number): CallRecord[] => {
  const records: CallRecord[] = []
  const folding = createCallRecords({ onRecord: (record) => records.push(record) })
  events.play(folding.listeners)
  if (closeAtMs !== undefined) folding.close(closeAtMs)
  else expect(folding.open).toBe(0)
  return records
}

type State = 'ready' | 'ringing' | 'talking' | 'hold' | 'wrap-up' | 'not-ready'
export const change = (events: Script, atMs: number, agent: string, from: State, to: State, call: number | null) =>
  events.at(atMs, 'agent.changed', { agent, from, to, because: 'asked', call })

export const arrive = (events: Script, call: number, atMs: number) =>
  events
    .at(atMs, 'leg.arrived', {
      call,
      leg: call * 10,
      trunk: 'main',
      channel: 3,
      caller: '13800138000',
      dialed: '4008001234',
    })
    .at(atMs, 'call.routed', { call, route: 0, flow: 'day', tags: ['vip'] })

export const offer = (events: Script, call: number, atMs: number, id: number, agent: string) => {
  events.at(atMs, 'offer.made', { call, offer: id, queue: 'service', agent, leg: call * 10 + id })
  return change(events, atMs, agent, 'ready', 'ringing', call)
}

export const accept = (events: Script, call: number, atMs: number, id: number, agent: string, waitMs: number) => {
  events
    .at(atMs, 'offer.accepted', { call, offer: id, queue: 'service', agent })
    .at(atMs, 'queue.left', { call, queue: 'service', because: 'answered', waitMs })
  return change(events, atMs, agent, 'ringing', 'talking', call)
}

/** A call with every stage: menu, a miss, an answer, hold, survey, late wrap-up. */
export const fullCall = (): Script => {
  const events = arrive(script(), 1, 0)
  events
    .at(2_000, 'language.chosen', { call: 1, language: 'zh' })
    .at(3_000, 'menu.chosen', { call: 1, step: 'main', key: '8' })
    .at(3_000, 'call.tagged', { call: 1, tag: 'complaint' })
    .at(3_000, 'call.tagged', { call: 1, tag: 'vip' })
    .at(4_000, 'queue.refused', { call: 1, queue: 'complaints', because: 'full' })
    .at(4_000, 'queue.entered', { call: 1, queue: 'service', virtualStartMs: 4_000 })
  offer(events, 1, 4_000, 1, 'ana')
  events.at(24_000, 'offer.missed', { call: 1, offer: 1, queue: 'service', agent: 'ana', misses: 1 })
  change(events, 24_000, 'ana', 'ringing', 'ready', null)
  offer(events, 1, 24_000, 2, 'li-wei')
  accept(events, 1, 27_000, 2, 'li-wei', 23_000)
  change(events, 57_000, 'li-wei', 'talking', 'hold', 1)
  change(events, 67_000, 'li-wei', 'hold', 'talking', 1)
  events.at(87_000, 'leg.ended', { call: 1, leg: 12, by: 'agent', cause: 'normal' })
  change(events, 87_000, 'li-wei', 'talking', 'wrap-up', 1)
  events
    .at(95_000, 'survey.answered', { call: 1, question: 'happy', answer: '5', agent: 'li-wei', queue: 'service' })
    .at(96_000, 'message.left', { call: 1, box: 'service', recording: 'm1.wav', lengthMs: 900 })
    .at(96_000, 'recording.finished', { call: 1, recording: 'r1.wav', lengthMs: 60_000 })
    .at(97_000, 'leg.ended', { call: 1, leg: 10, by: 'caller', cause: 'normal' })
    .at(97_000, 'call.ended', { call: 1, outcome: 'served' })
  return change(events, 117_000, 'li-wei', 'wrap-up', 'ready', null)
}
