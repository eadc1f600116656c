import { type CallEvent, callId, type EndCause, legId } from '@callweave/core'
import { expect, test } from 'vitest'
import type { Notice } from './notice.js'
import { watchEvents } from './watch-events.js'

const rig = () => {
  const told: Notice[] = []
  const watch = watchEvents({ tell: (notice) => void told.push(notice) })
  let seq = 0
  const head = (call: number) => {
    seq += 1
    return { seq, atMs: 0, call: callId(call) }
  }
  const asked = (call: number, leg: number): void =>
    watch({
      ...head(call),
      type: 'party.asked',
      leg: legId(leg),
      as: 'recall',
      by: null,
      agent: null,
      extension: null,
      trunk: 'main',
      toward: '5551',
      backTo: null,
    } satisfies CallEvent)
  const answered = (call: number, leg: number): void =>
    watch({ ...head(call), type: 'leg.answered', leg: legId(leg) } satisfies CallEvent)
  const ended = (call: number, leg: number, cause: EndCause, by: 'switch' | 'center' = 'switch'): void =>
    watch({ ...head(call), type: 'leg.ended', leg: legId(leg), by, cause } satisfies CallEvent)
  const over = (call: number): void => watch({ ...head(call), type: 'call.ended', outcome: 'served' })
  const failed = () => told.filter(({ notice }) => notice === 'recall-failed')
  return { asked, answered, ended, over, failed }
}

test('P12 of the attempts to call a caller back the first that fails is told, once a call', () => {
  const { asked, ended, over, failed } = rig()
  for (const call of [1, 2]) {
    for (const attempt of [1, 2, 3]) {
      asked(call, 10 * call + attempt)
      ended(call, 10 * call + attempt, 'failed')
    }
    over(call)
  }
  expect(failed()).toEqual([
    { notice: 'recall-failed', call: 1, number: '5551', because: 'failed' },
    { notice: 'recall-failed', call: 2, number: '5551', because: 'failed' },
  ])
})

test('P12 one that was answered, or that the center has called off, has not failed', () => {
  const { asked, answered, ended, failed } = rig()
  asked(1, 11)
  answered(1, 11)
  ended(1, 11, 'failed')
  asked(2, 21)
  ended(2, 21, 'cancelled', 'center')
  expect(failed()).toEqual([])
})

test('P11 I4 a number that is refused from now on is told with its span, and so are messages that were heard', () => {
  const told: Notice[] = []
  const watch = watchEvents({ tell: (notice) => void told.push(notice) })
  watch({ seq: 1, atMs: 1_000, type: 'number.blocked', number: '5551', until: 61_000 } satisfies CallEvent)
  watch({ seq: 2, atMs: 1_000, type: 'number.blocked', number: '5552*', until: null } satisfies CallEvent)
  watch({ seq: 3, atMs: 1_000, type: 'messages.heard', call: callId(7), box: 'ana', count: 2 } satisfies CallEvent)
  expect(told).toEqual([
    { notice: 'number-blocked', number: '5551', forMs: 60_000 },
    { notice: 'number-blocked', number: '5552*', forMs: null },
    { notice: 'messages-heard', call: 7, box: 'ana', count: 2 },
  ])
})
