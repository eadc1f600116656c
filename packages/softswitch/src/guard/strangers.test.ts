import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answering, challengeOf, guardRig, phone, refusal } from '../../test/guard-rig.js'
import { flowOf, requestOf } from '../../test/requests.js'
import type { Flow } from '../flow.js'
import { defaultGuardSettings } from './settings.js'

const guess = (guard: ReturnType<typeof guardRig>['guard'], from = phone) => {
  const first = guard.check(requestOf('REGISTER'), from)
  if (first.verdict === 'right' || first.response === null) return first
  return guard.check(answering('REGISTER', first.response, { password: 'guess' }), from)
}

describe('who guesses', () => {
  it('is answered ever later, then not at all, and the log says each once', () => {
    const { guard, notices, clock } = guardRig()
    const delays: (number | null)[] = []
    for (let n = 0; n < 200; n += 1) {
      const verdict = refusal(guess(guard))
      delays.push(verdict.response === null ? null : verdict.delayMs)
    }
    expect(delays.slice(0, 21)).toEqual([
      0,
      0,
      0,
      0,
      250,
      500,
      1000,
      2000,
      4000,
      ...new Array<number>(10).fill(8000),
      null,
      null,
    ])
    expect(delays.slice(19).every((delay) => delay === null)).toBe(true)
    expect(notices.map(({ code, count }) => [code, count])).toEqual([
      ['guesses-slowed', 5],
      ['guesses-refused', 20],
    ])
    expect(guard.gate(phone, 'request')).toBe('drop')
    expect(guard.gate(phone, 'response')).toBe('pass')
    clock.move(600_000)
    expect(guard.gate(phone, 'request')).toBe('pass')
  })

  it('is refused for longer each time', () => {
    const { guard, notices, clock } = guardRig()
    for (let n = 0; n < 3; n += 1) {
      for (let i = 0; i < 30; i += 1) guess(guard)
      const { untilMs } = notices.findLast(({ code }) => code === 'guesses-refused')!
      clock.move(untilMs! - clock.nowMs())
    }
    const spans = notices.filter(({ code }) => code === 'guesses-refused').map(({ untilMs, atMs }) => untilMs! - atMs)
    expect(spans).toEqual([600_000, 1_200_000, 2_400_000])
  })

  it('a phone that was mistyped at is forgotten after a while', () => {
    const { guard, clock, notices } = guardRig()
    for (let n = 0; n < 40; n += 1) {
      expect(refusal(guess(guard)).response).not.toBeNull()
      clock.move(150_000)
    }
    expect(notices).toEqual([])
  })

  it('has no use of a right account of its own, and of no other address in its IPv6 network', () => {
    const { guard } = guardRig()
    let n = 0
    const from = () => {
      n += 1
      return flowOf(`2001:db8:1:2::${n.toString(16)}`)
    }
    for (let i = 0; i < 20; i += 1) {
      guess(guard, from())
      const challenge = guard.check(requestOf('REGISTER'), from())
      if (challenge.verdict === 'no' && challenge.response !== null)
        guard.check(answering('REGISTER', challenge.response), from())
    }
    expect(guard.gate(flowOf('2001:db8:1:2:ffff::1'), 'request')).toBe('drop')
    expect(guard.gate(flowOf('2001:db8:1:3::1'), 'request')).toBe('pass')
    expect(guard.sources).toBe(1)
  })

  it('names that are tried without a password are refused too', () => {
    const { guard } = guardRig()
    let answered = 0
    for (let n = 0; n < 1000; n += 1)
      if (refusal(guard.check(requestOf('REGISTER', { from: String(n) }), phone)).response !== null) answered += 1
    expect(answered).toBe(299)
  })

  it('300 phones behind one address start at once, register, and nobody is slowed', () => {
    const { guard, notices } = guardRig()
    for (let n = 0; n < 3000; n += 1) {
      const from = flowOf('203.0.113.1', 20_000 + (n % 300))
      const challenge = challengeOf(guard.check(requestOf('REGISTER'), from))
      expect(guard.check(answering('REGISTER', challenge), from).verdict).toBe('right')
    }
    expect(notices).toEqual([])
  })

  it("P1 a trunk's address buys no guesses: slowed, then refused, each told once, and the gate stays open", () => {
    const { guard, notices, clock } = guardRig({ isKnown: () => true })
    const delays = Array.from({ length: 30 }, () => {
      const { response, delayMs } = refusal(guess(guard))
      return response === null ? null : delayMs
    })
    expect(delays.slice(3, 7)).toEqual([0, 250, 500, 1000])
    expect(delays.slice(19).every((delay) => delay === null)).toBe(true)
    expect(notices.map(({ code }) => code)).toEqual(['guesses-slowed', 'guesses-refused'])
    expect([guard.gate(phone, 'request'), guard.isShut(phone, 'request')]).toEqual(['pass', false])
    clock.move(600_000)
    expect(refusal(guard.check(requestOf('REGISTER'), phone)).response?.status).toBe(401)
  })

  it('a registered phone is itself beside a guesser, and guesses at others no longer than anybody', () => {
    for (const isKnown of [true, false]) {
      const registered = flowOf(phone.source, 7777)
      const { guard, notices } = guardRig({
        isKnown: () => isKnown,
        isRegistered: ({ port }, extension = '8001') => port === 7777 && extension === '8001',
      })
      for (let n = 0; n < 30; n += 1) guess(guard)
      for (const method of ['REGISTER', 'INVITE']) {
        const asked = refusal(guard.check(requestOf(method), registered))
        expect(asked).toMatchObject({ delayMs: 0, response: { status: 401 } })
        expect(guard.check(answering(method, challengeOf(asked)), registered).verdict).toBe('right')
      }
      const challenge = challengeOf(guard.check(requestOf('REGISTER'), registered))
      for (const answer of [{ from: '8002' }, { username: '8002' }, { from: '8002', username: '8002' }])
        expect(refusal(guard.check(answering('REGISTER', challenge, answer), registered)).response).toBeNull()
      // At its own password it guesses no longer either.
      const answers = Array.from({ length: 40 }, () => refusal(guess(guard, registered)).response)
      expect(answers.slice(0, 18)).not.toContain(null)
      expect(answers.slice(20).every((response) => response === null)).toBe(true)
      expect(notices.map(({ code }) => code)).toEqual(['guesses-slowed', 'guesses-refused'])
    }
  })

  it('trusted addresses are challenged for ever; a registered phone passes the gate beside a guesser', () => {
    const trusted = guardRig({ settings: { trusted: [{ network: '198.51.100.0/24' }] } })
    for (let n = 0; n < 500; n += 1)
      expect(refusal(guess(trusted.guard))).toMatchObject({ delayMs: 0, response: { status: 401 } })
    expect(trusted.notices).toEqual([])
    const { guard } = guardRig({ isRegistered: ({ port }) => port === 7777 })
    for (let n = 0; n < 30; n += 1) guess(guard)
    expect(guard.gate(flowOf(phone.source, 7777), 'request')).toBe('pass')
    expect(guard.gate(phone, 'request')).toBe('drop')
  })

  it('many sources: memory and the log are bounded', () => {
    const { guard, notices, clock } = guardRig({
      settings: { guesses: { ...defaultGuardSettings.guesses, sources: 100 } },
    })
    for (let n = 0; n < 2000; n += 1)
      guard.check(requestOf('OPTIONS', { headers: { userAgent: 'sipvicious' } }), flowOf(`10.${n >> 8}.${n & 255}.1`))
    expect(guard.sources).toBeLessThanOrEqual(100)
    expect(notices).toHaveLength(120)
    clock.move(3_600_000)
    guard.check(requestOf('OPTIONS', { headers: { userAgent: 'sipvicious' } }), flowOf('192.0.2.1'))
    expect(notices.slice(120)).toMatchObject([{ code: 'notices-left-out', count: 1880 }, { code: 'scanner' }])
  })
})

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
      gapMs: fc.nat(40),
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
