import { expect, test } from 'vitest'
import { hostPort, portRange } from './address.js'
import { dialKeys } from './dial-keys.js'

test.each([
  ['127.0.0.1', { host: '127.0.0.1' }],
  ['127.0.0.1:5060', { host: '127.0.0.1', port: 5060 }],
  ['0.0.0.0:0', { host: '0.0.0.0', port: 0 }],
  [':5070', { host: '127.0.0.1', port: 5070 }],
  ['[::1]:5060', { host: '::1', port: 5060 }],
  ['[2001:db8::7]', { host: '2001:db8::7' }],
  ['sip.example.org:5060', { host: 'sip.example.org', port: 5060 }],
  ['localhost', { host: 'localhost' }],
] as const)('%s', (text, value) => expect(hostPort().parse(text)).toEqual(value))

test.each([
  '',
  ':',
  '127.0.0.1:',
  '127.0.0.1:x',
  '127.0.0.1:65536',
  '1.2.3',
  '256.1.1.1',
  '::1',
  '[127.0.0.1]',
  'a b',
  'x_y',
  '-a',
])('%j is no address', (text) => expect(hostPort().parse(text)).toBeUndefined())

test('an IPv6 address without brackets is offered with them', () => expect(hostPort().meant?.('::1')).toBe('[::1]'))

test.each([
  ['16384-32767', { from: 16_384, to: 32_767 }],
  ['1024-1027', { from: 1_024, to: 1_027 }],
  ['1024-1026', undefined],
  ['80-2000', undefined],
  ['30000-70000', undefined],
  ['5000', undefined],
  ['2000-1000', undefined],
] as const)('ports %s', (text, value) => expect(portRange().parse(text)).toEqual(value))

test('keys with pauses', () => {
  const { parse, meant } = dialKeys()
  expect([parse(',,1,0#'), parse('*11'), parse('1 0'), parse('')]).toEqual([',,1,0#', '*11', undefined, undefined])
  expect(meant?.('1 0')).toBe('1,0')
})
