/** What goes wrong outside: lines, phones, lookups. `play` checks the invariants, too. */
import { defineFunction } from '@callweave/ivr'
import { describe, expect, test } from 'vitest'
import { play } from './script.js'
import { centerOf, ms } from './small-center.js'

describe('faults', () => {
  test('P1 a trunk group that is down ends its calls, refuses new ones, and takes calls again afterwards', () => {
    const { all, outcomes } = play(centerOf({}), {
      calls: { '100': [0, 70, 200], '200': [1] },
      agents: { everyone: { talk: ms(100) } },
      faults: [{ fault: 'trunk-down', trunk: 'main', afterMs: 60_000, lengthMs: 60_000 }],
    })
    expect(all('trunk.failed')).toMatchObject([{ trunk: 'main' }])
    expect(all('trunk.busy')).toMatchObject([{ trunk: 'main' }])
    expect(all('trunk.restored')).toHaveLength(1)
    expect(outcomes).toEqual({ 1: 'served', 2: 'served', 3: 'served' })
    expect(all('leg.ended').filter(({ cause }) => cause === 'failed')).toHaveLength(1)
  })

  test('P1 a caller who is cut off in the flow was dropped, whatever was pressed before', () => {
    const flows = {
      day: {
        start: { step: 'menu', prompt: 'hello', on: { '1': 'long' }, noInput: { then: 'long' } },
        long: { step: 'say', text: 'word '.repeat(200), then: 'bye' },
        bye: { step: 'hang-up' },
      },
    }
    const { outcomes } = play(centerOf({}, { flows }), {
      calls: { '100': [0] },
      callers: { keys: { start: { '1': 1 } } },
      faults: [{ fault: 'trunk-down', trunk: 'main', afterMs: 20_000, lengthMs: 1_000 }],
    })
    expect(outcomes).toEqual({ 1: 'dropped' })
  })

  test('I3 lookups that are slow: the step waits so long and no longer, and its error edge is taken', () => {
    const look = defineFunction('look', { version: 1, simulate: () => ({ result: 'yes', tookMs: 500 }) })
    const flows = {
      day: {
        start: { step: 'lookup', function: 'look', timeoutMs: 2_000, on: { yes: 'good' }, then: 'bad', onError: 'bad' },
        good: { step: 'hang-up' },
        bad: { step: 'queue', queue: 'service' },
      },
    }
    const { all, outcomes } = play(centerOf({}, { flows, functions: { look } }), {
      calls: { '100': [0, 100] },
      agents: { everyone: { talk: ms(5) } },
      faults: [{ fault: 'lookups-slow', slowerFactor: 10, afterMs: 60_000, lengthMs: 60_000 }],
    })
    expect(all('lookup.returned').map(({ ok, tookMs, because }) => [ok, tookMs, because])).toEqual([
      [true, 500, null],
      [false, 2_000, 'timeout'],
    ])
    expect(outcomes).toEqual({ 1: 'self-served', 2: 'served' })
  })

  test('I3 lookups that fail take the error edge', () => {
    const look = defineFunction('look', { version: 1, simulate: () => ({ result: 'yes', tookMs: 500 }) })
    const flows = {
      day: {
        start: { step: 'lookup', function: 'look', timeoutMs: 2_000, on: { yes: 'good' }, then: 'bad', onError: 'bad' },
        good: { step: 'hang-up' },
        bad: { step: 'queue', queue: 'service' },
      },
    }
    const { all } = play(centerOf({}, { flows, functions: { look } }), {
      calls: { '100': [10] },
      agents: { everyone: { talk: ms(5) } },
      faults: [{ fault: 'lookups-slow', slowerFactor: 1, failRatio: 1, afterMs: 0, lengthMs: 60_000 }],
    })
    expect(all('lookup.returned')).toMatchObject([{ ok: false, because: 'fault' }])
    expect(all('offer.accepted')).toHaveLength(1)
  })
})
