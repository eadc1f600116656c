/** What comes to real sockets and is not read; connections that are closed. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEventLog } from '@callweave/core'
import { contactOf, parseMessage, parseUri, type SipResponse, writeMessage } from '@callweave/sip'
import { answerChallenge } from '@callweave/sip/digest'
import { afterEach, expect, test } from 'vitest'
import { portRange } from '../../../../scripts/ports.mjs'
import { requestOf } from '../../test/requests.js'
import { openSoftswitch } from './open-softswitch.js'
import { createSocketClock } from './socket-clock.js'

const host = '127.0.0.1'
const ports = await portRange(100)
const folder = mkdtempSync(join(tmpdir(), 'callweave-sockets-'))
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  rmSync(folder, { recursive: true, force: true })
})

const open = async () => {
  const rate = { perSecond: 0.001, burst: 20 }
  const opened = await openSoftswitch({
    sounds: { find: () => [] },
    settings: {
      extensions: { '8001': { password: 'one' } },
      trunks: {},
      guard: { rates: { known: rate, others: rate, answered: 2, retryAfterSeconds: 5, sources: 100 } },
    },
    listen: [
      { transport: 'UDP', host, port: 0 },
      { transport: 'TCP', host, port: 0 },
    ],
    media: { host, ...ports, isThreaded: false },
    recordings: join(folder, 'recordings'),
  })
  closing.push(opened.close)
  const clock = createSocketClock()
  closing.push(clock.close)
  opened.create({ clock, log: createEventLog() })
  const portOf = (name: string): number => opened.addresses.find(({ transport }) => transport === name)?.port ?? 0
  return { opened, portOf }
}

const until = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 2_000 && !isSo(); tries += 1) await new Promise((done) => void setTimeout(done, 5))
  if (!isSo()) throw new TypeError('it has not come to that')
}

test('a source over its rate is dropped before it is read: what is malformed is not answered any more', async () => {
  const { portOf } = await open()
  const port = portOf('UDP')
  const client = createSocket('udp4')
  closing.push(() => client.close())
  const heard: number[] = []
  client.on('message', (bytes) => void heard.push(Number(bytes.toString().slice(8, 11))))
  const plain = (n: number): string => Buffer.from(writeMessage(requestOf('OPTIONS', { callId: `c${n}` }))).toString()
  const malformed = plain(0).replace(/CSeq: \d+/, 'CSeq: x')
  client.send(malformed, port, host)
  await until(() => heard.length === 1)
  for (let n = 1; n <= 22; n += 1) {
    client.send(plain(n), port, host)
    await until(() => heard.length === 1 + n)
  }
  for (let n = 0; n < 10; n += 1) client.send(malformed, port, host)
  // What another source is told comes after what the first one would have been.
  const other = createSocket('udp4')
  closing.push(() => other.close())
  const answered: string[] = []
  other.on('message', (bytes) => void answered.push(bytes.toString().slice(8, 11)))
  await new Promise<void>((done) => void other.bind(0, '127.0.0.2', done))
  other.send(malformed, port, host)
  await until(() => answered.length === 1)
  expect(answered).toEqual(['400'])
  expect(heard).toEqual([400, ...new Array<number>(20).fill(200), 503, 503])
})

test('a phone that registered over TCP is gone with its connection', async () => {
  const { opened, portOf } = await open()
  const socket = connect({ host, port: portOf('TCP') })
  closing.push(() => socket.destroy())
  const contact = [contactOf(parseUri('sip:8001@127.0.0.1:5099;transport=tcp'))]
  const ask = async (headers: object, number: number): Promise<SipResponse> => {
    const answered = once(socket, 'data')
    socket.write(writeMessage(requestOf('REGISTER', { number, headers: { contact, ...headers } })))
    const [bytes] = (await answered) as [Buffer]
    return parseMessage(bytes) as SipResponse
  }
  const refused = await ask({}, 1)
  const [challenge] = refused.headers.need('wwwAuthenticate')
  if (challenge === undefined) throw new TypeError('no challenge')
  const credentials = answerChallenge({
    challenge,
    username: '8001',
    secret: { password: 'one' },
    method: 'REGISTER',
    uri: 'sip:center.test',
    cnonce: 'abc',
    count: 1,
  })
  if (credentials === null) throw new TypeError('no answer to the challenge')
  expect((await ask({ authorization: [credentials] }, 2)).status).toBe(200)
  expect(opened.registrations().map(({ extension }) => extension)).toEqual(['8001'])
  socket.destroy()
  await until(() => opened.registrations().length === 0)
})
