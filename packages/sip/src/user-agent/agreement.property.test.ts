/**
 * Two user agents and a network that loses, doubles, delays and so reorders. Whatever it does, in the end both sides agree
 * whether there is a call, each was told of its end once and last, and nothing is left behind.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRig, type Fate, nothing, numbers, type Rig, remains, sdp, type TestPeer } from '../../test/two-agents.js'
import { parseUri } from '../uri/parse-uri.js'
import type { SipCall } from './call.js'

const fate: fc.Arbitrary<Fate | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 4 },
  { arbitrary: fc.constant('lost' as const), weight: 4 },
  { arbitrary: fc.constantFrom('twice' as const, 'unsent' as const), weight: 1 },
  { arbitrary: fc.integer({ min: 1, max: 5000 }), weight: 2 },
)

const orders = ['ring', 'session', 'answer', 'refuse', 'hang-up', 'offer', 'press', 'refer'] as const
const order = fc.record({
  side: fc.constantFrom('caller' as const, 'called' as const),
  what: fc.constantFrom(...orders),
  afterMs: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40_000 })),
})

const carryOut = (call: SipCall<TestPeer>, what: (typeof orders)[number]): void => {
  if (what === 'hang-up') call.hangUp()
  if (what === 'offer') call.offer(sdp('another'))
  if (what === 'press') call.send('INFO')
  if (what === 'refer') call.refer(parseUri('sip:carol@carol'))
  if (call.direction === 'outgoing') return
  if (what === 'ring') call.ring()
  if (what === 'session') call.ring(sdp('early'))
  if (what === 'answer') call.answer(sdp('answer'))
  if (what === 'refuse') call.refuse(486)
}

interface Script {
  readonly fates: readonly (Fate | null)[]
  readonly orders: readonly {
    readonly side: 'caller' | 'called'
    readonly what: (typeof orders)[number]
    readonly afterMs: number
  }[]
  readonly seed: number
  /** Whether provisional responses are. */
  readonly isReliable: boolean
  /** Whether the called makes the offer. */
  readonly isLate: boolean
}

const script: fc.Arbitrary<Script> = fc.record({
  fates: fc.array(fate, { maxLength: 80 }),
  orders: fc.array(order, { maxLength: 12 }),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  isReliable: fc.boolean(),
  isLate: fc.boolean(),
})

const play = (rig: Rig, { orders: plan, isReliable, isLate }: Omit<Script, 'fates' | 'seed'>): void => {
  const headers = isReliable ? { require: ['100rel'] } : {}
  const ours = rig.invite({ ringTimeoutMs: 60_000, headers, session: isLate ? null : sdp('offer') })
  for (const { side, what, afterMs } of plan) {
    rig.clock.move(afterMs)
    const call = side === 'caller' ? ours.call : rig.incoming.at(-1)?.call
    if (call !== undefined) carryOut(call, what)
  }
  // Nobody lets a call ring for ever: the caller may be gone, and its CANCEL lost.
  rig.clock.move(100_000)
  for (const { call } of rig.incoming) call.refuse(480)
  // Longer than a session lasts without a refresh: whoever has lost the other has noticed.
  rig.clock.move(4_000_000)
  const sides = [ours, ...rig.incoming]
  for (const { call, heard } of sides) {
    const ends = heard.told.filter((text) => text.startsWith('ended'))
    expect(ends).toEqual(call.state === 'ended' ? [heard.told.at(-1)] : [])
  }
  const open = sides.filter(({ call }) => call.state !== 'ended')
  expect(open.map(({ call }) => call.state)).toEqual(open.length === 0 ? [] : ['confirmed', 'confirmed'])
  // A call that stands takes another session from either side.
  for (const { call, heard } of open) {
    call.offer(sdp('last'))
    rig.clock.move(10_000)
    expect(heard.told.at(-1)).toBe('agreed answer')
  }
  for (const { call } of open) call.hangUp()
  expect(remains(rig)).toEqual(nothing)
}

describe('both sides agree whether there was a call, and nothing is left behind', () => {
  it('whatever is lost, doubled and delayed', () => {
    fc.assert(
      fc.property(script, ({ fates, seed, ...plan }) => {
        const rig = createRig({ random: numbers(seed) })
        rig.fate = (_, index) => fates[index] ?? null
        play(rig, plan)
      }),
      { numRuns: 1500 },
    )
  })

  it('over a transport that brings everything, in order', () => {
    fc.assert(
      fc.property(script, fc.integer({ min: 1, max: 400 }), ({ seed, ...plan }, delayMs) => {
        const rig = createRig({ random: numbers(seed), isReliable: true })
        rig.fate = () => delayMs
        play(rig, plan)
      }),
    )
  })
})
