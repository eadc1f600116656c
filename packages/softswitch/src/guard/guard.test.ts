import { formatUri, type HeaderFields, SipError, type SipRequest, type SipResponse, writeMessage } from '@callweave/sip'
import { answerChallenge, type DigestAlgorithm, digestHa1 } from '@callweave/sip/digest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHandClock } from '../../test/hand-clock.js'
import { createChance, flowOf, mutated, type RequestOptions, readRequest, requestOf } from '../../test/requests.js'
import { createGuard, type GuardOptions, type GuardVerdict } from './guard.js'
import type { Notice } from './notices.js'

const passwords: Readonly<Record<string, string>> = { '8001': 'right', '8002': 'other', carrier: 'trunk' }

const rigOf = (options: Partial<GuardOptions> = {}) => {
  const clock = createHandClock()
  const notices: Notice[] = []
  const guard = createGuard({
    clock,
    random: createChance(),
    key: new Uint8Array(32).fill(3),
    accountOf: (username) => {
      const password = passwords[username]
      if (password === undefined) return null
      const identity =
        username === 'carrier'
          ? ({ who: 'trunk', trunk: 'provider' } as const)
          : ({ who: 'phone', extension: username } as const)
      return { identity, secretOf: () => ({ password }) }
    },
    isKnown: () => false,
    notice: (notice) => void notices.push(notice),
    ...options,
  })
  return { clock, guard, notices }
}

interface Answer extends RequestOptions {
  readonly username?: string
  readonly password?: string
  readonly algorithm?: DigestAlgorithm
  readonly count?: number
}

/** The request again with what answers the challenge. */
const answering = (method: string, challenged: SipResponse, answer: Answer = {}): SipRequest => {
  const { username = '8001', password = 'right', algorithm = 'MD5', count = 1, ...options } = answer
  const challenge = challenged.headers
    .need('wwwAuthenticate')
    .find(({ params }) => params.some(({ name, value }) => name === 'algorithm' && value === algorithm))!
  const plain = requestOf(method, options)
  const credentials = answerChallenge({
    challenge,
    username,
    secret: { password },
    method,
    uri: formatUri(plain.uri),
    cnonce: 'abc',
    count,
  })!
  const headers: HeaderFields = { ...options.headers, authorization: [credentials] }
  return requestOf(method, { ...options, headers, number: options.number ?? 2 })
}

const refusal = (verdict: GuardVerdict) => {
  if (verdict.verdict === 'right') throw new TypeError('it was let in')
  return verdict
}
const challengeOf = (verdict: GuardVerdict): SipResponse => {
  const { response } = refusal(verdict)
  if (response?.status !== 401) throw new TypeError('no challenge')
  return response
}

const phone = flowOf('198.51.100.7')

describe('credentials', () => {
  it.each<DigestAlgorithm>(['SHA-256', 'MD5'])('%s: challenged, answered, let in', (algorithm) => {
    const { guard } = rigOf()
    const challenge = challengeOf(guard.check(requestOf('REGISTER'), phone))
    expect(guard.check(answering('REGISTER', challenge, { algorithm }), phone)).toEqual({
      verdict: 'right',
      identity: { who: 'phone', extension: '8001' },
    })
  })

  it('SHA-256 is offered before MD5, each on a line of its own (RFC 8760)', () => {
    const { guard } = rigOf()
    const text = Buffer.from(writeMessage(challengeOf(guard.check(requestOf('INVITE'), phone)))).toString()
    expect(text.match(/^WWW-Authenticate: .*$/gm)?.map((line) => /algorithm=[\w-]+/.exec(line)?.[0])).toEqual([
      'algorithm=SHA-256',
      'algorithm=MD5',
    ])
  })

  it('a hash that is kept in place of the password serves its own algorithm', () => {
    const ha1 = digestHa1('MD5', '8001', 'callweave', 'right')
    const { guard } = rigOf({
      accountOf: () => ({
        identity: { who: 'phone', extension: '8001' },
        secretOf: (algorithm) => (algorithm === 'MD5' ? { ha1 } : null),
      }),
    })
    const challenge = challengeOf(guard.check(requestOf('INVITE'), phone))
    expect(guard.check(answering('INVITE', challenge), phone).verdict).toBe('right')
    expect(guard.check(answering('INVITE', challenge, { algorithm: 'SHA-256' }), phone).verdict).toBe('no')
  })

  it('what was heard once is of no use: replayed, it is stale; the next count is taken', () => {
    const { guard, clock } = rigOf()
    const challenge = challengeOf(guard.check(requestOf('INVITE'), phone))
    const request = answering('INVITE', challenge)
    expect(guard.check(request, phone).verdict).toBe('right')
    const text = Buffer.from(writeMessage(challengeOf(guard.check(request, phone)))).toString()
    expect(text).toContain('stale=true')
    expect(guard.check(answering('INVITE', challenge, { count: 2 }), phone).verdict).toBe('right')
    clock.move(300_001)
    const old = challengeOf(guard.check(answering('INVITE', challenge, { count: 3 }), phone))
    expect(Buffer.from(writeMessage(old)).toString()).toContain('stale=true')
  })

  it('From is who gave the password, To too where it registers: else 403', () => {
    const { guard } = rigOf()
    const status = (method: string, options: RequestOptions) => {
      const challenge = challengeOf(guard.check(requestOf(method), phone))
      const verdict = guard.check(answering(method, challenge, options), phone)
      return verdict.verdict === 'right' ? 'right' : verdict.response?.status
    }
    expect(status('INVITE', { from: '8002' })).toBe(403)
    expect(status('REGISTER', { from: '8001', to: '8002' })).toBe(403)
    expect(status('REGISTER', { from: '8002', to: '8001' })).toBe(403)
    expect(status('INVITE', { from: '8001', to: '8002' })).toBe('right')
  })

  it('a trunk that has a password passes on any number', () => {
    const { guard } = rigOf()
    const challenge = challengeOf(guard.check(requestOf('INVITE', { from: '02155501234' }), phone))
    const answer = { from: '02155501234', username: 'carrier', password: 'trunk' }
    expect(guard.check(answering('INVITE', challenge, answer), phone)).toMatchObject({
      identity: { trunk: 'provider' },
    })
  })

  it('the URI of the credentials is that of the request', () => {
    const { guard } = rigOf()
    const challenge = challengeOf(guard.check(requestOf('INVITE', { uri: 'sip:100@center.test' }), phone))
    const lured = answering('INVITE', challenge, { uri: 'sip:100@center.test' })
    const elsewhere = requestOf('INVITE', {
      uri: 'sip:0900@center.test',
      headers: { authorization: lured.headers.need('authorization') },
    })
    expect(guard.check(elsewhere, phone).verdict).toBe('no')
    expect(guard.check(lured, phone).verdict).toBe('right')
  })
})

describe('strangers learn nothing', () => {
  it('a name that exists is answered as one that does not, before and after a wrong password', () => {
    const { guard } = rigOf()
    const shape = (username: string) => {
      const from = flowOf(`198.51.100.${username.length}`)
      const first = challengeOf(guard.check(requestOf('REGISTER', { from: username }), from))
      const second = challengeOf(
        guard.check(answering('REGISTER', first, { from: username, username, password: 'guess' }), from),
      )
      return [first, second].map((response) =>
        Buffer.from(writeMessage(response))
          .toString()
          .replaceAll(username, 'NAME')
          .replace(/nonce="[^"]*"/g, 'nonce')
          .replace(/;tag=[0-9a-f]{16}/g, ''),
      )
    }
    expect(shape('9999')).toEqual(shape('8001'))
  })

  it('ACK and CANCEL are not answered, OPTIONS without a word of who we are', () => {
    const { guard } = rigOf()
    expect(refusal(guard.check(requestOf('ACK'), phone)).response).toBeNull()
    expect(refusal(guard.check(requestOf('CANCEL'), phone)).response).toBeNull()
    const { response } = refusal(guard.check(requestOf('OPTIONS'), phone))
    expect(response?.status).toBe(200)
    expect(response?.headers.lines.map(({ name }) => name)).toEqual([
      'Via',
      'From',
      'To',
      'Call-ID',
      'CSeq',
      'Content-Length',
    ])
  })

  it('a scanner that gives its name is not answered, and told once', () => {
    const { guard, notices } = rigOf()
    const scan = requestOf('OPTIONS', { headers: { userAgent: 'friendly-scanner' } })
    for (let n = 0; n < 50; n += 1) expect(refusal(guard.check(scan, phone)).response).toBeNull()
    expect(notices).toMatchObject([{ code: 'scanner', source: '198.51.100.7' }])
  })
})

describe('who guesses', () => {
  const guess = (guard: ReturnType<typeof rigOf>['guard'], from = phone) => {
    const first = guard.check(requestOf('REGISTER'), from)
    if (first.verdict === 'right' || first.response === null) return first
    return guard.check(answering('REGISTER', first.response, { password: 'guess' }), from)
  }

  it('is answered ever later, then not at all, and the log says each once', () => {
    const { guard, notices, clock } = rigOf()
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
      ['guesses-refused', 5],
    ])
    expect(guard.gate(phone, 'request')).toBe('drop')
    expect(guard.gate(phone, 'response')).toBe('pass')
    clock.move(600_000)
    expect(guard.gate(phone, 'request')).toBe('pass')
  })

  it('is refused for longer each time', () => {
    const { guard, notices, clock } = rigOf()
    for (let n = 0; n < 3; n += 1) {
      for (let i = 0; i < 30; i += 1) guess(guard)
      const { untilMs } = notices.findLast(({ code }) => code === 'guesses-refused')!
      clock.move(untilMs! - clock.nowMs())
    }
    const spans = notices.filter(({ code }) => code === 'guesses-refused').map(({ untilMs, atMs }) => untilMs! - atMs)
    expect(spans).toEqual([600_000, 1_200_000, 2_400_000])
  })

  it('a phone that was mistyped at is forgotten after a while', () => {
    const { guard, clock, notices } = rigOf()
    for (let n = 0; n < 40; n += 1) {
      expect(refusal(guess(guard)).response).not.toBeNull()
      clock.move(150_000)
    }
    expect(notices).toEqual([])
  })

  it('has no use of a right account of its own, and of no other address in its IPv6 network', () => {
    const { guard } = rigOf()
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
    const { guard } = rigOf()
    let answered = 0
    for (let n = 0; n < 1000; n += 1)
      if (refusal(guard.check(requestOf('REGISTER', { from: String(n) }), phone)).response !== null) answered += 1
    expect(answered).toBe(299)
  })

  it('300 phones behind one address start at once, register, and nobody is slowed', () => {
    const { guard, notices } = rigOf()
    for (let n = 0; n < 3000; n += 1) {
      const from = flowOf('203.0.113.1', 20_000 + (n % 300))
      const challenge = challengeOf(guard.check(requestOf('REGISTER'), from))
      expect(guard.check(answering('REGISTER', challenge), from).verdict).toBe('right')
    }
    expect(notices).toEqual([])
  })

  it('known and trusted addresses are challenged for ever; a registered phone passes the gate beside a guesser', () => {
    const trusted = rigOf({ settings: { trusted: [{ network: '198.51.100.0/24' }] } })
    for (let n = 0; n < 500; n += 1)
      expect(refusal(guess(trusted.guard))).toMatchObject({ delayMs: 0, response: { status: 401 } })
    expect(trusted.notices).toEqual([])
    const { guard } = rigOf({ isRegistered: ({ port }) => port === 7777 })
    for (let n = 0; n < 30; n += 1) guess(guard)
    expect(guard.gate(flowOf(phone.source, 7777), 'request')).toBe('pass')
    expect(guard.gate(phone, 'request')).toBe('drop')
  })

  it('many sources: memory and the log are bounded', () => {
    const { guard, notices, clock } = rigOf({
      settings: { guesses: { ...rigDefaults, sources: 100 } },
    })
    for (let n = 0; n < 2000; n += 1)
      guard.check(requestOf('OPTIONS', { headers: { userAgent: 'sipvicious' } }), flowOf(`10.${n >> 8}.${n & 255}.1`))
    expect(guard.sources).toBe(100)
    expect(notices).toHaveLength(120)
    clock.move(3_600_000)
    guard.check(requestOf('OPTIONS', { headers: { userAgent: 'sipvicious' } }), flowOf('192.0.2.1'))
    expect(notices.slice(120)).toMatchObject([{ code: 'notices-left-out', count: 1880 }, { code: 'scanner' }])
  })
})

const rigDefaults = {
  halfLifeMs: 300_000,
  slowFrom: 5,
  delayMs: 250,
  mostDelayMs: 8000,
  refuseFrom: 20,
  refuseFromChallenges: 300,
  refuseMs: 600_000,
  mostRefuseMs: 86_400_000,
}

describe('rates', () => {
  it('50 a second for strangers: a burst passes, ten are refused, the rest is dropped; told once', () => {
    const { guard, notices, clock } = rigOf()
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

  it('400 a second for a trunk', () => {
    const { guard, clock } = rigOf({ isKnown: () => true })
    let passed = 0
    for (let ms = 0; ms < 10_000; ms += 1) {
      clock.move(1)
      if (guard.gate(phone, 'request') === 'pass') passed += 1
    }
    expect(passed).toBeGreaterThan(4700)
    expect(passed).toBeLessThan(4810)
  })

  it('in no span of time more than the burst and the rate', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 600 }), (gaps) => {
        const { guard, clock } = rigOf()
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

  it('503 says when to come again', () => {
    const { guard } = rigOf()
    const response = guard.busy(requestOf('INVITE'))
    expect([response.status, response.headers.get('retryAfter')?.seconds]).toEqual([503, 5])
  })
})

it('mutated requests with right credentials: let in, refused, or a SipError', () => {
  const { guard: first } = rigOf()
  const request = answering('REGISTER', challengeOf(first.check(requestOf('REGISTER'), phone)))
  const seen = { right: 0, no: 0 }
  fc.assert(
    fc.property(mutated(request), (bytes) => {
      const { guard } = rigOf()
      const read = readRequest(bytes)
      if (read === null) return
      try {
        const verdict = guard.check(read, phone)
        seen[verdict.verdict] += 1
        if (verdict.verdict === 'no') expect([200, 401, 403, undefined]).toContain(verdict.response?.status)
      } catch (error) {
        expect(error).toBeInstanceOf(SipError)
      }
    }),
    { numRuns: 3000 },
  )
  expect(seen.right).toBeGreaterThan(50)
  expect(seen.no).toBeGreaterThan(50)
})
