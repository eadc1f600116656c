import { parseUri } from '@callweave/sip'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requestOf } from '../../test/requests.js'
import { createAdvertised } from './advertise.js'
import { callerOf, dialedOf, numberOf } from './numbers.js'

describe('numbers', () => {
  test.each([
    ['tel:+86-10-1234', '+86101234'],
    ['sip:+1(201)555.0123@a;user=phone', '+12015550123'],
    ['sip:1234;phone-context=+86@a', '1234'],
    ['sip:*70@a', '*70'],
    ['sip:alice@a', 'alice'],
    ['sip:anna-lena@a', 'anna-lena'],
    ['sip:a', ''],
    ['urn:service:sos', ''],
  ])('%s is %s', (uri, number) => expect(numberOf(parseUri(uri))).toBe(number))

  test('P1 what was dialed: the request URI, or To where a provider calls what we registered', () => {
    const to = '4008001234'
    expect(dialedOf(requestOf('INVITE', { uri: 'sip:4009@a', to }))).toBe('4009')
    expect(dialedOf(requestOf('INVITE', { uri: 'sip:us-line@a', to }), [], 'us-line')).toBe(to)
    expect(dialedOf(requestOf('INVITE', { uri: 'sip:us-line@a', to }), [to])).toBe(to)
    expect(dialedOf(requestOf('INVITE', { uri: 'sip:a', to }))).toBe(to)
  })

  test('who calls: what a trusted line asserts, and nobody else', () => {
    const assertedIdentity = [{ name: null, uri: parseUri('sip:5550100@carrier'), params: [] }]
    const request = requestOf('INVITE', { from: '8001', headers: { assertedIdentity, privacy: ['id'] } })
    expect(callerOf(request, true)).toEqual({ number: '5550100', isPrivate: true })
    expect(callerOf(request, false)).toEqual({ number: '8001', isPrivate: true })
    expect(callerOf(requestOf('INVITE', { from: 'anonymous' }), true)).toEqual({ number: '', isPrivate: true })
  })

  test('no number is longer than anybody dials', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9*#a-z;=.-]{1,200}$/), (user) => {
        expect(numberOf({ ...parseUri('sip:a@b'), user } as ReturnType<typeof parseUri>).length).toBeLessThan(65)
      }),
    )
  })
})

test('a peer is told the address that reaches us from its network, the narrowest first', () => {
  const hostFor = createAdvertised([
    { network: '0.0.0.0/0', host: '203.0.113.7' },
    { network: '10.0.0.0/8', host: '10.0.0.9' },
    { network: '2001:db8::/32', host: '2001:db8::1' },
  ])
  expect(['10.1.2.3', '198.51.100.1', '2001:db8::77', '2001:dead::1'].map((peer) => hostFor(peer, 'own'))).toEqual([
    '10.0.0.9',
    '203.0.113.7',
    '2001:db8::1',
    'own',
  ])
  expect(() => createAdvertised([{ network: 'here', host: 'a' }])).toThrow(/no address/)
})
