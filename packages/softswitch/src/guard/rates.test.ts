import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardRig, guess, phone } from '../../test/guard-rig.js'
import { flowOf, requestOf } from '../../test/requests.js'
import type { Flow } from '../flow.js'

describe('rates', () => {
  it('50 a second for strangers: a burst passes, ten are refused, the rest is dropped; told once', () => {
    const { guard, notices, clock } = guardRig()
    const come = (times: number) => {
      const verdicts = { pass: 0, refuse: 0, drop: 0 }
      for (let n = 0; n < times; n += 1) verdicts[guard.gate(phone, 'request')] += 1
      return verdicts
    }
    expect(come(500)).toEqual({ pass: 100, refuse: 10, drop: 390 })
    clock.move(1000)
    expect(come(500)).toEqual({ pass: 50, refuse: 0, drop: 450 })
    clock.move(10_000)
    expect(come(111)).toEqual({ pass: 100, refuse: 10, drop: 1 })
    expect(notices.map(({ code }) => code)).toEqual(['rate-exceeded'])
    expect(guard.gate(flowOf('198.51.100.8'), 'request')).toBe('pass')
  })

  it('P3 a registered phone behind the address of a flood: its own 50 a second, of requests and of responses', () => {
    const { guard, clock } = guardRig({ isRegistered: ({ port }) => port === 7777 || port === 7778 })
    const phones = [flowOf(phone.source, 7777), flowOf(phone.source, 7778)]
    for (let second = 0; second < 20; second += 1) {
      for (let n = 0; n < 1_000; n += 1)
        guard.gate(flowOf(phone.source, 9_000 + n), n % 2 === 0 ? 'request' : 'response')
      for (const from of phones) {
        for (const kind of ['request', 'response'] as const) {
          for (let n = 0; n < 25; n += 1) {
            expect(guard.isShut(from, kind)).toBe(false)
            expect(guard.gate(from, kind)).toBe('pass')
          }
        }
      }
      clock.move(1_000)
    }
    // It floods no more than others either, and at the cost of nobody.
    const [one, other] = phones
    const passed = Array.from({ length: 1_000 }, () => guard.gate(one!, 'request')).filter((each) => each === 'pass')
    expect(passed).toHaveLength(100)
    expect(guard.gate(other!, 'request')).toBe('pass')
    expect(guard.gate(flowOf('198.51.100.8'), 'request')).toBe('pass')
  })

  it('4,000 a second for a trunk', () => {
    const { guard, clock } = guardRig({ isKnown: () => true })
    let passed = 0
    for (let ms = 0; ms < 10_000; ms += 1) {
      clock.move(1)
      for (let n = 0; n < 10; n += 1) if (guard.gate(phone, 'request') === 'pass') passed += 1
    }
    expect(passed).toBeGreaterThan(47_900)
    expect(passed).toBeLessThan(48_010)
  })

  it('in no span of time more than the burst and the rate', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 600 }), (gaps) => {
        const { guard, clock } = guardRig()
        const passed: number[] = []
        for (const gapMs of gaps) {
          clock.move(gapMs)
          if (guard.gate(phone, 'request') === 'pass') passed.push(clock.nowMs())
        }
        for (let i = 0; i < passed.length; i += 50) {
          const since = passed[i]!
          expect(passed.length - i).toBeLessThanOrEqual(100 + ((passed.at(-1)! - since) * 50) / 1000 + 1)
        }
      }),
    )
  })

  it('a source is shut out where the gate would drop it, and to ask counts nothing', () => {
    const kind = fc.constantFrom('request' as const, 'response' as const)
    const step = fc.record({
      gapMs: fc.nat(20),
      of: fc.nat(2),
      kind,
      port: fc.constantFrom(5060, 7777),
      asks: fc.nat(3),
    })
    const rates = {
      known: { perSecond: 20, burst: 8 },
      others: { perSecond: 10, burst: 4 },
      answered: 3,
      retryAfterSeconds: 5,
      sources: 100,
    }
    const seen = { request: 0, response: 0, refused: 0, open: 0 }
    fc.assert(
      fc.property(fc.array(step, { minLength: 60, maxLength: 90 }), (steps) => {
        const options = {
          settings: { rates },
          isKnown: ({ source }: Flow) => source === '198.51.100.1',
          isRegistered: ({ port }: Flow) => port === 7777,
        }
        const [one, other] = [guardRig(options), guardRig(options)]
        for (let n = 0; n < 30; n += 1) for (const { guard } of [one, other]) guess(guard, flowOf('198.51.100.2'))
        for (const { gapMs, of, kind, port, asks } of steps) {
          const from = flowOf(`198.51.100.${of}`, port)
          for (const { clock } of [one, other]) clock.move(gapMs)
          for (let n = 0; n < asks; n += 1) one.guard.isShut(from, kind)
          const isShut = one.guard.isShut(from, kind)
          const verdict = one.guard.gate(from, kind)
          expect(other.guard.gate(from, kind)).toBe(verdict)
          if (kind === 'request') expect(isShut).toBe(verdict === 'drop')
          if (isShut) expect(verdict).toBe('drop')
          if (isShut) seen[of === 2 && kind === 'request' && port === 5060 ? 'refused' : kind] += 1
          else seen.open += 1
        }
        expect(one.notices).toEqual(other.notices)
        expect(one.guard.sources).toBe(other.guard.sources)
      }),
    )
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(20)
  })

  it('a flood that is not read any more: as much passes as at the gate alone, and it is told of, whatever it is', () => {
    for (const kind of ['request', 'response'] as const) {
      const { guard, notices, clock } = guardRig()
      const come = (times: number) => {
        let passed = 0
        for (let n = 0; n < times; n += 1)
          if (!guard.isShut(phone, kind) && guard.gate(phone, kind) === 'pass') passed += 1
        return passed
      }
      expect(guard.isShut(phone, kind)).toBe(false)
      expect(come(500)).toBe(100)
      expect(guard.isShut(phone, kind)).toBe(true)
      clock.move(1000)
      expect(come(500)).toBe(50)
      clock.move(10_000)
      expect(guard.isShut(phone, kind)).toBe(false)
      expect(notices.map(({ code }) => code)).toEqual(['rate-exceeded'])
    }
  })

  it('503 says when to come again', () => {
    const { guard } = guardRig()
    const response = guard.busy(requestOf('INVITE'))
    expect([response.status, response.headers.get('retryAfter')?.seconds]).toEqual([503, 5])
  })
})
