import { createHandClock } from '@callweave/core/testing'
import { parseUri } from '@callweave/sip'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flowOf, requestOf } from '../../test/requests.js'
import { createChannels } from './channels.js'
import { createPeers, triesNext } from './peers.js'
import type { TrunkPeer } from './settings.js'
import { createTrunks, type TrunkChange } from './trunks.js'

const invite = (user = '4000') => requestOf('INVITE', { uri: `sip:${user}@192.0.2.1` })

const rigOf = () => {
  const told: TrunkChange[] = []
  const trunks = createTrunks(
    [
      { name: 'wide', channels: 2, addresses: [{ network: '192.0.2.0/24' }, { network: '2001:db8::/32' }] },
      { name: 'narrow', channels: 1, addresses: [{ network: '192.0.2.7' }] },
      { name: 'port', channels: 1, addresses: [{ network: '192.0.2.7', port: 5080 }] },
      { name: 'provider', channels: 30 },
    ],
    (change) => void told.push(change),
  )
  return { trunks, told }
}

describe('whose a call is', () => {
  it('P1 the group that names its address most closely; a stranger has none', () => {
    const { trunks } = rigOf()
    const of = (source: string, port = 5060) => trunks.of(invite(), flowOf(source, port))
    expect(of('192.0.2.9')).toBe('wide')
    expect(of('192.0.2.7')).toBe('narrow')
    expect(of('::ffff:192.0.2.7')).toBe('narrow')
    expect(of('192.0.2.7', 5080)).toBe('port')
    expect(of('2001:db8:9::1')).toBe('wide')
    expect(of('192.0.3.1')).toBeNull()
    expect(of('nonsense')).toBeNull()
    expect(trunks.isKnown(flowOf('192.0.2.200'))).toBe(true)
    expect(trunks.isKnown(flowOf('192.0.3.1'))).toBe(false)
  })

  it('P1 of groups at one address the one whose number was dialed; without such a number the first', () => {
    const addresses = [{ network: '127.0.0.0/8' }]
    const trunks = createTrunks(
      [
        { name: 'emergency', channels: 2, addresses, numbers: ['120'] },
        { name: 'office', channels: 2, addresses, numbers: ['5501200'] },
        { name: 'near', channels: 2, addresses: [{ network: '127.0.0.9' }], numbers: [] },
      ],
      () => undefined,
    )
    const of = (user: string, source = '127.0.0.1') => trunks.of(invite(user), flowOf(source, 40_000))
    expect([of('120'), of('5501200'), of('999')]).toEqual(['emergency', 'office', 'emergency'])
    // A number never outweighs a closer address.
    expect([of('5501200', '127.0.0.9'), of('120', '192.0.2.1')]).toEqual(['near', null])
  })

  it('P1 a provider that we are registered with: over that flow, to our Contact, as long as it lasts', () => {
    const { trunks } = rigOf()
    const flow = flowOf('198.51.100.1', 5060)
    trunks.registeredOver('provider', { flow, user: 'line-71' })
    expect(trunks.of(invite('line-71'), flow)).toBe('provider')
    expect(trunks.of(invite('4000'), flow)).toBeNull()
    expect(trunks.of(invite('line-71'), flowOf('198.51.100.1', 5061))).toBeNull()
    expect(trunks.of(invite('line-71'), flowOf('198.51.100.2'))).toBeNull()
    trunks.registeredOver('provider', null)
    expect(trunks.of(invite('line-71'), flow)).toBeNull()
  })
})

describe('a provider over a connection', () => {
  const over = { ...flowOf('198.51.100.1', 5060, 1), connection: 0 }

  it('P1 its calls come over ours, or over one that it makes from the same address; over UDP from elsewhere they do not', () => {
    const { trunks } = rigOf()
    trunks.registeredOver('provider', { flow: over, user: 'line-71' })
    const of = (from: ReturnType<typeof flowOf>) => trunks.of(invite('line-71'), from)
    expect(of(flowOf('198.51.100.1', 5060, 7))).toBe('provider')
    expect(of(flowOf('198.51.100.1', 49_152, 8))).toBe('provider')
    expect(of(flowOf('198.51.100.2', 5060, 9))).toBeNull()
    expect(of(flowOf('198.51.100.1', 5060))).toBeNull()
  })

  const at = (text: string) => parseUri(text)
  const contact = at('sip:x@198.51.100.1:5060;transport=tcp')

  it('what belongs to its dialogs goes over ours, made anew where it must be; nothing else does', () => {
    const { trunks } = rigOf()
    trunks.registeredOver('provider', { flow: over, user: 'line-71' })
    const behind = at('sip:x@10.0.0.9:5070;transport=tcp')
    for (const uri of [contact, behind]) expect(trunks.connectionOf(flowOf('198.51.100.1', 5060, 7), uri)).toBe(over)
    expect(trunks.connectionOf(flowOf('198.51.100.2', 5060, 7), contact)).toBeNull()
    trunks.registeredOver('provider', { flow: flowOf('198.51.100.1'), user: 'line-71' })
    expect(trunks.connectionOf(flowOf('198.51.100.1'), contact)).toBeNull()
  })

  it('P1 of two registrations at one address each keeps to its own connection, by port and by name', () => {
    for (const more of [{ port: 5070 }, { serverName: 'b.example.com' }]) {
      const { trunks } = rigOf()
      const other = { ...over, ...more }
      trunks.registeredOver('wide', { flow: over, user: 'a' })
      trunks.registeredOver('provider', { flow: other, user: 'b' })
      expect(trunks.connectionOf({ ...over, connection: 7 }, contact)).toBe(over)
      expect(trunks.connectionOf({ ...other, connection: 8 }, contact)).toBe(other)
      // Over a connection that the provider made it is not known which.
      expect(trunks.connectionOf(flowOf('198.51.100.1', 49_152, 9), contact)).toBeNull()
    }
  })

  it('P1 over one that it made itself: ours only where the URI is its end, by address or by name', () => {
    const { trunks } = rigOf()
    const from = { ...flowOf('198.51.100.1', 49_152, 8), transport: 'TLS' }
    const flow = { ...over, transport: 'TLS', port: 5061, serverName: 'sip.example.com' }
    trunks.registeredOver('wide', { flow, user: 'a' })
    trunks.registeredOver('provider', { flow: { ...flow }, user: 'b' })
    const of = (text: string) => trunks.connectionOf(from, at(text))
    for (const text of ['sips:x@198.51.100.1', 'sip:x@198.51.100.1:5061;transport=tls', 'sips:x@SIP.example.com:5061'])
      expect(of(text)).toBe(flow)
    for (const text of ['sips:x@198.51.100.1:5071', 'sips:x@198.51.100.2', 'sips:x@other.example.com', 'tel:100'])
      expect(of(text)).toBeNull()
  })
})

describe('channels', () => {
  it('P1 all busy is 486, down is 503 for calls out only', () => {
    const { trunks } = rigOf()
    expect([trunks.take('wide', 'in'), trunks.take('wide', 'out')]).toEqual([
      { taken: true, channel: 1 },
      { taken: true, channel: 2 },
    ])
    expect(trunks.take('wide', 'in')).toEqual({ taken: false, status: 486, because: 'busy' })
    trunks.setFault('wide', 'peers', 'no-answer')
    trunks.release('wide', 1)
    expect(trunks.take('wide', 'out')).toEqual({ taken: false, status: 503, because: 'down' })
    expect(trunks.take('wide', 'in')).toEqual({ taken: true, channel: 1 })
    expect(trunks.busy('wide')).toBe(2)
  })

  it('P1 the lowest free channel, never one twice, never more than there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.option(fc.nat())), (count, acts) => {
        const channels = createChannels(count)
        const taken = new Set<number>()
        for (const act of acts) {
          const free = Array.from({ length: count }, (_, i) => i + 1).find((channel) => !taken.has(channel))
          if (act === null) {
            const channel = channels.take()
            expect(channel).toBe(free ?? 0)
            if (channel > 0) taken.add(channel)
          } else if (taken.size > 0) {
            const channel = [...taken][act % taken.size]!
            channels.release(channel)
            taken.delete(channel)
          }
          expect(channels.busy).toBe(taken.size)
        }
        expect(() => channels.release(count + 1)).toThrow(TypeError)
      }),
    )
  })

  it('failed and restored are told once, whatever has failed', () => {
    const { trunks, told } = rigOf()
    trunks.setFault('provider', 'registration', 'timeout')
    trunks.setFault('provider', 'registration', 'status-503')
    trunks.setFault('provider', 'peers', 'no-answer')
    trunks.setFault('provider', 'registration', null)
    expect(trunks.isDown('provider')).toBe(true)
    trunks.setFault('provider', 'peers', null)
    trunks.setFault('provider', 'peers', null)
    expect(told).toEqual([
      { what: 'failed', trunk: 'provider', because: 'timeout' },
      { what: 'restored', trunk: 'provider' },
    ])
  })

  it('what is defined wrongly is refused', () => {
    const create =
      (channels: number, names = ['a']) =>
      () =>
        createTrunks(
          names.map((name) => ({ name, channels })),
          () => undefined,
        )
    expect(create(0)).toThrow('1 to 10,000')
    expect(create(1.5)).toThrow('1 to 10,000')
    expect(create(1, ['a', 'a'])).toThrow('same name')
    expect(() => rigOf().trunks.take('none', 'in')).toThrow('no trunk group')
  })
})

describe('peers', () => {
  const peers: TrunkPeer[] = ['a', 'b'].map((host) => ({ host, port: null, transport: 'UDP' }))

  it('the next is tried where nobody answered or none could take the call, not where it was refused', () => {
    expect(['timeout' as const, 'unsent' as const, 503, 408].map(triesNext)).toEqual([true, true, true, true])
    expect([200, 404, 486, 500, 603].map(triesNext)).toEqual([false, false, false, false, false])
  })

  it('those that do not answer come last; all away is told once, and so is one that is back', () => {
    const clock = createHandClock()
    const away = new Set<string>()
    const told: boolean[] = []
    const group = createPeers({
      clock,
      peers,
      keepAlive: { everyMs: 30_000, misses: 2 },
      ask: ({ host }, heard) => heard(!away.has(host)),
      onChange: (isAway) => void told.push(isAway),
    })
    const order = () =>
      group
        .inOrder()
        .map(({ host }) => host)
        .join('')
    away.add('a')
    clock.move(30_000)
    expect(order()).toBe('ab')
    clock.move(30_000)
    expect([order(), told.length]).toEqual(['ba', 0])
    away.add('b')
    clock.move(120_000)
    expect([order(), told]).toEqual(['ab', [true]])
    away.clear()
    clock.move(30_000)
    expect([order(), told]).toEqual(['ab', [true, false]])
    group.close()
    expect(clock.due).toBe(0)
  })

  it('unasked, all are there', () => {
    const clock = createHandClock()
    const fail = () => expect.unreachable()
    const group = createPeers({ clock, peers, keepAlive: null, ask: fail, onChange: fail })
    clock.move(1_000_000)
    expect(group.inOrder()).toEqual(peers)
  })
})
