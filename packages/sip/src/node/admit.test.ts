/** Sources that are kept out before their messages are read, and connections that are told to be gone. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createHandClock } from '@callweave/core/testing'
import { expect, test } from 'vitest'
import { testCertificate, testKey } from '../../test/certificate.js'
import { requestOf, until } from '../../test/transport-contract.js'
import { createResponse } from '../message/build.js'
import type { SipMessage, SipRequest } from '../message/message.js'
import { parseMessage } from '../message/parse.js'
import { createSipStream } from '../message/stream.js'
import { writeMessage } from '../message/write.js'
import { openTcp, openTls } from './streams.js'
import { peerOf, type SipPeer } from './transport.js'
import { openUdp } from './udp.js'

const host = '127.0.0.1'
const request = (n: number): SipRequest => requestOf('UDP', `z9hG4bK${n}`, 'body')
const bytesOf = (message: SipMessage): Buffer => Buffer.from(writeMessage(message))

/** Lets in as long as `opens` says so; notes what was asked and what came. */
const doorman = (opens: () => boolean) => {
  const asked: string[] = []
  const got: SipMessage[] = []
  const gone: SipPeer[] = []
  const from: SipPeer[] = []
  return {
    asked,
    got,
    gone,
    from,
    options: {
      host,
      port: 0,
      clock: createHandClock(),
      onMessage: (message: SipMessage, peer: SipPeer) => {
        got.push(message)
        from.push(peer)
      },
      admit: ({ source, transport }: SipPeer, kind: string) => {
        asked.push(`${transport} ${source} ${kind}`)
        return opens()
      },
      onClosed: (peer: SipPeer) => void gone.push(peer),
    },
  }
}

test('a datagram that is not let in is not read, not answered, and counted', async () => {
  let isOpen = false
  const door = doorman(() => isOpen)
  const transport = await openUdp(door.options)
  const { port } = transport.addresses[0]!
  const client = createSocket('udp4')
  const heard: string[] = []
  client.on('message', (bytes) => void heard.push(bytes.toString()))
  const send = (bytes: Buffer | string): void => client.send(bytes, port, host)
  // Malformed: it would be answered with 400 if it were read.
  const malformed = bytesOf(request(1)).toString().replace('CSeq: 1 OPTIONS', 'CSeq: x OPTIONS')
  send(malformed)
  send(bytesOf(createResponse(request(2), 200, { toTag: 't' })))
  send('\r\n\r\n')
  await until(() => door.asked.length === 2 && transport.counts.keepAlives === 1)
  expect(transport.counts).toMatchObject({ dropped: 2, received: 0, malformed: 0, keepAlives: 1 })
  isOpen = true
  send(malformed)
  send(bytesOf(request(3)))
  await until(() => door.got.length === 1 && heard.length === 1)
  expect(door.asked).toEqual(['request', 'response', 'request', 'request'].map((kind) => `UDP ${host} ${kind}`))
  expect(heard[0]).toMatch(/^SIP\/2\.0 400 /)
  client.close()
  await transport.close()
})

test.each(['TCP', 'TLS'] as const)(
  '%s: of a stream single messages are left out, and it goes on behind them',
  async (name) => {
    let isOpen = true
    const door = doorman(() => isOpen)
    const open = (options: typeof door.options) =>
      name === 'TCP'
        ? openTcp(options)
        : openTls({ ...options, certificate: testCertificate, key: testKey, authorities: testCertificate })
    const transport = await open(door.options)
    const far = doorman(() => true)
    const other = await open(far.options)
    const to = peerOf({ transport: name, host, port: transport.addresses[0]!.port, serverName: 'sip.example.com' })
    const send = (n: number): void => other.send(request(n), to, () => undefined)
    send(1)
    await until(() => door.got.length === 1)
    isOpen = false
    send(2)
    await until(() => transport.counts.dropped === 1)
    isOpen = true
    send(3)
    await until(() => door.got.length === 2)
    expect(door.got.map(({ headers }) => headers.need('callId'))).toEqual(['z9hG4bK1', 'z9hG4bK3'])
    expect(transport.connections).toBe(1)

    // It answers over the same connection, and hears when that is gone.
    transport.send(createResponse(door.got[0] as SipRequest, 200, { toTag: 't' }), door.from[0]!, () => undefined)
    await until(() => far.got.length === 1)
    await other.close()
    await until(() => door.gone.length === 1)
    expect(door.gone).toEqual([door.from[0]])
    expect(door.from[0]!.connection).toBeGreaterThan(0)
    // Who closes knows.
    expect(far.gone).toEqual([])
    await transport.close()
  },
)

test('a connection that carried nothing, or nothing that was let in, is gone without a word', async () => {
  let isOpen = false
  const door = doorman(() => isOpen)
  const transport = await openTcp(door.options)
  const { port } = transport.addresses[0]!
  for (const bytes of ['', '\r\n\r\n', bytesOf(request(1))]) {
    const socket = connect({ host, port })
    await once(socket, 'connect')
    await until(() => transport.connections === 1)
    if (bytes.length > 0) await new Promise((done) => socket.write(bytes, done))
    if (bytes.length > 4) await until(() => transport.counts.dropped === 1)
    socket.destroy()
    await until(() => transport.connections === 0)
  }
  isOpen = true
  const socket = connect({ host, port })
  socket.write(bytesOf(request(2)))
  await until(() => door.got.length === 1)
  socket.destroy()
  await until(() => door.gone.length === 1)
  expect(transport.counts.dropped).toBe(1)
  await transport.close()
})

test('what is asked of a message not wanted is its bytes; the next begins where it ends', () => {
  const wanted: string[] = []
  const stream = createSipStream({
    isWanted: (bytes) => {
      wanted.push(parseMessage(bytes).headers.need('callId'))
      return wanted.length !== 2
    },
  })
  const bytes = Buffer.concat([1, 2, 3].map((n) => bytesOf(request(n))))
  const kinds = [...bytes].flatMap((byte) => stream.push(Uint8Array.of(byte)).map(({ kind }) => kind))
  expect(kinds).toEqual(['message', 'unwanted', 'message'])
  expect(wanted).toEqual(['z9hG4bK1', 'z9hG4bK2', 'z9hG4bK3'])
  expect(stream.waitingBytes).toBe(0)
})
