/** Servers of one name, over loopback: the next where one says nothing, or that it cannot (RFC 3263 section 4.3). */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CallId, callId, commandId, createEventLog, type LegId, legId, type SwitchFact } from '@callweave/core'
import { contactOf, createResponse, type HeaderFields, type SipRequest, sipUri, viaOf } from '@callweave/sip'
import { digestChallenge } from '@callweave/sip/digest'
import { type Dns, openUdp, type SipPeer } from '@callweave/sip/node'
import { parseSdp } from '@callweave/sip/sdp'
import { afterEach, describe, expect, test } from 'vitest'
import { portRange } from '../../../../scripts/ports.mjs'
import { optionsTo } from '../ask.js'
import type { Told } from '../board/told.js'
import { LegSession } from '../legs/session.js'
import type { TrunkGroupSettings } from '../settings.js'
import { type Listen, openSoftswitch, type RunningSoftswitch } from './open-softswitch.js'
import { createSocketClock } from './socket-clock.js'
import { systemRandom } from './system-random.js'

const host = '127.0.0.1'
const ports = await portRange(200)
const hosts = ['127.0.0.71', '127.0.0.72'] as const
const name = 'provider.test'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const until = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 4_000 && !isSo(); tries += 1) await new Promise((done) => void setTimeout(done, 5))
  if (!isSo()) throw new TypeError('it has not come to that')
}

/** Two servers of one port, the first preferred. */
const zone = (port: number): Dns => ({
  naptr: () => Promise.reject(new Error('ENODATA')),
  srv: (asked) =>
    asked === `_sip._udp.${name}`
      ? Promise.resolve(hosts.map((_, i) => ({ name: `s${i}.${name}`, port: port + i, priority: i, weight: 0 })))
      : Promise.reject(new Error('ENODATA')),
  addresses: (asked) => Promise.resolve([hosts[Number(asked.slice(1, 2))] ?? '']),
})

type Answer = number | 'silent' | { readonly status: number; readonly headers?: HeaderFields; readonly body?: string }

interface Server {
  readonly got: readonly { readonly request: SipRequest; readonly from: SipPeer }[]
  methods(): readonly string[]
  /** Resolves when what it has answered is read over there: datagrams of loopback keep their order. */
  isRead(): Promise<void>
}

type Says = (request: SipRequest) => Answer

const openServer = async (at: string, port: number, says: Says): Promise<Server> => {
  const got: { request: SipRequest; from: SipPeer }[] = []
  let heard = 0
  const transport = await openUdp({
    host: at,
    port,
    onMessage: (message, from) => {
      if (message.kind === 'response') {
        heard += 1
        return
      }
      got.push({ request: message, from })
      const answer = message.method === 'ACK' ? 'silent' : says(message)
      if (answer === 'silent') return
      const { status, headers = {}, body } = typeof answer === 'number' ? { status: answer } : answer
      const parts = { toTag: `tag-${at}`, headers, ...(body === undefined ? {} : { body }) }
      transport.send(createResponse(message, status, parts), from, () => undefined)
    },
  })
  closing.push(() => transport.close())
  const isRead = async (): Promise<void> => {
    const before = heard
    const to = got.at(-1)?.from
    if (to === undefined) throw new TypeError('nobody has asked')
    const via = viaOf({ transport: 'UDP', host: at, port, branch: `z9hG4bK${before}` })
    const options = optionsTo(sipUri({ host: to.source }), { via, from: sipUri({ host: at }), random: systemRandom() })
    transport.send(options, to, () => undefined)
    await until(() => heard > before)
  }
  return { got, isRead, methods: () => got.map(({ request }) => request.method) }
}

/** Both, on two ports in a row. */
const openServers = async (first: Says, second: Says) => {
  for (let tries = 0; ; tries += 1) {
    const port = 26_000 + ((process.pid * 7 + tries * 2) % 4_000)
    const opened = closing.length
    try {
      const servers = [await openServer(hosts[0], port, first), await openServer(hosts[1], port + 1, second)] as const
      return { servers, dns: zone(port) }
    } catch (error) {
      for (const close of closing.splice(opened)) await close()
      if (tries > 20) throw error
    }
  }
}

const openBoard = async (dns: Dns, trunk: Partial<TrunkGroupSettings>, listen: readonly string[] = [host]) => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-failover-'))
  const opened = await openSoftswitch({
    sounds: { find: () => [] },
    settings: { extensions: {}, trunks: { main: { channels: 4, ...trunk } } },
    listen: listen.map((each): Listen => ({ transport: 'UDP', host: each, port: 0 })),
    media: { ...ports, isThreaded: false },
    recordings: join(folder, 'recordings'),
    dns,
  })
  const clock = createSocketClock()
  const told: SwitchFact[] = []
  const board: RunningSoftswitch = opened.create({ clock, log: createEventLog() })
  let last = 0
  const next = (): number => {
    last += 1
    return last
  }
  const tell = new Proxy({} as Told['tell'], { get: () => (fact: SwitchFact) => told.push(fact) })
  board.connect({ tell, nextCall: () => callId(next()), nextLeg: () => legId(next()) })
  closing.push(async () => {
    await board.close()
    clock.close()
    rmSync(folder, { recursive: true, force: true })
  })
  board.takeCalls(true)
  const of = <T extends SwitchFact['type']>(type: T) => told.filter((fact) => fact.type === type)
  const rings = (): { readonly call: CallId; readonly leg: LegId } => {
    const [call, leg] = [callId(next()), legId(next())]
    const about = { trunk: 'main', callerShown: '4008001234', ringTimeoutMs: 60_000, purpose: 'outside' } as const
    board.do({ do: 'originate', command: commandId(next()), call, leg, toward: '5550199', ...about })
    return { call, leg }
  }
  return { board, of, rings, next, opened }
}

const granted = ({ headers }: SipRequest): Answer => ({
  status: 200,
  headers: { contact: headers.get('contact') ?? [] },
})

/** A registrar that takes its own challenges only, and says something else first where `instead` gives it. */
const registrar = (nonce: string, instead: (times: number) => Answer | null = () => null): Says => {
  let times = 0
  return (request) => {
    times += 1
    const other = instead(times)
    if (other !== null) return other
    const [given] = request.headers.get('authorization') ?? []
    const isOwn = given?.params.some(({ name: key, value }) => key === 'nonce' && value === nonce) ?? false
    if (isOwn) return granted(request)
    return { status: 401, headers: { wwwAuthenticate: [digestChallenge({ realm: name, nonce })] } }
  }
}

const registration = { registrar: `sip:${name}`, username: 'us', secret: { password: 'x' } }
const peers = [{ host: name, port: null, transport: 'UDP' as const }]

/** Answers a call in G.711; in a dialog it is known by the name of both. */
const answering: Says = (request) => {
  if (request.method !== 'INVITE') return 200
  const session = new LegSession({ address: hosts[1], rtpPort: 9_000, sessionId: '1' })
  const body = session.answer(parseSdp(new TextDecoder().decode(request.body)), 'a-law') ?? ''
  const contact = [contactOf(sipUri({ user: 'us', host: name }))]
  return { status: 200, headers: { contact, contentType: { type: 'application', subtype: 'sdp', params: [] } }, body }
}

describe('a provider given by name', () => {
  test.each([
    ['says nothing', () => 'silent'],
    ['answers 503', () => 503],
    ['challenges, and then answers 503', registrar('first', (times) => (times === 1 ? null : 503))],
    ['challenges, and then says nothing', registrar('first', (times) => (times === 1 ? null : 'silent'))],
  ] satisfies readonly (readonly [string, Says])[])(
    'P1 of two servers whose first %s, we are registered with the second, by its own challenge, and leave it there',
    async (_, first) => {
      const { servers, dns } = await openServers(first, registrar('second'))
      const [one, two] = servers
      const { board, of } = await openBoard(dns, { registration })
      await until(() => two.got.length === 2 || of('trunk.failed').length > 0)
      expect(of('trunk.failed')).toEqual([])
      await two.isRead()
      const before = one.got.length
      expect(before).toBeGreaterThan(0)
      const ids = [...one.got, ...two.got].map(({ request }) => request.headers.need('callId'))
      expect(new Set(ids).size).toBe(1)
      await board.close()
      // What takes it back is answered with the challenge of the one that has it.
      expect(two.methods()).toEqual(['REGISTER', 'REGISTER', 'REGISTER'])
      expect(two.got.at(-1)?.request.headers.get('expires')).toBe(0)
      expect(one.got.length).toBe(before)
    },
  )

  test.each([
    ['says nothing', () => 'silent'],
    ['answers 503', () => 503],
  ] satisfies readonly (readonly [string, Says])[])(
    'P2 of two servers whose first %s, a call is put to the second, ends there, and the next goes there at once',
    async (_, first) => {
      const { servers, dns } = await openServers(first, answering)
      const [one, two] = servers
      const { board, of, rings, next } = await openBoard(dns, { peers })
      const { call, leg } = rings()
      await until(() => of('leg.answered').length === 1)
      await until(() => two.methods().includes('ACK'))
      const before = one.got.length
      expect(before).toBeGreaterThan(0)
      board.do({ do: 'hang-up', command: commandId(next()), call, leg, cause: 'normal' })
      await until(() => two.methods().includes('BYE'))
      rings()
      await until(() => of('leg.answered').length === 2)
      expect(two.methods()).toEqual(['INVITE', 'ACK', 'BYE', 'INVITE', 'ACK'].slice(0, two.got.length))
      expect(one.methods().slice(before).includes('INVITE')).toBe(false)
    },
  )

  test('P2 registered with the first, a call that only the second takes answers its challenge, too', async () => {
    const registers = registrar('first')
    const challenges = registrar('second')
    const { servers, dns } = await openServers(
      (request) => (request.method === 'REGISTER' ? registers(request) : 503),
      (request) => {
        if (request.method !== 'INVITE') return 200
        const answer = challenges(request)
        return typeof answer === 'object' && answer.status === 401 ? answer : answering(request)
      },
    )
    const [one, two] = servers
    const { board, of, rings, next } = await openBoard(dns, { registration })
    await until(() => one.got.length === 2)
    await one.isRead()
    const { call, leg } = rings()
    await until(() => of('leg.answered').length === 1)
    board.do({ do: 'hang-up', command: commandId(next()), call, leg, cause: 'normal' })
    await until(() => two.methods().includes('BYE'))
    expect(two.methods()).toEqual(['INVITE', 'ACK', 'INVITE', 'ACK', 'BYE'])
    expect(one.methods()).toEqual(['REGISTER', 'REGISTER', 'INVITE', 'ACK'])
  })

  test('P2 a number that the first refuses is refused, and no other is asked', async () => {
    const { servers, dns } = await openServers(() => 404, answering)
    const { of, rings } = await openBoard(dns, { peers })
    rings()
    await until(() => of('leg.ended').length === 1)
    expect(of('leg.ended')).toMatchObject([{ cause: 'unknown-number' }])
    expect(servers[1].got).toEqual([])
  })

  test('P2 where all of them cannot, the call has led nowhere', async () => {
    const { servers, dns } = await openServers(
      () => 503,
      () => 503,
    )
    const { of, rings } = await openBoard(dns, { peers })
    rings()
    await until(() => of('leg.ended').length === 1)
    expect(of('leg.ended')).toMatchObject([{ cause: 'congested' }])
    expect(servers.map(({ methods }) => methods().filter((method) => method === 'INVITE').length)).toEqual([1, 1])
  })

  test('P2 no call goes where 503 has named a time, until then; the other server has it', async () => {
    const full: Says = () => ({ status: 503, headers: { retryAfter: { seconds: 60, comment: null, params: [] } } })
    let isFull = false
    const { servers, dns } = await openServers(full, (request) =>
      isFull && request.method === 'INVITE' ? full(request) : answering(request),
    )
    const { of, rings } = await openBoard(dns, { peers })
    const invites = () => servers.map(({ methods }) => methods().filter((method) => method === 'INVITE').length)
    for (const isSecondFull of [false, true, true]) {
      isFull = isSecondFull
      const over = of('leg.answered').length + of('leg.ended').length
      rings()
      await until(() => of('leg.answered').length + of('leg.ended').length > over)
    }
    expect(of('leg.answered')).toHaveLength(1)
    expect(of('leg.ended')).toMatchObject([{ cause: 'congested' }, { cause: 'congested' }])
    expect(invites()).toEqual([1, 2])
  })

  test('P1 with several addresses it is called from the one that leads there, and told that one', async () => {
    const { servers, dns } = await openServers(() => 503, registrar('second'))
    const { opened } = await openBoard(dns, { registration }, ['127.0.0.53', host])
    await until(() => servers[1].got.length === 2)
    const there = opened.addresses.find((each) => each.host === host)
    for (const { request, from } of servers[1].got) {
      expect(from).toMatchObject({ source: host, port: there?.port })
      expect(request.headers.first('via')).toMatchObject({ host, port: there?.port })
      expect(request.headers.need('contact')).toMatchObject([{ uri: { host, port: there?.port } }])
    }
  })
})
