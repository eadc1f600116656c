import type { RandomStream } from '@callweave/core'
import { createHandClock } from '@callweave/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseUri } from '../uri/parse-uri.js'
import type { SipUri } from '../uri/uri.js'
import { type Dns, systemDns } from './dns.js'
import { type LocateOptions, locate } from './locate.js'
import { type NaptrRecord, orderServers, type SrvRecord } from './order-services.js'

/** Draws by a linear congruence: the same each time. */
const drawing = (seed: number): RandomStream => {
  let state = seed
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return { next, int: (below) => Math.floor(next() * below) }
}

interface Zone {
  readonly naptr?: Readonly<Record<string, readonly NaptrRecord[]>>
  readonly srv?: Readonly<Record<string, readonly SrvRecord[]>>
  readonly addresses?: Readonly<Record<string, readonly string[]>>
}

const dnsOf = ({ naptr = {}, srv = {}, addresses = {} }: Zone): Dns & { readonly asked: string[] } => {
  const asked: string[] = []
  const find = async <T>(kind: string, records: Readonly<Record<string, T>>, name: string): Promise<T> => {
    asked.push(`${kind} ${name}`)
    const found = records[name]
    if (found === undefined) throw Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' })
    return found
  }
  return {
    asked,
    naptr: (name) => find('NAPTR', naptr, name),
    srv: (name) => find('SRV', srv, name),
    addresses: (name) => find('A', addresses, name),
  }
}

const service = (order: number, name: string, replacement: string): NaptrRecord => ({
  order,
  preference: 50,
  flags: 's',
  service: name,
  replacement,
})
const server = (name: string, priority = 0, weight = 0, port = 5060): SrvRecord => ({ name, port, priority, weight })

const find = async (text: string, zone: Zone, options: Partial<LocateOptions> = {}) => {
  const dns = dnsOf(zone)
  const clock = createHandClock()
  const transports = ['UDP', 'TCP', 'TLS'] as const
  const peers = await locate(parseUri(text) as SipUri, { dns, clock, random: drawing(1), transports, ...options })
  expect(clock.due).toBe(0)
  return { dns, peers: peers.map(({ transport, source, port }) => `${transport} ${source} ${port}`), all: peers }
}

describe('locate', () => {
  test.each([
    ['sip:192.0.2.1', 'UDP 192.0.2.1 5060'],
    ['sip:192.0.2.1:5080', 'UDP 192.0.2.1 5080'],
    ['sip:192.0.2.1;transport=tcp', 'TCP 192.0.2.1 5060'],
    ['sips:192.0.2.1', 'TLS 192.0.2.1 5061'],
    ['sips:192.0.2.1;transport=tcp', 'TLS 192.0.2.1 5061'],
    ['sip:a.example;maddr=192.0.2.9', 'UDP 192.0.2.9 5060'],
  ])('an address is asked of nobody: %s', async (uri, peer) => {
    const { dns, peers } = await find(uri, {})
    expect([peers, dns.asked]).toEqual([[peer], []])
  })

  test('a port that is given wins over NAPTR and SRV', async () => {
    const { dns, peers } = await find('sip:a.example:5070', { addresses: { 'a.example': ['192.0.2.1', '::1'] } })
    expect([peers, dns.asked]).toEqual([['UDP 192.0.2.1 5070'], ['A a.example']])
  })

  test('a transport that is given wins over NAPTR', async () => {
    const zone = {
      srv: { '_sip._tcp.a.example': [server('b.example', 0, 0, 5090)] },
      addresses: { 'b.example': ['192.0.2.1'] },
    }
    const { dns, peers, all } = await find('sip:a.example;transport=tcp', zone)
    expect([peers, dns.asked[0]]).toEqual([['TCP 192.0.2.1 5090'], 'SRV _sip._tcp.a.example'])
    expect(all[0]).toMatchObject({ serverName: 'a.example', isReliable: true })
  })

  test('NAPTR says the transport, SRV the order, and sips takes TLS only', async () => {
    const zone = {
      naptr: {
        'a.example': [
          service(20, 'SIP+D2U', '_u.a.example'),
          service(10, 'SIPS+D2T', '_s.a.example'),
          service(5, 'E2U+sip', 'x'),
        ],
      },
      srv: {
        '_u.a.example': [server('two.example', 20), server('one.example', 10)],
        '_s.a.example': [server('one.example', 1, 1, 5061)],
      },
      addresses: { 'one.example': ['192.0.2.1', '192.0.2.2'], 'two.example': ['192.0.2.3'] },
    }
    const { peers } = await find('sip:a.example', zone)
    expect(peers).toEqual([
      'TLS 192.0.2.1 5061',
      'TLS 192.0.2.2 5061',
      'UDP 192.0.2.1 5060',
      'UDP 192.0.2.2 5060',
      'UDP 192.0.2.3 5060',
    ])
    expect((await find('sips:a.example', zone)).peers).toEqual(peers.slice(0, 2))
    expect((await find('sip:a.example', zone, { transports: ['UDP'] })).peers).toEqual(peers.slice(2))
  })

  test('without NAPTR each transport is asked for, without SRV the name itself', async () => {
    const { dns, peers } = await find('sip:a.example', { addresses: { 'a.example': ['192.0.2.1'] } })
    expect(peers).toEqual(['UDP 192.0.2.1 5060'])
    expect(dns.asked).toEqual([
      'NAPTR a.example',
      'SRV _sip._udp.a.example',
      'SRV _sip._tcp.a.example',
      'SRV _sips._tcp.a.example',
      'A a.example',
    ])
  })

  test.each([
    ['sip:nowhere.example', {}],
    ['sip:192.0.2.1;transport=sctp', {}],
    ['sips:192.0.2.1', { transports: ['UDP'] as const }],
    [`sip:${'a'.repeat(64)}.example`, {}],
    ['sip:[2001:db8::1]', {}],
  ])('nowhere to go is a sentence: %s', async (uri, options) => {
    await expect(find(uri, {}, options)).rejects.toMatchObject({ name: 'CallweaveError', code: 'peer-failed' })
  })

  test('a resolver that is silent is waited for no longer than allowed', async () => {
    const silent = (): Promise<never> => new Promise(() => undefined)
    const clock = createHandClock()
    const options = {
      dns: { naptr: silent, srv: silent, addresses: silent },
      clock,
      random: drawing(1),
      transports: [],
    }
    const found = locate(parseUri('sip:a.example') as SipUri, options)
    clock.move(5_000)
    await expect(found).rejects.toThrow(/no answer in 5000 ms/)
    expect(clock.due).toBe(0)
  })

  test('the resolver of the system knows localhost', async () => {
    expect(await systemDns().addresses('localhost')).toContain('127.0.0.1')
  })
})

describe('orderServers', () => {
  test('keeps all, by priority', () => {
    const record = fc.record({ name: fc.string(), port: fc.nat(65_535), priority: fc.nat(3), weight: fc.nat(65_535) })
    fc.assert(
      fc.property(fc.array(record), fc.integer(), (records, seed) => {
        const ordered = orderServers(records, drawing(seed))
        expect(new Set(ordered)).toEqual(new Set(records))
        expect(ordered).toHaveLength(records.length)
        const priorities = ordered.map(({ priority }) => priority)
        expect(priorities).toEqual(priorities.toSorted((a, b) => a - b))
      }),
    )
  })

  test('is first in proportion to the weight', () => {
    const random = drawing(7)
    const records = [server('heavy', 0, 60), server('light', 0, 20), server('other', 0, 20)]
    let heavy = 0
    for (let n = 0; n < 10_000; n += 1) if (orderServers(records, random)[0]?.name === 'heavy') heavy += 1
    // 60 of 101 draws, and the one of 0 for the first: within four deviations.
    expect(Math.abs(heavy / 10_000 - 0.604)).toBeLessThan(0.02)
  })
})
