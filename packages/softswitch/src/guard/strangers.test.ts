import { describe, expect, it } from 'vitest'
import { answering, challengeOf, guardRig, guess, logIn, phone, refusal } from '../../test/guard-rig.js'
import { flowOf, requestOf } from '../../test/requests.js'
import { defaultGuardSettings } from './settings.js'

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
    for (let i = 0; i < 30; i += 1) {
      guess(guard, from())
      const challenge = guard.check(requestOf('REGISTER'), from())
      if (challenge.verdict === 'no' && challenge.response !== null)
        guard.check(answering('REGISTER', challenge.response), from())
    }
    for (const name of ['8001', '8002', 'carrier']) {
      const request = requestOf('REGISTER', { from: name })
      expect(refusal(guard.check(request, flowOf('2001:db8:1:2:ffff::1'))).response).toBeNull()
      expect(challengeOf(guard.check(request, flowOf('2001:db8:1:3::1'))).status).toBe(401)
    }
    expect(guard.sources).toBe(3)
  })

  it('whose password was right from there before is let in again, from any port; nobody else is, under any name', () => {
    const { guard, notices, clock } = guardRig()
    const from = (port: number) => flowOf(phone.source, port)
    expect(logIn(guard, from(6001))).toBe('right')
    // Of another phone, and of one that there is not.
    for (let n = 0; n < 30; n += 1) guess(guard, phone, n % 2 === 0 ? '8002' : '9999')
    expect(notices.map(({ code, source }) => [code, source])).toEqual([
      ['guesses-slowed', phone.source],
      ['guesses-refused', phone.source],
    ])
    clock.move(60_000)
    expect(guard.gate(from(6002), 'request')).toBe('pass')
    expect(guard.isShut(from(6002), 'request')).toBe(false)
    expect(logIn(guard, from(6002))).toBe('right')
    // Right as it is, its password has not been right from there before.
    expect(refusal(guard.check(requestOf('REGISTER', { from: '8002' }), from(6003))).response).toBeNull()
    // Nor does a known name help whoever gives another's password.
    const challenge = challengeOf(guard.check(requestOf('REGISTER'), from(6004)))
    const other = answering('REGISTER', challenge, { username: '8002', password: 'other' })
    expect(refusal(guard.check(other, from(6004))).response).toBeNull()
  })

  it('at a known name it is refused as soon as at any other', () => {
    const { guard } = guardRig()
    expect(logIn(guard, phone)).toBe('right')
    const answers = Array.from({ length: 40 }, () => refusal(guess(guard)).response)
    expect(answers.indexOf(null)).toBe(19)
    expect(answers.slice(19).every((response) => response === null)).toBe(true)
  })

  it('a network where nobody was seen for a month is as any other', () => {
    const { guard, clock } = guardRig()
    expect(logIn(guard, phone)).toBe('right')
    clock.move(31 * 86_400_000)
    for (let n = 0; n < 30; n += 1) guess(guard)
    expect(guard.gate(phone, 'request')).toBe('drop')
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

  it('P3 a registered phone is answered, whoever behind its address guesses at its name or floods under it', () => {
    const registered = flowOf(phone.source, 7777)
    const { guard, notices } = guardRig({
      isRegistered: ({ port }, extension = '8001') => port === 7777 && extension === '8001',
    })
    expect(logIn(guard, registered)).toBe('right')
    for (let n = 0; n < 30; n += 1) guess(guard)
    for (let n = 0; n < 400; n += 1) guard.check(requestOf('INVITE'), flowOf(phone.source, 9000 + n))
    expect(notices.map(({ code, count }) => [code, count])).toEqual([
      ['guesses-slowed', 5],
      ['guesses-refused', 20],
    ])
    for (const method of ['REGISTER', 'INVITE']) {
      expect(guard.gate(registered, 'request')).toBe('pass')
      const asked = refusal(guard.check(requestOf(method), registered))
      expect(asked).toMatchObject({ delayMs: 0, response: { status: 401 } })
      expect(guard.check(answering(method, challengeOf(asked)), registered).verdict).toBe('right')
    }
  })

  it('P3 a phone that comes back from another port waits while its name is guessed at from there, and it is told', () => {
    const { guard, notices, clock } = guardRig()
    const again = flowOf(phone.source, 6002)
    expect(logIn(guard, flowOf(phone.source, 6001))).toBe('right')
    for (let n = 0; n < 30; n += 1) guess(guard)
    expect(refusal(guard.check(requestOf('REGISTER'), again)).response).toBeNull()
    const told = notices.filter(({ code }) => code === 'guesses-refused')
    expect(told).toMatchObject([{ source: phone.source, count: 20 }])
    clock.move(told[0]!.untilMs! - clock.nowMs())
    expect(logIn(guard, again)).toBe('right')
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
