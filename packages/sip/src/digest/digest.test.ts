import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AuthValue } from '../headers/auth.js'
import { paramOf } from '../text/param.js'
import { encodeUtf8 } from '../text/utf8.js'
import { type DigestAlgorithm, signWith } from './hash.js'
import { createNonces, type Nonces } from './nonces.js'
import { answerChallenge, type DigestQop, digestChallenge, digestHa1, digestResponse } from './response.js'
import { verifyDigest } from './verify.js'

const key = new Uint8Array(32).fill(7)
const sign = signWith(key)
const secret = { password: 'Circle of Life' }

describe('examples of the RFCs', () => {
  it('RFC 2617 section 3.5', () => {
    const count = { nc: '00000001', cnonce: '0a4f113b', qop: 'auth' }
    const given = {
      username: 'Mufasa',
      realm: 'testrealm@host.com',
      secret: { password: 'Circle Of Life' },
      method: 'GET',
    }
    const nonce = 'dcd98b7102dd2f0e8b11d0f600bfb0c093'
    expect(digestResponse({ algorithm: 'MD5', ...given, uri: '/dir/index.html', nonce, count })).toBe(
      '6629fae49393a05397450978507c4ef1',
    )
  })

  it.each<[DigestAlgorithm, string]>([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('RFC 7616 section 3.9.1, %s', (algorithm, response) => {
    const challenge = digestChallenge({
      realm: 'http-auth@example.org',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      algorithm,
      opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
    })
    const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ'
    const made = answerChallenge({
      challenge,
      username: 'Mufasa',
      secret,
      method: 'GET',
      uri: '/dir/index.html',
      cnonce,
      count: 1,
    })
    expect(paramOf(made?.params ?? [], 'response')).toBe(response)
    expect(paramOf(made?.params ?? [], 'opaque')).toBe('FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS')
  })

  it.each<[DigestAlgorithm, DigestQop, string]>([
    ['MD5', 'auth', '89eb0059246c02b2f6ee02c7961d5ea3'],
    ['MD5', 'auth-int', 'bdbeebb2da6adb6bca02599c2239e192'],
    ['MD5-sess', 'auth', 'e4e4ea61d186d07a92c9e1f6919902e9'],
    ['MD5-sess', 'auth-int', '91984da2d8663716e91554859c22ca70'],
  ])('draft-smith-sipping-auth-examples-01 sections 3.3 to 3.6, %s, %s', (algorithm, qop, response) => {
    const nonce = 'dcd98b7102dd2f0e8b11d0f600bfb0c093'
    const made = answerChallenge({
      challenge: digestChallenge({ realm: 'biloxi.com', nonce, algorithm, qop: [qop] }),
      username: 'bob',
      secret: { password: 'zanzibar' },
      method: 'INVITE',
      uri: 'sip:bob@biloxi.com',
      cnonce: '0a4f113b',
      count: 1,
      body: session,
    })
    expect(paramOf(made?.params ?? [], 'response')).toBe(response)
    expect(paramOf(made?.params ?? [], 'qop')).toBe(qop)
  })
})

const session = encodeUtf8(
  [
    'v=0',
    'o=bob 2890844526 2890844526 IN IP4 media.biloxi.com',
    's=-',
    'c=IN IP4 media.biloxi.com',
    't=0 0',
    'm=audio 49170 RTP/AVP 0',
    'a=rtpmap:0 PCMU/8000',
    'm=video 51372 RTP/AVP 31',
    'a=rtpmap:31 H261/90000',
    'm=video 53000 RTP/AVP 32',
    'a=rtpmap:32 MPV/90000',
    '',
  ].join('\r\n'),
)

const uri = 'sip:example.com'
const ask = (nonce: string, more: { algorithm?: DigestAlgorithm; qop?: readonly DigestQop[] } = {}) =>
  digestChallenge({ realm: 'example.com', nonce, ...more })
const reply = (challenge: AuthValue, count = 1, password = secret.password, username = '8001') =>
  answerChallenge({
    challenge,
    username,
    secret: { password },
    method: 'REGISTER',
    uri,
    cnonce: 'abc',
    count,
  }) as AuthValue
const check = (credentials: AuthValue, nonces: Nonces, nowMs = 1000, method = 'REGISTER') =>
  verifyDigest({
    credentials,
    method,
    realm: 'example.com',
    algorithms: ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess'],
    isUri: (given) => given === uri,
    secretOf: (name) => (name === '8001' ? secret : null),
    nonces,
    nowMs,
  })

describe('challenge and verification', () => {
  it('every algorithm, with and without qop', () => {
    for (const algorithm of ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess'] as const)
      for (const qop of [['auth'], []] as const) {
        const nonces = createNonces({ sign })
        const credentials = reply(ask(nonces.make(1000), { algorithm, qop }))
        expect(check(credentials, nonces)).toEqual({ verdict: 'right', username: '8001' })
        expect(check(credentials, nonces)).toMatchObject({ verdict: 'stale', because: 'replayed' })
      }
  })

  it('a kept hash does for the password', () => {
    const nonces = createNonces({ sign })
    const ha1 = digestHa1('MD5', '8001', 'example.com', secret.password)
    const credentials = reply(ask(nonces.make(0)))
    const given = { credentials, method: 'REGISTER', realm: 'example.com', isUri: () => true, nonces, nowMs: 1 }
    expect(verifyDigest({ ...given, secretOf: () => ({ ha1 }) }).verdict).toBe('right')
  })

  it('what is wrong is named', () => {
    const nonces = createNonces({ sign })
    const challenge = ask(nonces.make(1000))
    const because = (credentials: AuthValue, method?: string) => {
      const verdict = check(credentials, nonces, 1000, method)
      return verdict.verdict === 'wrong' ? verdict.because : verdict.verdict
    }
    const changed = (name: string, value: string): AuthValue => {
      const made = reply(challenge)
      return { ...made, params: made.params.map((param) => (param.name === name ? { name, value } : param)) }
    }
    expect(because(reply(challenge, 1, 'guess'))).toBe('password')
    expect(because(reply(challenge, 1, 'guess', '8002'))).toBe('username')
    expect(because(reply(challenge), 'INVITE')).toBe('password')
    expect(because(changed('realm', 'x'))).toBe('realm')
    expect(because(changed('uri', 'sip:x'))).toBe('uri')
    expect(because(changed('nonce', 'x-1-2'))).toBe('nonce')
    expect(because(changed('algorithm', 'SHA-1'))).toBe('algorithm')
    expect(because(changed('qop', 'auth-int'))).toBe('qop')
    expect(because(changed('qop', 'other'))).toBe('qop')
    expect(because(changed('nc', '1'))).toBe('malformed')
    expect(because(changed('nc', '00000002'))).toBe('password')
    expect(because({ scheme: 'Basic', params: [], token68: 'abc' })).toBe('malformed')
    expect(because(reply(ask(createNonces({ sign: signWith(new Uint8Array(32)) }).make(1000))))).toBe('nonce')
    expect(because(reply(challenge))).toBe('right')
  })

  it('a challenge that is not understood is left for another', () => {
    const made = (name: string, value: string) =>
      answerChallenge({
        challenge: {
          scheme: 'Digest',
          token68: null,
          params: [...ask('n').params.filter((param) => param.name !== name), { name, value }],
        },
        username: 'a',
        secret,
        method: 'INVITE',
        uri,
        cnonce: 'c',
        count: 1,
      })
    expect(made('algorithm', 'SHA-512-256')).toBeNull()
    expect(made('qop', 'auth-conf')).toBeNull()
    const qopOf = (offered: string) => paramOf(made('qop', offered)?.params ?? [], 'qop')
    expect([qopOf('auth-int, AUTH'), qopOf('other,Auth-Int'), qopOf('')]).toEqual(['auth', 'auth-int', undefined])
  })

  it('an old nonce is stale, and a nonce from a clock ahead of ours is none', () => {
    const nonces = createNonces({ sign, lifetimeMs: 100 })
    const credentials = reply(ask(nonces.make(1000)))
    expect(check(credentials, nonces, 1101)).toMatchObject({ verdict: 'stale', because: 'expired' })
    expect(check(credentials, nonces, 999)).toMatchObject({ verdict: 'wrong', because: 'nonce' })
  })
})

describe('auth-int', () => {
  const bytes = fc.uint8Array({ maxLength: 60 })
  const judged = (offered: readonly DigestQop[], sent: readonly DigestQop[], body: Uint8Array, came = body) => {
    const nonces = createNonces({ sign })
    const verify = (credentials: AuthValue) =>
      verifyDigest({
        credentials,
        method: 'INVITE',
        realm: 'example.com',
        isUri: () => true,
        secretOf: () => secret,
        nonces,
        nowMs: 1,
        qops: offered,
        body: came,
      })
    const made = answerChallenge({
      challenge: ask(nonces.make(0), { algorithm: 'SHA-256', qop: sent }),
      username: '8001',
      secret,
      method: 'INVITE',
      uri,
      cnonce: 'abc',
      count: 1,
      body,
    }) as AuthValue
    const first = verify(made)
    const again = verify(made)
    const word = (verdict: typeof first) => ('because' in verdict ? verdict.because : verdict.verdict)
    return [word(first), word(again)]
  }

  it('a body that came as it was sent is right, once; one that was changed is not', () => {
    fc.assert(
      fc.property(bytes, bytes, (body, other) => {
        expect(judged(['auth-int'], ['auth-int'], body)).toEqual(['right', 'replayed'])
        expect(judged(['auth', 'auth-int'], ['auth-int'], body)).toEqual(['right', 'replayed'])
        const isSame = body.join() === other.join()
        expect(judged(['auth-int'], ['auth-int'], body, other)[0]).toBe(isSame ? 'right' : 'password')
        // Without it nobody looks at the body.
        expect(judged(['auth', 'auth-int'], ['auth'], body, other)).toEqual(['right', 'replayed'])
      }),
    )
  })

  it('who was offered nothing else gives nothing less', () => {
    expect(judged(['auth-int'], ['auth'], session)).toEqual(['qop', 'qop'])
    expect(judged(['auth-int'], [], session)).toEqual(['qop', 'qop'])
    expect(judged(['auth'], ['auth-int'], session)).toEqual(['qop', 'qop'])
    expect(judged(['auth', 'auth-int'], [], session)).toEqual(['right', 'replayed'])
  })

  it('both are offered in one challenge', () => {
    const { params } = ask('n', { qop: ['auth', 'auth-int'] })
    expect(paramOf(params, 'qop')).toBe('auth, auth-int')
  })
})

describe('nonce counts', () => {
  it('each count passes once at most, in whatever order; those not far behind pass', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 120 }), (counts) => {
        const nonces = createNonces({ sign })
        const nonce = nonces.make(0)
        const seen = new Set<number>()
        let highest = 0
        for (const count of counts) {
          const isFresh = nonces.judge(nonce, count, 0) === 'fresh'
          expect(isFresh).toBe(!seen.has(count) && count > highest - 32)
          if (!isFresh) continue
          nonces.use(nonce, count)
          seen.add(count)
          highest = Math.max(highest, count)
        }
      }),
    )
  })

  it('few are kept, and what is forgotten is never fresh again', () => {
    const nonces = createNonces({ sign, most: 10 })
    const made = Array.from({ length: 50 }, (_, ms) => nonces.make(ms))
    for (const nonce of made) if (nonces.judge(nonce, 1, 50) === 'fresh') nonces.use(nonce, 1)
    expect(nonces.size).toBe(10)
    for (const nonce of made) expect(nonces.judge(nonce, 1, 50)).not.toBe('fresh')
  })

  it('those that have expired are let go of, and stay expired', () => {
    const nonces = createNonces({ sign, lifetimeMs: 1_000 })
    const old = Array.from({ length: 50 }, () => nonces.make(0))
    for (const nonce of old) nonces.use(nonce, 1)
    const late = nonces.make(1_001)
    nonces.use(late, 1)
    expect(nonces.size).toBe(1)
    for (const nonce of old) expect(nonces.judge(nonce, 2, 1_001)).toBe('expired')
    expect([nonces.judge(late, 1, 1_001), nonces.judge(late, 2, 1_001)]).toEqual(['replayed', 'fresh'])
  })

  it('no two are the same, and none can be made up', () => {
    const nonces = createNonces({ sign })
    expect(new Set(Array.from({ length: 100 }, () => nonces.make(5))).size).toBe(100)
    fc.assert(fc.property(fc.string(), (text) => void expect(nonces.judge(text, 1, 10)).toBe('forged')))
  })
})
