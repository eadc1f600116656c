import { mayMove } from '@callweave/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginClient } from './client.js'
import { beginInviteClient } from './invite-client.js'
import { beginInviteServer } from './invite-server.js'
import { beginServer } from './server.js'
import { type TransactionKind, transactionStates } from './states.js'
import { stepTransaction } from './step.js'
import type { AnyStep, AnyTransaction, TimerName, TransactionAction, TransactionInput } from './transaction.js'

const begins: Readonly<Record<TransactionKind, (isReliable: boolean) => AnyStep>> = {
  'invite-client': beginInviteClient,
  client: beginClient,
  'invite-server': beginInviteServer,
  server: beginServer,
}
const kinds = Object.keys(begins) as TransactionKind[]

const status = fc.integer({ min: 100, max: 699 })
const outside: fc.Arbitrary<TransactionInput> = fc.oneof(
  status.map((value) => ({ input: 'response' as const, status: value })),
  status.map((value) => ({ input: 'respond' as const, status: value })),
  fc.constantFrom({ input: 'request' } as const, { input: 'ack' } as const, { input: 'give-up' } as const),
)
/** Something from outside, the first timer that is running, or a message that could not be sent. */
const happening = fc.oneof(
  { arbitrary: outside, weight: 6 },
  fc.constant('timer' as const),
  fc.constant({ input: 'unsent' } as const),
)

/** A transaction with its timers, each step of which is looked at. */
const watch = (begun: AnyStep) => {
  const timers: { timer: TimerName; dueMs: number }[] = []
  const done: TransactionAction[] = []
  let transaction: AnyTransaction = begun.transaction
  let nowMs = 0
  const carryOut = (actions: readonly TransactionAction[]): void => {
    for (const action of actions) {
      done.push(action)
      if (action.do === 'start-timer') {
        expect(timers.some(({ timer }) => timer === action.timer)).toBe(false)
        timers.push({ timer: action.timer, dueMs: nowMs + action.afterMs })
      }
      if (action.do === 'stop-timer') {
        const place = timers.findIndex(({ timer }) => timer === action.timer)
        if (place >= 0) timers.splice(place, 1)
      }
    }
  }
  const step = (input: TransactionInput): readonly TransactionAction[] => {
    const before = transaction
    const { transaction: after, actions } = stepTransaction(before, input)
    const isMove = before.state !== after.state
    if (isMove) expect(mayMove<string>(transactionStates[before.kind], before.state, after.state)).toBe(true)
    if (before.state === 'terminated') expect(actions).toEqual([])
    transaction = after
    carryOut(actions)
    return actions
  }
  const fire = (): boolean => {
    timers.sort((a, b) => a.dueMs - b.dueMs)
    const [next] = timers.splice(0, 1)
    if (next === undefined) return false
    nowMs = next.dueMs
    step({ input: 'timer', timer: next.timer })
    return true
  }
  carryOut(begun.actions)
  return { step, fire, done, state: () => transaction.state, nowMs: () => nowMs, timers }
}

describe.each(kinds)('%s', (kind) => {
  const isClient = kind.endsWith('client')

  it('never moves against its table, and ends once its final response is there', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(happening, { maxLength: 30 }), status, (isReliable, script, last) => {
        const { step, fire, state, done } = watch(begins[kind](isReliable))
        for (const each of script) {
          if (each === 'timer') fire()
          else step(each)
        }
        const final = Math.max(200, last)
        step(isClient ? { input: 'response', status: final } : { input: 'respond', status: final })
        for (let left = 200; left > 0 && fire(); left -= 1);
        expect(state()).toBe('terminated')
        expect(done.filter((action) => action.do === 'tell' && action.what === 'timeout').length).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('over a transport that brings everything nothing is sent twice by itself', () => {
    fc.assert(
      fc.property(fc.array(outside, { maxLength: 20 }), (script) => {
        const { step, fire, done } = watch(begins[kind](true))
        for (const each of script) {
          step(each)
          const before = done.length
          fire()
          const again = done.slice(before).map((action) => action.do)
          expect(again).not.toContain('send-request')
          expect(again).not.toContain('resend-response')
        }
      }),
    )
  })
})

describe('the gaps of RFC 3261 over UDP', () => {
  const sentAt = (begun: AnyStep, first?: TransactionInput): { at: number[]; endedMs: number } => {
    const at: number[] = []
    const { fire, done, step, nowMs, state } = watch(begun)
    let seen = 0
    const note = (): void => {
      for (; seen < done.length; seen += 1)
        if (['send-request', 'send-response', 'resend-response'].includes(done[seen]?.do ?? '')) at.push(nowMs())
    }
    note()
    if (first !== undefined) step(first)
    note()
    while (fire()) note()
    expect(state()).toBe('terminated')
    return { at, endedMs: nowMs() }
  }

  it('an INVITE that nobody hears: seven times, then over after 64 T1', () => {
    expect(sentAt(beginInviteClient(false))).toEqual({
      at: [0, 500, 1500, 3500, 7500, 15_500, 31_500],
      endedMs: 32_000,
    })
  })

  it('another request: up to every 4 s', () => {
    const { at, endedMs } = sentAt(beginClient(false))
    expect(at).toEqual([0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500])
    expect(endedMs).toBe(32_000)
    expect(sentAt(beginClient(false), { input: 'response', status: 100 }).at).toEqual([
      0, 500, 4500, 8500, 12_500, 16_500, 20_500, 24_500, 28_500,
    ])
  })

  it('a refusal that nobody acknowledges', () => {
    const { at, endedMs } = sentAt(beginInviteServer(false), { input: 'respond', status: 486 })
    expect(at).toEqual([0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500])
    expect(endedMs).toBe(32_000)
  })
})

describe('what comes again', () => {
  const kindsOf = (actions: readonly TransactionAction[]) => actions.map((action) => action.do)

  it('a refusal is acknowledged each time and told once', () => {
    const { step } = watch(beginInviteClient(false))
    expect(kindsOf(step({ input: 'response', status: 486 }))).toEqual([
      'stop-timer',
      'stop-timer',
      'send-ack',
      'start-timer',
      'pass',
    ])
    expect(kindsOf(step({ input: 'response', status: 486 }))).toEqual(['send-ack'])
  })

  it('a 2xx is passed each time, that of another branch too, and acknowledged by the user', () => {
    const { step } = watch(beginInviteClient(false))
    step({ input: 'response', status: 180 })
    expect(kindsOf(step({ input: 'response', status: 200 }))).toEqual(['start-timer', 'pass'])
    expect(kindsOf(step({ input: 'response', status: 200 }))).toEqual(['pass'])
    expect(kindsOf(step({ input: 'response', status: 486 }))).toEqual([])
  })

  it('a request is answered with what was sent last, or not at all', () => {
    const { step, fire } = watch(beginInviteServer(false))
    expect(kindsOf(step({ input: 'request' }))).toEqual([])
    fire()
    expect(kindsOf(step({ input: 'request' }))).toEqual(['resend-response'])
    step({ input: 'respond', status: 200 })
    expect(kindsOf(step({ input: 'request' }))).toEqual([])
    expect(kindsOf(step({ input: 'respond', status: 200 }))).toEqual(['send-response'])
    expect(kindsOf(step({ input: 'ack' }))).toEqual(['pass'])
    const other = watch(beginServer(false))
    expect(kindsOf(other.step({ input: 'request' }))).toEqual([])
    other.step({ input: 'respond', status: 200 })
    expect(kindsOf(other.step({ input: 'request' }))).toEqual(['resend-response'])
    expect(kindsOf(other.step({ input: 'respond', status: 500 }))).toEqual([])
  })

  it('when the user is silent for 200 ms a 100 goes out, and no more than one', () => {
    const { fire, done, nowMs } = watch(beginInviteServer(true))
    expect(fire()).toBe(true)
    expect([nowMs(), done.at(-1)?.do]).toEqual([200, 'send-trying'])
    expect(fire()).toBe(false)
  })
})
