import { SipError, writeMessage } from '@callweave/sip'
import { type DigestAlgorithm, digestHa1 } from '@callweave/sip/digest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answering, challengeOf, guardRig, phone, refusal } from '../../test/guard-rig.js'
import { flowOf, mutated, type RequestOptions, readRequest, requestOf } from '../../test/requests.js'

const both = { algorithms: ['SHA-256', 'MD5'] } as const

describe('credentials', () => {
  it.each<DigestAlgorithm>(['SHA-256', 'MD5'])('%s: challenged, answered, let in', (algorithm) => {
    const { guard } = guardRig({ settings: both })
    const challenge = challengeOf(guard.check(requestOf('REGISTER'), phone))
    expect(guard.check(answering('REGISTER', challenge, { algorithm }), phone)).toEqual({
      verdict: 'right',
      identity: { who: 'phone', extension: '8001' },
    })
  })

  it('MD5 alone is offered where nobody says otherwise: old phones give up on any other', () => {
    const { guard } = guardRig()
    const { headers } = challengeOf(guard.check(requestOf('INVITE'), phone))
    expect(headers.need('wwwAuthenticate')).toHaveLength(1)
  })

  it('what is offered keeps its order, each on a line of its own (RFC 8760)', () => {
    const { guard } = guardRig({ settings: both })
    const text = Buffer.from(writeMessage(challengeOf(guard.check(requestOf('INVITE'), phone)))).toString()
    expect(text.match(/^WWW-Authenticate: .*$/gm)?.map((line) => /algorithm=[\w-]+/.exec(line)?.[0])).toEqual([
      'algorithm=SHA-256',
      'algorithm=MD5',
    ])
  })

  it('a hash that is kept in place of the password serves its own algorithm', () => {
    const ha1 = digestHa1('MD5', '8001', 'callweave', 'right')
    const { guard } = guardRig({
      settings: both,
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
    const { guard, clock } = guardRig()
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
    const { guard } = guardRig()
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
    const { guard } = guardRig()
    const challenge = challengeOf(guard.check(requestOf('INVITE', { from: '02155501234' }), phone))
    const answer = { from: '02155501234', username: 'carrier', password: 'trunk' }
    expect(guard.check(answering('INVITE', challenge, answer), phone)).toMatchObject({
      identity: { trunk: 'provider' },
    })
  })

  it('the URI of the credentials is that of the request', () => {
    const { guard } = guardRig()
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
    const { guard } = guardRig()
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
    const { guard } = guardRig()
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
    const { guard, notices } = guardRig()
    const scan = requestOf('OPTIONS', { headers: { userAgent: 'friendly-scanner' } })
    for (let n = 0; n < 50; n += 1) expect(refusal(guard.check(scan, phone)).response).toBeNull()
    expect(notices).toMatchObject([{ code: 'scanner', source: '198.51.100.7' }])
  })

  it.each([
    ['friendly-scanner', 'Ana', true],
    ['sipcli/v1.8', 'Ana', true],
    ['Acme 1', 'sipvicious', true],
    ['Acme 1', 'R. Tiwari', false],
    ['Taiwarp 2', 'iWar fan', false],
  ])('a program %s of %s scans: %s', (userAgent, name, isScan) => {
    for (const isKnown of [true, false]) {
      const { guard, notices } = guardRig({ isKnown: () => isKnown })
      const from = { ...requestOf('INVITE').headers.need('from'), name }
      expect(guard.scans(requestOf('INVITE', { headers: { userAgent, from } }), phone)).toBe(isScan)
      expect(notices.map(({ code }) => code)).toEqual(isScan ? ['scanner'] : [])
    }
  })
})

it('mutated requests with right credentials: let in, refused, or a SipError', () => {
  const { guard: first } = guardRig()
  const request = answering('REGISTER', challengeOf(first.check(requestOf('REGISTER'), phone)))
  const seen = { right: 0, no: 0 }
  fc.assert(
    fc.property(mutated(request), (bytes) => {
      const { guard } = guardRig()
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
