import type { CallweaveError } from '@callweave/core'
import { codeOf, defineFunction, type FunctionCode, type LookupOutcome } from '@callweave/ivr'
import { VirtualClock } from '@callweave/sim'
import { expect, test } from 'vitest'
import { turns } from '../../test/virtual-center.js'
import { runFunctions } from './run-functions.js'

const rig = (code: FunctionCode) => {
  const clock = new VirtualClock(1_000)
  const value = defineFunction('orders', { version: 3, ...code })
  const troubles: CallweaveError[] = []
  const lookups = runFunctions({
    clock,
    codeOf: (name) => (name === 'orders' ? codeOf(value) : undefined),
    onTrouble: (error) => void troubles.push(error),
  })
  const outcomes: LookupOutcome[] = []
  const ask = (name = 'orders', args: Record<string, string> = { order: '17' }) =>
    lookups.ask({ function: name, version: 3, args, timeoutMs: 5_000, step: 'look' }, (outcome) => {
      outcomes.push(outcome)
    })
  return { clock, troubles, outcomes, ask }
}

const simulate = () => ({ result: 'drawn', tookMs: 1 })

test('the real function runs, with the time that it took; its twin never does', async () => {
  const seen: unknown[] = []
  let answer: (text: string) => void = () => {}
  const { clock, outcomes, ask, troubles } = rig({
    simulate,
    run: (args) => {
      seen.push(args)
      return new Promise((done) => {
        answer = done
      })
    },
  })
  ask()
  expect(seen).toEqual([])
  await turns()
  clock.runUntil(1_250)
  answer('sent')
  await turns()
  expect([seen, outcomes, troubles]).toEqual([[{ order: '17' }], [{ ok: true, result: 'sent', tookMs: 250 }], []])
  // The appointment for its end is taken back.
  clock.runUntil(100_000)
  await turns()
  expect(outcomes.length).toBe(1)
})

test('one whose caller has gone is told to stop, holds nothing, and is no trouble', async () => {
  const signals: { readonly aborted: boolean }[] = []
  let fail: (why: Error) => void = () => {}
  const { clock, outcomes, ask, troubles } = rig({
    run: (_, { signal }) => {
      signals.push(signal)
      return new Promise((_done, failed) => {
        fail = failed
      })
    },
  })
  const gone = ask()
  await turns()
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  gone?.()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  fail(new Error('stopped'))
  // Gone before it was asked at all.
  ask()?.()
  await turns()
  clock.runUntil(100_000)
  await turns()
  expect([signals.length, outcomes, troubles]).toEqual([1, [], []])
})

test('one that is late is told to stop, and what it says then is not heard', async () => {
  let answer: (text: string) => void = () => {}
  let aborted: (() => boolean) | undefined
  const { clock, outcomes, ask } = rig({
    run: (_, { signal }) => {
      aborted = () => signal.aborted
      return new Promise((done) => {
        answer = done
      })
    },
  })
  ask()
  await turns()
  clock.runUntil(5_999)
  expect([outcomes, aborted?.()]).toEqual([[], false])
  clock.runUntil(6_000)
  expect([outcomes, aborted?.()]).toEqual([[{ ok: false, because: 'timeout', tookMs: 5_000 }], true])
  answer('sent')
  await turns()
  expect(outcomes.length).toBe(1)
})

test.each([
  ['rejects', () => Promise.reject(new Error('no route to host')), 'failed', /functions\.orders: .*no route to host/],
  [
    'throws at once',
    () => {
      throw new TypeError('x is not a function')
    },
    'failed',
    /x is not a function/,
  ],
  ['answers with a list', async () => ['a'] as never, 'wrong-answer', /found 'a list'/],
  ['answers with nothing', async () => undefined as never, 'wrong-answer', /found 'undefined'/],
  ['answers with what is nested', async () => ({ a: { b: 1 } }) as never, 'wrong-answer', /a flow cannot use/],
  ['answers with a book', async () => 'x'.repeat(20_000), 'wrong-answer', /a flow cannot use/],
] as const)('one that %s takes the flow to its step for errors', async (_, run, because, says) => {
  const { outcomes, ask, troubles } = rig({ run })
  ask()
  await turns()
  expect(outcomes).toEqual([{ ok: false, because, tookMs: 0 }])
  expect(troubles.map(({ message }) => message)).toEqual([expect.stringMatching(says)])
})

test('a function with a twin alone, or of an unknown name, cannot be run', async () => {
  const { outcomes, ask } = rig({ simulate })
  ask()
  ask('customers')
  await turns()
  expect(outcomes.map((one) => !one.ok && one.because)).toEqual(['not-runnable', 'not-runnable'])
})

test('a thousand that never answer are the most there are, until their time is up', async () => {
  const { clock, outcomes, ask } = rig({ run: () => new Promise(() => {}) })
  for (let i = 0; i < 1_001; i += 1) ask()
  await turns()
  expect(outcomes).toEqual([{ ok: false, because: 'too-many', tookMs: 0 }])
  clock.runUntil(10_000)
  ask()
  await turns()
  expect(outcomes.length).toBe(1_001)
})
