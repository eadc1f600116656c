import { expect, test } from 'vitest'
import { advertisedNetworks, usualAddress } from './advertised.js'

test('one address is for everybody of its family, but for whoever is on this machine', () => {
  expect(advertisedNetworks('203.0.113.7', '192.0.2.10')).toEqual([
    { network: '0.0.0.0/0', host: '203.0.113.7' },
    { network: '127.0.0.0/8', host: '192.0.2.10' },
    { network: '192.0.2.10', host: '192.0.2.10' },
  ])
  expect(advertisedNetworks('2001:db8::7', '::')).toEqual([
    { network: '::/0', host: '2001:db8::7' },
    { network: '127.0.0.0/8', host: '127.0.0.1' },
  ])
  expect(advertisedNetworks([], '0.0.0.0')).toEqual([])
})

test('of several, one is what phones are told as a rule', () => {
  const office = { network: '10.0.0.0/8', host: '10.1.2.3' }
  expect(usualAddress([office, { network: '0.0.0.0/0', host: '203.0.113.7' }], '0.0.0.0')).toBe('203.0.113.7')
  expect(usualAddress([office], '10.1.2.3')).toBe('10.1.2.3')
  expect(usualAddress('203.0.113.7', '::')).toBe('203.0.113.7')
  expect(usualAddress('203.0.113.7', '::1')).toBe('::1')
})

test.each([
  ['a name', [{ network: '10.0.0.0/8', host: 'pbx' }], /this is none/],
  ['another family', [{ network: '10.0.0.0/8', host: '2001:db8::1' }], /of its family/],
  [
    'one network twice',
    [
      { network: '10.0.0.0/8', host: '10.1.2.3' },
      { network: '10.0.0.0/8', host: '10.1.2.4' },
    ],
    /told one address/,
  ],
])('%s is refused', (_, networks, says) => {
  expect(() => advertisedNetworks(networks, '0.0.0.0')).toThrow(says)
})
