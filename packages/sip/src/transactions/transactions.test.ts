import type { Clock } from '@callweave/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { party } from '../headers/address.js'
import { type Via, viaOf } from '../headers/via.js'
import { createRequest, createResponse } from '../message/build.js'
import type { SipMessage, SipRequest } from '../message/message.js'
import { parseMessage } from '../message/parse.js'
import { writeMessage } from '../message/write.js'
import { sipUri } from '../uri/uri.js'
import { ackOf, cancelOf } from './follow-up.js'
import { type ClientUser, createTransactions, type Peer, type ServerUser, type Transactions } from './transactions.js'

/** A clock that stands still until it is told to go on. */
const createTestClock = () => {
  const due: { id: number; atMs: number; run: () => void }[] = []
  let nowMs = 0
  let ids = 0
  const clock: Clock = {
    nowMs: () => nowMs,
    at: (atMs, what, of) => {
      ids += 1
      due.push({ id: ids, atMs, run: () => what(of) })
      return ids
    },
    cancel: (timer) => {
      const place = due.findIndex(({ id }) => id === timer)
      if (place >= 0) due.splice(place, 1)
    },
  }
  const next = (): boolean => {
    due.sort((a, b) => a.atMs - b.atMs || a.id - b.id)
    const first = due.shift()
    if (first === undefined) return false
    nowMs = Math.max(nowMs, first.atMs)
    first.run()
    return true
  }
  return { clock, next, due }
}

const uri = sipUri({ user: '8001', host: 'b' })
const made = (
  method: string,
  branch: string,
  more: { number?: number; toTag?: string; callId?: string } = {},
): SipRequest =>
  createRequest({
    method,
    uri,
    headers: {
      via: [viaOf({ transport: 'UDP', host: 'a', branch })],
      from: party(sipUri({ host: 'a' }), 'from'),
      to: party(uri, more.toTag ?? null),
      callId: more.callId ?? `call-${branch}`,
      cseq: { number: more.number ?? 1, method },
      maxForwards: 70,
    },
  })

const peer: Peer = { source: '192.0.2.1', isReliable: false }

/** One table, with all that it sends and tells. */
const rig = (limits = {}) => {
  const { clock, next, due } = createTestClock()
  const sent: SipMessage[] = []
  const told: string[] = []
  const user: ServerUser<Peer> = {
    request: (id, { method }) => told.push(`request ${id} ${method}`),
    cancelled: (id) => told.push(`cancelled ${id}`),
    ack: () => told.push('ack'),
    failed: (id, what) => told.push(`failed ${id} ${what}`),
  }
  const client: ClientUser = {
    response: ({ status }) => told.push(`response ${status}`),
    failed: (what) => told.push(`client failed ${what}`),
  }
  const table: Transactions<Peer> = createTransactions({ clock, send: (message) => sent.push(message), user, limits })
  const names = () => sent.splice(0).map((message) => (message.kind === 'request' ? message.method : message.status))
  const drain = () => {
    for (let left = 10_000; left > 0 && next(); left -= 1);
  }
  return { table, sent, told, client, names, drain, due, next }
}

describe('transactions', () => {
  it('a call that is refused: INVITE, 100 after 200 ms, 486 until the ACK', () => {
    const { table, told, names, drain, next } = rig()
    const invite = made('INVITE', 'z9hG4bK1')
    expect(table.receive(invite, peer)).toBe('new')
    expect(table.receive(invite, peer)).toBe('known')
    next()
    expect(names()).toEqual([100])
    const busy = createResponse(invite, 486, { toTag: 'x' })
    expect(table.respond(1, busy)).toBe(true)
    expect(table.receive(invite, peer)).toBe('known')
    next()
    expect(names()).toEqual([486, 486, 486])
    expect(table.receive(ackOf(invite, busy), peer)).toBe('known')
    expect(table.receive(ackOf(invite, busy), peer)).toBe('known')
    expect(table.respond(1, createResponse(invite, 200))).toBe(false)
    drain()
    expect(names()).toEqual([])
    expect(told).toEqual(['request 1 INVITE'])
    expect([table.size, table.ofSource(peer.source)]).toEqual([0, 0])
  })

  it('a CANCEL is answered, and the user ends the call; a late or stray one changes nothing', () => {
    const { table, told, names, drain } = rig()
    const invite = made('INVITE', 'z9hG4bK1')
    table.receive(invite, peer)
    table.receive(cancelOf(invite), peer)
    expect(names()).toEqual([200])
    expect(told).toEqual(['request 1 INVITE', 'cancelled 1'])
    table.respond(1, createResponse(invite, 487, { toTag: 'x' }))
    expect(table.receive(cancelOf(invite), peer)).toBe('known')
    expect(names()).toEqual([487, 200])
    table.receive(cancelOf(made('INVITE', 'z9hG4bK2')), peer)
    expect(names()).toEqual([481])
    const late = made('INVITE', 'z9hG4bK3')
    table.receive(late, peer)
    table.respond(4, createResponse(late, 200, { toTag: 'y' }))
    table.receive(cancelOf(late), peer)
    expect(told.filter((text) => text.startsWith('cancelled'))).toEqual(['cancelled 1'])
    drain()
    expect(table.size).toBe(0)
  })

  it('requests that are older than the cookie are told apart by their parts', () => {
    const { table, told } = rig()
    const old = (number: number) => made('INVITE', '1', { number, callId: 'a' })
    table.receive(old(1), peer)
    expect(table.receive(old(1), peer)).toBe('known')
    expect(table.receive(old(2), peer)).toBe('new')
    const busy = createResponse(old(1), 486, { toTag: 'x' })
    table.respond(1, busy)
    expect(table.receive(ackOf(old(1), busy), peer)).toBe('known')
    expect(told).toEqual(['request 1 INVITE', 'request 2 INVITE'])
  })

  it('a response whose top Via names somebody else is dropped (section 18.1.2)', () => {
    const told: (number | string)[] = []
    const { table } = rig()
    const request = made('OPTIONS', 'z9hG4bKmine')
    table.request(request, peer, {
      response: ({ status }) => void told.push(status),
      failed: (what) => void told.push(what),
    })
    const [top] = request.headers.need('via')
    const from = (via: Partial<Via>) => {
      const all = { ...request.headers.all(), via: [{ ...top!, ...via }] }
      return createResponse(createRequest({ method: 'OPTIONS', uri: request.uri, headers: all }), 200)
    }
    expect(table.receive(from({ host: 'elsewhere.example.com' }), peer)).toBe('stray')
    expect(table.receive(from({ port: 5999 }), peer)).toBe('stray')
    expect(told).toEqual([])
    expect(table.receive(from({ host: top!.host.toUpperCase(), received: '192.0.2.7', rport: 5 }), peer)).toBe('known')
    expect(told).toEqual([200])
  })

  it('the same request by two ways is 482; a flood is 503 with Retry-After, and stray ACKs make nothing', () => {
    const { table, names, sent, drain } = rig({ ofSource: 3 })
    table.receive(made('INVITE', 'z9hG4bK1', { callId: 'a' }), peer)
    expect(table.receive(made('INVITE', 'z9hG4bK2', { callId: 'a' }), peer)).toBe('refused')
    expect(names()).toEqual([482])
    for (let n = 3; n < 10; n += 1) table.receive(made('OPTIONS', `z9hG4bK${n}`), peer)
    expect(sent.at(-1)?.headers.get('retryAfter')?.seconds).toBe(5)
    expect(names()).toEqual([503, 503, 503, 503, 503])
    expect(table.receive(made('OPTIONS', 'z9hG4bKx'), { ...peer, source: '192.0.2.2' })).toBe('new')
    expect(table.receive(made('ACK', 'z9hG4bKy'), peer)).toBe('stray')
    expect(table.size).toBe(4)
    for (let id = 2; id <= 4; id += 1) table.respond(id, createResponse(made('OPTIONS', 'z9hG4bK3'), 200))
    drain()
    expect(table.size).toBe(1)
  })

  it('a client is told of every 2xx, of one refusal, and of silence', () => {
    const { table, told, names, client, drain } = rig()
    const invite = made('INVITE', 'z9hG4bK1')
    table.request(invite, peer, client)
    expect(() => table.request(invite, peer, client)).toThrow(TypeError)
    for (const status of [180, 200, 200]) table.receive(createResponse(invite, status, { toTag: 'x' }), peer)
    const refused = made('INVITE', 'z9hG4bK2')
    table.request(refused, peer, client)
    for (const status of [486, 486]) table.receive(createResponse(refused, status, { toTag: 'x' }), peer)
    expect(names()).toEqual(['INVITE', 'INVITE', 'ACK', 'ACK'])
    const bye = made('BYE', 'z9hG4bK3', { toTag: 'x' })
    table.unsent(table.request(bye, peer, client))
    table.request(made('BYE', 'z9hG4bK4', { toTag: 'x' }), peer, client)
    drain()
    expect(told).toEqual([
      'response 180',
      'response 200',
      'response 200',
      'response 486',
      'client failed unsent',
      'client failed timeout',
    ])
    expect(table.receive(createResponse(bye, 200), peer)).toBe('stray')
    expect(table.size).toBe(0)
  })

  it('the ACK to a refusal is that of the INVITE with the tag of the response', () => {
    const ack = ackOf(
      made('INVITE', 'z9hG4bK1', { number: 7 }),
      createResponse(made('INVITE', 'z9hG4bK1'), 486, { toTag: 'x' }),
    )
    expect(Buffer.from(writeMessage(ack)).toString()).toBe(
      [
        'ACK sip:8001@b SIP/2.0',
        'Via: SIP/2.0/UDP a;branch=z9hG4bK1',
        'Max-Forwards: 70',
        'From: <sip:a>;tag=from',
        'To: <sip:8001@b>;tag=x',
        'Call-ID: call-z9hG4bK1',
        'CSeq: 7 ACK',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    )
  })
})

describe('two tables and a network that loses, doubles and delays', () => {
  it('the server sees each request once, the client one final answer or a timeout, and nothing is left', () => {
    const fate = fc.constantFrom('lost', 'once', 'once', 'twice')
    const plan = fc.record({
      method: fc.constantFrom('INVITE', 'OPTIONS'),
      status: fc.constantFrom(200, 302, 486),
      isReliable: fc.boolean(),
      provisional: fc.boolean(),
    })
    fc.assert(
      fc.property(plan, fc.array(fc.tuple(fate, fc.nat(900)), { minLength: 1, maxLength: 40 }), (call, fates) => {
        const { clock, next, due } = createTestClock()
        const to: Peer = { source: 'x', isReliable: call.isReliable }
        let turn = 0
        const carry = (message: SipMessage, target: () => Transactions<Peer>): void => {
          const [what, delayMs] = fates[turn % fates.length] as ['lost' | 'once' | 'twice', number]
          turn += 1
          const copies = call.isReliable ? 1 : { lost: 0, once: 1, twice: 2 }[what]
          const bytes = writeMessage(message)
          for (let copy = 0; copy < copies; copy += 1)
            clock.at(
              clock.nowMs() + (call.isReliable ? 5 : delayMs),
              () => target().receive(parseMessage(bytes), to),
              null,
            )
        }
        const seen: string[] = []
        let acks = 0
        const server: Transactions<Peer> = createTransactions<Peer>({
          clock,
          send: (message) => carry(message, () => client),
          user: {
            request: (id, request) => {
              seen.push(request.method)
              const say = (status: number): void =>
                void server.respond(id, createResponse(request, status, { toTag: 's' }))
              if (call.provisional) say(180)
              clock.at(clock.nowMs() + 1000, () => say(call.status), null)
            },
            cancelled: () => {},
            ack: () => {
              acks += 1
            },
            failed: () => {},
          },
        })
        const finals: number[] = []
        let failures = 0
        const request = made(call.method, 'z9hG4bK1')
        const client: Transactions<Peer> = createTransactions<Peer>({
          clock,
          send: (message) => carry(message, () => server),
          user: { request: () => {}, cancelled: () => {}, ack: () => {}, failed: () => {} },
        })
        client.request(request, to, {
          response: ({ status }) => void (status >= 200 && finals.push(status)),
          failed: () => {
            failures += 1
          },
        })
        for (let left = 5000; left > 0 && next(); left -= 1);
        expect(seen.length).toBeLessThanOrEqual(1)
        expect(new Set(finals).size + failures).toBeLessThanOrEqual(1)
        if (call.isReliable) expect([seen.length, finals.length]).toEqual([1, 1])
        if (call.status >= 300 || call.method !== 'INVITE') expect(finals.length).toBeLessThanOrEqual(1)
        expect(acks).toBe(0)
        expect(server.size).toBe(0)
        // An INVITE that has had a provisional response waits for its final one as long as its user lets it.
        const mayWait = call.method === 'INVITE' && finals.length === 0 && failures === 0
        expect(client.size).toBe(mayWait ? 1 : 0)
        expect(due).toHaveLength(0)
      }),
    )
  })
})
