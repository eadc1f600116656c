import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAddressList } from './address-list.js'
import { networkOf, parseAddress } from './parse-address.js'

const ipv6 = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 })

describe('addresses', () => {
  it.each([
    ['192.0.2.7', [0xc000, 0x0207]],
    ['::ffff:192.0.2.7', [0xc000, 0x0207]],
    ['::1', [0, 0, 0, 0, 0, 0, 0, 1]],
    ['fe80::1%eth0', [0xfe80, 0, 0, 0, 0, 0, 0, 1]],
    ['2001:DB8::', [0x2001, 0xdb8, 0, 0, 0, 0, 0, 0]],
    ['64:ff9b::192.0.2.7', [0x64, 0xff9b, 0, 0, 0, 0, 0xc000, 0x0207]],
  ])('%s', (text, groups) => expect(parseAddress(text)).toEqual(groups))

  it.each([
    '',
    '192.0.2',
    '192.0.2.256',
    '1.2.3.4.5',
    ':',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    'host',
    '::1.2.3.4:5',
  ])('no address: %j', (text) => expect(parseAddress(text)).toBeNull())

  it('an IPv6 address is read however its zeros are written', () => {
    fc.assert(
      fc.property(ipv6, fc.nat(7), fc.nat(7), (groups, a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        const zeroed = groups.map((group, i) => (i >= from && i <= to ? 0 : group))
        const text = zeroed.map((group) => group.toString(16))
        const short = `${text.slice(0, from).join(':')}::${text.slice(to + 1).join(':')}`
        expect(parseAddress(short)).toEqual(parseAddress(text.join(':')))
      }),
    )
  })

  it('strangers are counted by address, in IPv6 by the first 64 bits', () => {
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
    expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64')
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => void expect(networkOf(text).length).toBeLessThan(81)),
    )
  })
})

describe('lists', () => {
  it('a range holds what has its first bits, and nothing else', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.nat(32), (a, b, bits) => {
        const quad = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.')
        const isIn = bits === 0 || a >>> (32 - bits) === b >>> (32 - bits)
        expect(createAddressList([{ network: `${quad(a)}/${bits}` }]).has(quad(b), 5060)).toBe(isIn)
      }),
    )
  })

  it('the narrower range, and the one with a port, names an address more closely', () => {
    const at = (network: string, port?: number) =>
      createAddressList([port === undefined ? { network } : { network, port }]).closeness('192.0.2.7', 5062)
    expect(at('192.0.2.7')).toBeGreaterThan(at('192.0.2.0/24', 5062))
    expect(at('192.0.2.0/24', 5062)).toBeGreaterThan(at('192.0.2.0/24'))
    expect(at('192.0.2.0/24', 5060)).toBe(-1)
    expect(at('::/0')).toBe(-1)
    expect(createAddressList([{ network: '2001:db8::/31' }]).has('2001:db9:ffff::', 1)).toBe(true)
  })

  it.each([['192.0.2.0/33'], ['192.0.2.0/'], ['::/129'], ['provider.test'], ['1.2.3.4/8/8']])('refuses %s', (network) =>
    expect(() => createAddressList([{ network }])).toThrow(expect.objectContaining({ code: 'definition-invalid' })),
  )

  it('refuses a port that is none', () =>
    expect(() => createAddressList([{ network: '::1', port: 0 }])).toThrow('no address'))
})
