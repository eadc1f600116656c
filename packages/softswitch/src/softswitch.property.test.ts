/** Whatever is ordered and whatever phones do: nothing is thrown, and every leg that was told of ends exactly once. */
import { type CallId, type LegId, legId, type SwitchCommand } from '@callweave/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { order, told } from '../test/acts.js'
import { type BoardRig, createBoardRig } from '../test/board-rig.js'

const extensions = ['8001', '8002', '8003'] as const

type Act =
  | { readonly act: 'arrives' | 'waits'; readonly n: number }
  | { readonly act: 'dials'; readonly extension: string; readonly digits: string }
  | {
      readonly act: 'phone'
      readonly extension: string
      readonly manner: 'never-answers' | 'rejects' | 'cut-off' | number
    }
  | { readonly act: 'rings'; readonly at: number; readonly toward: string; readonly trunk: string | null }
  | { readonly act: 'orders'; readonly at: number; readonly to: number; readonly what: string }
  | { readonly act: 'hangs-up' | 'holds' | 'presses' | 'transfers'; readonly at: number }

const at = fc.nat(7)
const extension = fc.constantFrom(...extensions)
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constant('arrives' as const), n: at }),
  fc.record({ act: fc.constant('waits' as const), n: fc.constantFrom(0, 1, 20, 150, 2_000, 40_000) }),
  fc.record({ act: fc.constant('dials' as const), extension, digits: fc.constantFrom('8002', '*81', '0123') }),
  fc.record({
    act: fc.constant('phone' as const),
    extension,
    manner: fc.constantFrom('never-answers' as const, 'rejects' as const, 'cut-off' as const, 0, 50, 900),
  }),
  fc.record({
    act: fc.constant('rings' as const),
    at,
    toward: fc.constantFrom(...extensions, '8999', '13900139000'),
    trunk: fc.constantFrom(null, null, 'main', 'none'),
  }),
  fc.record({
    act: fc.constant('orders' as const),
    at,
    to: at,
    what: fc.constantFrom(
      'answer',
      'ring',
      'play',
      'collect',
      'record',
      'stop',
      'bridge',
      'unbridge',
      'conference',
      'tap',
      'send-digits',
      'hold',
      'retrieve',
      'hang-up',
      'answer-transfer',
    ),
  }),
  fc.record({
    act: fc.constantFrom('hangs-up' as const, 'holds' as const, 'presses' as const, 'transfers' as const),
    at,
  }),
)

const sounds = [{ sound: 'tone', tone: 'a' }] as const

const orderOf = (what: string, call: CallId, leg: LegId, other: LegId): Omit<SwitchCommand, 'command'> => {
  const to = { call, leg }
  switch (what) {
    case 'ring':
      return { do: 'ring', ...to, sounds } as Omit<SwitchCommand, 'command'>
    case 'play':
      return { do: 'play', ...to, sounds, loop: false } as Omit<SwitchCommand, 'command'>
    case 'collect':
      return {
        do: 'collect',
        ...to,
        sounds,
        minDigits: 1,
        maxDigits: 3,
        firstDigitTimeoutMs: 2_000,
        interDigitTimeoutMs: 1_000,
        terminators: '#',
        bargeIn: true,
      } as Omit<SwitchCommand, 'command'>
    case 'record':
      return { do: 'record', ...to, maxMs: 1_500, silenceMs: 500, terminators: '1' } as Omit<SwitchCommand, 'command'>
    case 'bridge':
      return { do: 'bridge', ...to, peer: other } as Omit<SwitchCommand, 'command'>
    case 'tap':
      return { do: 'tap', ...to, onto: other, mode: 'barge-in' } as Omit<SwitchCommand, 'command'>
    case 'send-digits':
      return { do: 'send-digits', ...to, digits: '1x' } as Omit<SwitchCommand, 'command'>
    case 'hang-up':
      return { do: 'hang-up', ...to, cause: 'rejected' } as Omit<SwitchCommand, 'command'>
    case 'answer-transfer':
      return { do: 'answer-transfer', ...to, outcome: 'done' } as Omit<SwitchCommand, 'command'>
    default:
      return { do: what, ...to } as Omit<SwitchCommand, 'command'>
  }
}

const begunBy = (rig: BoardRig): { readonly call: CallId; readonly leg: LegId }[] => [
  ...told(rig, 'leg.arrived'),
  ...told(rig, 'leg.dialed'),
]

const perform = async (rig: BoardRig, acts: readonly Act[]): Promise<LegId[]> => {
  const rung: { readonly call: CallId; readonly leg: LegId }[] = []
  const pick = (n: number) => {
    const legs = [...begunBy(rig), ...rung]
    return legs[legs.length - 1 - (n % Math.max(1, legs.length))]
  }
  /** The call of a phone at a leg that is up there. */
  const callAt = (n: number) => {
    const live = [rig.caller, ...extensions.map((each) => rig.phoneAt(each))].flatMap((phone) =>
      phone.live.map((made) => ({ phone, made })),
    )
    return live[n % Math.max(1, live.length)]
  }
  for (const each of acts) {
    switch (each.act) {
      case 'arrives':
        rig.caller.dial('4008001234')
        await rig.pass(0)
        break
      case 'waits':
        await rig.pass(each.n)
        break
      case 'dials':
        rig.phoneAt(each.extension).dial(each.digits)
        await rig.pass(0)
        break
      case 'phone':
        rig.phone(each.extension, typeof each.manner === 'number' ? { answersAfterMs: each.manner } : each.manner)
        break
      case 'rings': {
        const call = pick(each.at)?.call
        if (call === undefined) break
        const leg = rig.nextLeg()
        rung.push({ call, leg })
        const { toward, trunk } = each
        order(rig, {
          do: 'originate',
          call,
          leg,
          toward,
          trunk,
          purpose: 'agent',
          callerShown: '1',
          ringTimeoutMs: 9_000,
        })
        break
      }
      case 'orders': {
        const leg = pick(each.at)
        const other = pick(each.to)?.leg ?? legId(999)
        if (leg !== undefined) order(rig, orderOf(each.what, leg.call, leg.leg, other) as Parameters<typeof order>[1])
        break
      }
      case 'hangs-up':
        callAt(each.at)?.made.call.hangUp()
        break
      case 'holds': {
        const found = callAt(each.at)
        if (found?.made.session.local != null && found.made.isAnswered) found.phone.hold(found.made, each.at % 2 === 0)
        break
      }
      case 'presses': {
        const found = callAt(each.at)
        if (found !== undefined) rig.phoneMedia.sendKeys(found.made.party, '1', 40)
        break
      }
      case 'transfers': {
        const found = callAt(each.at)
        found?.made.call.refer({ kind: 'tel', scheme: 'tel', number: '8003', params: [] })
        break
      }
    }
  }
  return rung.map(({ leg }) => leg)
}

test('every leg that was told of ends exactly once, in any order of things', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const rig = await createBoardRig()
      for (const each of extensions) rig.phone(each, 'never-answers')
      const rung = await perform(rig, acts)
      await rig.pass(100)
      await rig.close()
      // A 200 that nobody acknowledges is repeated for 32 s, and the BYE after it too.
      await rig.pass(70_000)
      const ends = told(rig, 'leg.ended').map(({ leg }) => leg)
      const begun = [...begunBy(rig).map(({ leg }) => leg), ...rung]
      expect([...ends].sort((a, b) => a - b)).toEqual([...begun].sort((a, b) => a - b))
      expect(rig.told.map(({ seq }) => seq)).toEqual(rig.told.map((_, i) => i + 1))
      expect(rig.switch.size).toBe(0)
      expect(rig.notices).toEqual([])
    }),
  )
})
