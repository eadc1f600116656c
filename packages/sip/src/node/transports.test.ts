import { networkInterfaces } from 'node:os'
import { createHandClock } from '@callweave/core/testing'
import { describe, expect, test } from 'vitest'
import { testCertificate, testKey } from '../../test/certificate.js'
import { endOf, requestOf, type TransportKind, transportContract, until } from '../../test/transport-contract.js'
import type { SipMessage } from '../message/message.js'
import { fitRequest } from './fit-request.js'
import { joinTransports } from './join.js'
import type { RefusedConnection } from './refused-connection.js'
import { openTcp, openTls } from './streams.js'
import { peerOf, type SipPeer } from './transport.js'
import { openUdp } from './udp.js'

const tls = { certificate: testCertificate, key: testKey, authorities: testCertificate }
const kinds = (host: string): readonly TransportKind[] => [
  { name: 'UDP', host, open: openUdp },
  { name: 'TCP', host, open: (options, clock) => openTcp({ ...options, clock }) },
  { name: 'TLS', host, open: (options, clock) => openTls({ ...options, ...tls, clock }) },
]
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))

for (const host of ['127.0.0.1', '::1'])
  for (const kind of kinds(host))
    describe.skipIf(host === '::1' && !hasIpv6)(`${kind.name} on ${host}`, () => {
      for (const [name, run] of Object.entries(transportContract(kind))) test(name, run)
    })

const [udp, tcp, secure] = kinds('127.0.0.1') as [TransportKind, TransportKind, TransportKind]

describe('several transports as one', () => {
  test('a request over 1,300 bytes goes by TCP with TCP in its Via; a small one as it is', async () => {
    const [near, far] = [await Promise.all([endOf(udp), endOf(tcp)]), await Promise.all([endOf(udp), endOf(tcp)])]
    const joined = joinTransports(near.map(({ transport }) => transport))
    for (const [size, name] of [
      [10, 'UDP'],
      [1_300, 'TCP'],
    ] as const) {
      const { request, to } = fitRequest(requestOf('UDP', `z9hG4bK${size}`, 'x'.repeat(size)), far[0].peer)
      const end = far[name === 'UDP' ? 0 : 1]
      joined.send(request, name === 'TCP' ? { ...to, port: end.peer.port } : to, () => undefined)
      await until(() => end.got.length === 1)
      expect(end.got[0]!.message.headers.first('via')).toMatchObject({ transport: name })
    }
    expect(joined.counts.sent).toBe(2)
    await joined.close()
    await Promise.all(far.map(({ transport }) => transport.close()))
  })

  test.each([
    ['the address of ours that it knows', '127.0.0.2', '127.0.0.2'],
    ['any where that is every address', '0.0.0.0', '127.0.0.1'],
    ['any where that is of another family', '::1', '127.0.0.1'],
  ])('a connection to a peer is made from %s', async (_, host, seen) => {
    const [near, far] = [await endOf(tcp), await endOf(tcp)]
    near.transport.send(requestOf('TCP', 'z9hG4bK1'), { ...far.peer, local: { host, port: 5060 } }, () => undefined)
    await until(() => far.got.length === 1)
    expect(far.got[0]!.from.source).toBe(seen)
    await Promise.all([near.transport.close(), far.transport.close()])
  })

  test('a peer that has no transport is told to be unsent', async () => {
    const near = await endOf(udp)
    const joined = joinTransports([near.transport])
    let unsent = 0
    joined.send(requestOf('TCP', 'z9hG4bK1'), peerOf({ transport: 'TCP', host: '127.0.0.1', port: 5060 }), () => {
      unsent += 1
    })
    expect(unsent).toBe(0)
    await until(() => unsent === 1)
    await joined.close()
  })
})

describe('TLS', () => {
  /** Asks a server of ours under a name of it, and gives what is said of why it could not. */
  const asked = async (serverName: string) => {
    const refused: RefusedConnection[] = []
    const onMessage = (_: SipMessage, _from: SipPeer): void => undefined
    const onRefused = (one: RefusedConnection): void => void refused.push(one)
    const clock = createHandClock()
    const a = await openTls({ host: '127.0.0.1', port: 0, onMessage, onRefused, clock, ...tls })
    const b = await endOf(secure)
    let unsent = 0
    a.send(requestOf('TLS', 'z9hG4bK1'), { ...b.peer, serverName }, () => {
      unsent += 1
    })
    await until(() => unsent + b.got.length === 1)
    await Promise.all([a.close(), b.transport.close()])
    return { unsent, told: refused.map((one) => `${one.refused} ${one.error.message}`) }
  }

  test('a certificate for another name is refused, with both names; that of the name is taken', async () => {
    expect(await asked('sip.example.com')).toEqual({ unsent: 0, told: [] })
    const { unsent, told } = await asked('sip.example.net')
    expect([unsent, told.length]).toEqual([1, 1])
    expect(told[0]).toMatch(
      /^them TLS sip\.example\.net: its certificate is for another name.*Name it as its certificate does/,
    )
  })

  test('a server that nobody vouches for is not spoken to, and it is said how to trust it', async () => {
    const { authorities: _, ...untrusting } = tls
    const onMessage = (): void => undefined
    const refused: string[] = []
    const a = await openTls({
      host: '127.0.0.1',
      port: 0,
      onMessage,
      onRefused: ({ error }) => void refused.push(error.message),
      clock: createHandClock(),
      ...untrusting,
    })
    const b = await endOf(secure)
    let unsent = 0
    a.send(requestOf('TLS', 'z9hG4bK1'), b.peer, () => {
      unsent += 1
    })
    await until(() => unsent === 1)
    expect(b.got).toEqual([])
    expect(refused).toEqual([expect.stringMatching(/signed by nobody whom we trust.*NODE_EXTRA_CA_CERTS/)])
    await Promise.all([a.close(), b.transport.close()])
  })

  test('a key that is none is refused with a sentence', async () => {
    const options = { host: '127.0.0.1', port: 0, onMessage: () => undefined, clock: createHandClock() }
    await expect(openTls({ ...options, ...tls, key: 'no key' })).rejects.toMatchObject({ code: 'definition-invalid' })
  })
})
