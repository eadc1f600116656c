import { describe, expect, it } from 'vitest'
import { scripted } from '../../test/scripted.js'
import { requestBy, sdp, sentBy } from '../../test/two-agents.js'
import { type DigestAlgorithm, signWith } from '../digest/hash.js'
import { createNonces, type Nonces } from '../digest/nonces.js'
import { type DigestQop, digestChallenge } from '../digest/response.js'
import { verifyDigest } from '../digest/verify.js'
import { type AuthValue, authValue } from '../headers/auth.js'
import type { SipRequest } from '../message/message.js'
import { paramOf } from '../text/param.js'
import { formatUri } from '../uri/write-uri.js'

const password = 'secret'
const realms = ['one', 'two']
const credentials = (realm: string) =>
  realms.includes(realm) ? { username: `alice-${realm}`, secret: { password } } : null

const challenge = (realm: string, nonce: string, algorithm: DigestAlgorithm, qop: readonly DigestQop[] = ['auth']) =>
  digestChallenge({ realm, nonce, algorithm, qop })

const unknown = authValue('Digest', [
  { name: 'realm', value: 'one' },
  { name: 'nonce', value: 'n' },
  { name: 'algorithm', value: 'SHA-512-256' },
])

/** What the last INVITE of alice gives: realm and algorithm of each, and whether they are right. */
const given = (
  request: SipRequest,
  header: 'authorization' | 'proxyAuthorization',
  nonces: Nonces,
  qops: readonly DigestQop[] = ['auth'],
): readonly string[] =>
  (request.headers.get(header) ?? []).map((value: AuthValue) => {
    const realm = paramOf(value.params, 'realm') ?? ''
    const { verdict } = verifyDigest({
      credentials: value,
      method: request.method,
      realm,
      isUri: (uri) => uri === formatUri(request.uri),
      secretOf: (username) => (username === `alice-${realm}` ? { password } : null),
      nonces,
      nowMs: 1,
      qops,
      body: request.body,
    })
    return [realm, paramOf(value.params, 'algorithm'), paramOf(value.params, 'qop'), verdict].join(' ')
  })

const rigged = () => {
  const nonces = createNonces({ sign: signWith(new Uint8Array(32)) })
  return { ...scripted({ credentials }), nonces, nonce: () => nonces.make(0) }
}

describe('several challenges in one response', () => {
  it.each<[string, readonly DigestAlgorithm[]]>([
    ['SHA-256 first, MD5 second', ['SHA-256', 'MD5']],
    ['MD5 first: what is stronger is taken all the same', ['MD5', 'SHA-256']],
    ['those with -sess', ['MD5-sess', 'SHA-256']],
  ])('of one realm are answered once: %s', (_, algorithms) => {
    const { rig, reply, nonces, nonce } = rigged()
    const wwwAuthenticate = [unknown, ...algorithms.map((algorithm) => challenge('one', nonce(), algorithm))]
    reply(401, 'b', { headers: { wwwAuthenticate } })
    expect(given(requestBy(rig, 'alice', 'INVITE'), 'authorization', nonces)).toEqual(['one SHA-256 auth right'])
  })

  it('of several realms are each answered, with what is known there; one that is not known is passed over', () => {
    const { rig, reply, nonces, nonce } = rigged()
    const proxyAuthenticate = [
      challenge('one', nonce(), 'SHA-256'),
      challenge('elsewhere', nonce(), 'MD5'),
      challenge('two', nonce(), 'MD5'),
      challenge('one', nonce(), 'MD5'),
    ]
    reply(407, 'p', { headers: { proxyAuthenticate } })
    const again = requestBy(rig, 'alice', 'INVITE')
    expect(given(again, 'proxyAuthorization', nonces)).toEqual(['one SHA-256 auth right', 'two MD5 auth right'])
    expect(again.headers.has('authorization')).toBe(false)
  })

  it.each([401, 407])(
    'of servers and of proxies, which one that forked puts into one %i, are all answered',
    (status) => {
      const { rig, call, reply, nonces, nonce } = rigged()
      const wwwAuthenticate = [challenge('one', nonce(), 'SHA-256'), challenge('one', nonce(), 'MD5')]
      const proxyAuthenticate = [challenge('one', nonce(), 'MD5')]
      reply(status, 'p', { headers: { wwwAuthenticate, proxyAuthenticate } })
      const again = requestBy(rig, 'alice', 'INVITE')
      expect(given(again, 'authorization', nonces)).toEqual(['one SHA-256 auth right'])
      expect(given(again, 'proxyAuthorization', nonces)).toEqual(['one MD5 auth right'])
      reply(200, 'b', { body: sdp('answer') })
      expect(call.state).toBe('confirmed')
    },
  )

  it('of which none is known end the call', () => {
    const { rig, heard, reply } = rigged()
    reply(401, 'b', { headers: { wwwAuthenticate: [unknown, challenge('elsewhere', 'n', 'MD5')] } })
    expect(heard.told).toEqual(['ended by them 401'])
    expect(sentBy(rig, 'alice', 'INVITE')).toHaveLength(1)
  })
})

describe('auth-int', () => {
  const only: readonly DigestQop[] = ['auth-int']

  it('covers the session of an INVITE, and the empty body of a BYE in the same dialog', () => {
    const { rig, call, reply, nonces, nonce } = rigged()
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('one', nonce(), 'SHA-256', only)] } })
    const invite = requestBy(rig, 'alice', 'INVITE')
    expect(invite.body.length).toBeGreaterThan(0)
    expect(given(invite, 'authorization', nonces, only)).toEqual(['one SHA-256 auth-int right'])
    reply(200, 'b', { body: sdp('answer') })
    call.offer(sdp('second'))
    expect(given(requestBy(rig, 'alice', 'INVITE'), 'authorization', nonces, only)).toEqual([
      'one SHA-256 auth-int right',
    ])
    reply(200, 'b', { body: sdp('again') })
    call.hangUp()
    expect(given(requestBy(rig, 'alice', 'BYE'), 'authorization', nonces, only)).toEqual(['one SHA-256 auth-int right'])
  })

  it('beside auth is left, since a session may be changed on the way', () => {
    const { rig, reply, nonces, nonce } = rigged()
    const wwwAuthenticate = [challenge('one', nonce(), 'MD5', ['auth-int', 'auth'])]
    reply(401, 'b', { headers: { wwwAuthenticate } })
    expect(given(requestBy(rig, 'alice', 'INVITE'), 'authorization', nonces)).toEqual(['one MD5 auth right'])
  })
})
