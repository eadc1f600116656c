import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createHandClock, type HandClock } from '@callweave/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testCertificate, testKey } from '../../test/certificate.js'
import { requestOf, until } from '../../test/transport-contract.js'
import { createResponse } from '../message/build.js'
import type { SipMessage, SipRequest } from '../message/message.js'
import { writeMessage } from '../message/write.js'
import { openTcp, openTls, type StreamOptions } from './streams.js'
import { peerOf, type SipPeer, type SipTransport } from './transport.js'
import { openUdp } from './udp.js'

const host = '127.0.0.1'
const nothing = (): void => undefined
const whole = (n: number, body = ''): Buffer => Buffer.from(writeMessage(requestOf('TCP', `z9hG4bK${n}`, body)))

interface Rig {
  readonly transport: SipTransport
  readonly clock: HandClock
  readonly got: { readonly message: SipMessage; readonly from: SipPeer }[]
  readonly port: number
  client(): Promise<Client>
}

interface Client {
  readonly socket: Socket
  /** What it was told, and how its connection ended. */
  text: string
  isClosed: boolean
}

const rigOf = async (options: Partial<StreamOptions> = {}, secure = false): Promise<Rig> => {
  const clock = createHandClock()
  const got: Rig['got'] = []
  const all = {
    host,
    port: 0,
    clock,
    onMessage: (message: SipMessage, from: SipPeer) => void got.push({ message, from }),
    ...options,
  }
  const transport = await (secure ? openTls({ ...all, certificate: testCertificate, key: testKey }) : openTcp(all))
  const { port } = transport.addresses[0]!
  const client = async (): Promise<Client> => {
    const socket = connect({ host, port })
    const it: Client = { socket, text: '', isClosed: false }
    socket.on('error', nothing)
    socket.on('data', (bytes) => {
      it.text += bytes.toString('latin1')
    })
    socket.on('close', () => {
      it.isClosed = true
    })
    await once(socket, 'connect')
    return it
  }
  return { transport, clock, got, port, client }
}

describe('streams of others', () => {
  test('messages come out as they went in, however the bytes are cut or joined', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 6 }), async (cuts) => {
        const { transport, got, client } = await rigOf()
        const { socket } = await client()
        const bytes = Buffer.concat([whole(1), whole(2, 'v=0\r\n\r\n'), Buffer.from('\r\n\r\n'), whole(3)])
        const places = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length]
        for (const [i, to] of places.slice(1).entries())
          await new Promise((done) => socket.write(bytes.subarray(places[i], to), done))
        await until(() => got.length === 3)
        expect(got.map(({ message }) => message.headers.need('callId'))).toEqual(['z9hG4bK1', 'z9hG4bK2', 'z9hG4bK3'])
        await transport.close()
      }),
      { numRuns: 20 },
    )
  })

  test('a ping is answered with one line end', async () => {
    const { transport, client } = await rigOf()
    const it = await client()
    it.socket.write('\r\n\r\n')
    await until(() => it.text === '\r\n')
    expect(transport.counts.keepAlives).toBe(1)
    await transport.close()
  })

  test('a malformed message is answered and the next one read; too many close the connection', async () => {
    const { transport, got, client } = await rigOf({ streamLimits: { malformed: 2 } })
    const it = await client()
    const bad = whole(1).toString().replace('Call-ID', 'X-Call')
    it.socket.write(bad + whole(2).toString())
    await until(() => got.length === 1 && it.text.includes('SIP/2.0 400'))
    it.socket.write(bad + bad + whole(3).toString())
    await until(() => it.isClosed)
    expect(it.text.match(/SIP\/2\.0 400/g)).toHaveLength(3)
    expect([got.length, transport.counts.malformed]).toEqual([1, 3])
    await transport.close()
  })

  test.each([
    ['no length', whole(1).toString().replace('Content-Length', 'X-Length'), /^SIP\/2\.0 400 /],
    ['oversize', whole(1).toString().replace('Content-Length: 0', 'Content-Length: 99999999'), /^SIP\/2\.0 513 /],
    ['a head without end', whole(1).toString().slice(0, -2) + 'X: y\r\n'.repeat(8_000), /^SIP\/2\.0 513 /],
    ['garbage', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', /^$/],
  ])('a stream that nobody can follow is answered and closed: %s', async (_, text, answer) => {
    const { transport, got, client, clock } = await rigOf()
    const it = await client()
    it.socket.write(text)
    await until(() => it.isClosed || it.socket.readableEnded)
    expect(it.text).toMatch(answer)
    expect(got).toEqual([])
    clock.move(3_000)
    await until(() => transport.connections === 0)
    expect(clock.due).toBe(0)
    await transport.close()
  })

  test.each([false, true])('who says nothing, or drips, is dropped in time (TLS: %s)', async (secure) => {
    const { transport, client, clock } = await rigOf({}, secure)
    const silent = await client()
    const slow = await client()
    await until(() => transport.connections === 2)
    for (let n = 0; n < 12; n += 1) {
      slow.socket.write('O')
      clock.move(1_000)
    }
    await until(() => silent.isClosed && slow.isClosed)
    expect(transport.counts.tooSlow).toBe(2)
    expect([transport.connections, clock.due]).toEqual([0, 0])
    await transport.close()
  })

  test('who speaks plainly to TLS is closed, and leaves nothing', async () => {
    const { transport, got, client, clock } = await rigOf({}, true)
    const it = await client()
    it.socket.write(whole(1))
    await until(() => it.isClosed && transport.connections === 0)
    expect([got, clock.due]).toEqual([[], 0])
    await transport.close()
  })

  test('who has spoken may be quiet for an hour, not longer; who keeps alive stays', async () => {
    const { transport, got, client, clock } = await rigOf()
    const [quiet, alive] = [await client(), await client()]
    for (const { socket } of [quiet, alive]) socket.write(whole(1))
    await until(() => got.length === 2)
    clock.move(3_000_000)
    alive.socket.write('\r\n\r\n')
    await until(() => alive.text === '\r\n')
    clock.move(700_000)
    await until(() => quiet.isClosed)
    expect([transport.connections, transport.counts.tooSlow]).toEqual([1, 0])
    await transport.close()
  })

  test('connections of one source are limited, and a place is free again when one goes', async () => {
    const { transport, client } = await rigOf({ streamLimits: { ofSource: 2 } })
    const [first] = [await client(), await client()]
    const third = await client()
    await until(() => third.isClosed)
    expect([transport.connections, transport.counts.refused]).toEqual([2, 1])
    first.socket.destroy()
    await until(() => transport.connections === 1)
    const fourth = await client()
    await until(() => transport.connections === 2)
    expect(fourth.isClosed).toBe(false)
    await transport.close()
  })

  test('who does not read is dropped, and all that waited is told to be unsent', async () => {
    const { transport, got, client } = await rigOf({ streamLimits: { unsentBytes: 65_536 } })
    const it = await client()
    it.socket.write(whole(1))
    await until(() => got.length === 1)
    it.socket.pause()
    const { from } = got[0]!
    let asked = 0
    let unsent = 0
    while (transport.counts.tooSlow === 0 && asked < 10_000) {
      asked += 1
      transport.send(requestOf('TCP', `z9hG4bK${asked}`, 'x'.repeat(30_000)), from, () => {
        unsent += 1
      })
      await new Promise(setImmediate)
    }
    await until(() => transport.connections === 0 && transport.counts.sent + unsent === asked)
    expect(unsent).toBeGreaterThan(0)
    it.socket.destroy()
    await transport.close()
  })

  test('the answer to a request whose connection is gone goes to the port of its Via; a request goes nowhere', async () => {
    const { transport, got, client } = await rigOf()
    const other = await rigOf()
    const it = await client()
    it.socket.write(whole(1).toString().replace('client.example.com', `${host}:${other.port}`))
    await until(() => got.length === 1)
    it.socket.destroy()
    await until(() => transport.connections === 0)
    const { message, from } = got[0]!
    let unsent = 0
    transport.send(requestOf('TCP', 'z9hG4bK2'), from, () => {
      unsent += 1
    })
    transport.send(createResponse(message as SipRequest, 200, { toTag: 't' }), from, nothing)
    await until(() => unsent === 1 && other.got.length === 1)
    expect(other.got[0]!.message).toMatchObject({ kind: 'response', status: 200 })
    await Promise.all([transport.close(), other.transport.close()])
  })

  test('a server that answers pings is kept, one that does not is given up', async () => {
    const server = await rigOf()
    const { transport, clock, got } = await rigOf({ pingMs: 30_000 })
    transport.send(requestOf('TCP', 'z9hG4bK1'), peerOf({ transport: 'TCP', host, port: server.port }), nothing)
    await until(() => server.got.length === 1)
    for (const pings of [1, 2]) {
      clock.move(31_000)
      await until(() => server.transport.counts.keepAlives === pings)
      // Comes behind the line end.
      server.transport.send(requestOf('TCP', 'z9hG4bK2'), server.got[0]!.from, nothing)
      await until(() => got.length === pings)
    }
    expect(transport.connections).toBe(1)
    await Promise.all([transport.close(), server.transport.close()])

    const deaf = createServer((socket) => socket.on('error', nothing).resume()).listen(0, host)
    await once(deaf, 'listening')
    const { port } = deaf.address() as AddressInfo
    const other = await rigOf({ pingMs: 30_000 })
    other.transport.send(requestOf('TCP', 'z9hG4bK1'), peerOf({ transport: 'TCP', host, port }), nothing)
    await until(() => other.transport.counts.sent === 1)
    other.clock.move(42_000)
    await until(() => other.transport.connections === 0)
    expect(other.transport.counts.tooSlow).toBe(1)
    deaf.close()
    await other.transport.close()
  })
})

describe('datagrams of others', () => {
  test('what is no SIP is counted and not answered, malformed requests are answered, line ends keep alive', async () => {
    const got: SipMessage[] = []
    const transport = await openUdp({ host, port: 0, onMessage: (message) => void got.push(message) })
    const { port } = transport.addresses[0]!
    const socket = createSocket('udp4')
    const answers: string[] = []
    socket.on('message', (bytes) => answers.push(bytes.toString('latin1')))
    const send = (text: string): void => socket.send(Buffer.from(text, 'latin1'), port, host)
    send('\r\n\r\n')
    send('\0\0garbage')
    send('INVITE')
    send('SIP/2.0 200 OK\r\nVia: x\r\n\r\n')
    send(whole(1).toString().replace('Call-ID', 'X-Call'))
    send(whole(2).toString())
    await until(() => got.length === 1 && answers.length === 1)
    expect(answers[0]).toMatch(/^SIP\/2\.0 400 /)
    expect(transport.counts).toMatchObject({ keepAlives: 1, noSip: 2, malformed: 2, received: 1 })
    socket.close()
    await transport.close()
  })

  test('whatever comes, nothing throws and the next request is read', async () => {
    let received = 0
    const onMessage = ({ headers }: SipMessage): void => {
      headers.all()
      received += 1
    }
    const transport = await openUdp({ host, port: 0, onMessage })
    const { port } = transport.addresses[0]!
    const socket = createSocket('udp4')
    const good = whole(1)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1 }), async (changes) => {
        const bytes = Buffer.from(good)
        for (const [at, byte] of changes) bytes[at] = byte
        const before = received
        for (const each of [bytes, good]) await new Promise((done) => socket.send(each, port, host, done))
        await until(() => received > before)
      }),
    )
    socket.close()
    await transport.close()
  })
})
