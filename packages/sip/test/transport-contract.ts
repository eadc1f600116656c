/** What every `SipTransport` keeps, on loopback. */
import { setImmediate as turn } from 'node:timers/promises'
import { createHandClock, type HandClock } from '@callweave/core/testing'
import { createTransactions, type Transactions } from '@callweave/sip/transactions'
import { expect } from 'vitest'
import { createRequest, createResponse, party, type SipMessage, type SipRequest, sipUri, viaOf } from '../src/index.js'
import {
  peerOf,
  type SipPeer,
  type SipTransport,
  type TransportName,
  type TransportOptions,
} from '../src/node/index.js'

export interface TransportKind {
  readonly name: TransportName
  readonly host: string
  open(options: TransportOptions, clock: HandClock): Promise<SipTransport>
}

export interface Got {
  readonly message: SipMessage
  readonly from: SipPeer
}

/** Waits for what has no event: turns of the loop, not time. */
export const until = async (isSo: () => boolean): Promise<void> => {
  for (let turns = 0; !isSo(); turns += 1) {
    if (turns > 5_000_000) throw new Error('it never came')
    await turn()
  }
}

export const requestOf = (transport: string, branch: string, body = ''): SipRequest =>
  createRequest({
    method: 'OPTIONS',
    uri: sipUri({ host: 'b' }),
    headers: {
      via: [viaOf({ transport, host: 'client.example.com', branch, rport: 0 })],
      from: party(sipUri({ host: 'a' }), 'f'),
      to: party(sipUri({ host: 'b' }), null),
      callId: branch,
      cseq: { number: 1, method: 'OPTIONS' },
      maxForwards: 70,
    },
    body,
  })

export interface End {
  readonly transport: SipTransport
  readonly got: Got[]
  readonly clock: HandClock
  readonly peer: SipPeer
}

export const endOf = async (kind: TransportKind): Promise<End> => {
  const got: Got[] = []
  const clock = createHandClock()
  const onMessage = (message: SipMessage, from: SipPeer): void => void got.push({ message, from })
  const transport = await kind.open({ host: kind.host, port: 0, onMessage }, clock)
  const { port } = transport.addresses[0]!
  return { transport, got, clock, peer: peerOf({ transport: kind.name, host: kind.host, port }) }
}

const never = (): void => {
  throw new Error('it was sent')
}

const sockets = (): number => process.getActiveResourcesInfo().filter((name) => /^(TCP|UDP|TLS)/.test(name)).length

export const transportContract = (kind: TransportKind): Readonly<Record<string, () => Promise<void>>> => {
  const pair = async (): Promise<readonly [End, End]> => [await endOf(kind), await endOf(kind)]
  const close = async (...ends: readonly End[]): Promise<void> => {
    await Promise.all(ends.map(({ transport }) => transport.close()))
    expect(ends.map(({ clock, transport }) => clock.due + transport.connections)).toEqual(ends.map(() => 0))
  }
  return {
    'a request goes, its top Via is filled in, and the response comes back': async () => {
      const [a, b] = await pair()
      a.transport.send(requestOf(kind.name, 'z9hG4bK1', 'hello'), b.peer, never)
      await until(() => b.got.length === 1)
      const { message, from } = b.got[0]!
      expect(message).toMatchObject({ kind: 'request', method: 'OPTIONS' })
      expect(Buffer.from(message.body).toString()).toBe('hello')
      expect(message.headers.first('via')).toMatchObject({ received: kind.host, rport: from.port })
      expect(from).toMatchObject({ source: kind.host, transport: kind.name, isReliable: kind.name !== 'UDP' })
      b.transport.send(createResponse(message as SipRequest, 200, { toTag: 't' }), from, never)
      await until(() => a.got.length === 1)
      expect(a.got[0]!.message).toMatchObject({ kind: 'response', status: 200 })
      // The other way over what is there already.
      b.transport.send(requestOf(kind.name, 'z9hG4bK2'), from, never)
      await until(() => a.got.length === 2)
      expect(a.transport.connections).toBe(kind.name === 'UDP' ? 0 : 1)
      expect(a.transport.counts).toMatchObject({ sent: 1, received: 2, unsent: 0 })
      await close(a, b)
    },
    'many messages come whole, and what is held is not changed by later ones': async () => {
      const [a, b] = await pair()
      const count = 200
      for (let n = 0; n < count; n += 1) {
        a.transport.send(requestOf(kind.name, `z9hG4bK${n}`, `${n}`.repeat(100)), b.peer, never)
        await until(() => b.got.length > n)
      }
      for (const [n, { message }] of b.got.entries()) {
        expect(message.headers.need('callId')).toBe(`z9hG4bK${n}`)
        expect(Buffer.from(message.body).toString()).toBe(`${n}`.repeat(100))
      }
      await close(a, b)
    },
    'what cannot be sent is told once, and not within the call': async () => {
      const [a] = await pair().then(async ([first, second]) => [first, await second.transport.close()] as const)
      const told: string[] = []
      const send = (name: string, host: string, port: number): void =>
        a.transport.send(requestOf(kind.name, 'z9hG4bK1'), peerOf({ transport: kind.name, host, port }), () =>
          told.push(name),
        )
      send('name', 'localhost', 5060)
      send('port', kind.host, 0)
      if (kind.name !== 'UDP') send('nobody', kind.host, 1)
      expect(told).toEqual([])
      await until(() => told.length === (kind.name === 'UDP' ? 2 : 3))
      await close(a)
      send('closed', kind.host, 5060)
      await until(() => told.includes('closed'))
      expect(a.transport.counts.unsent).toBe(told.length)
      expect(new Set(told).size).toBe(told.length)
    },
    'transactions run over it, and end where nobody can be reached': async () => {
      const [a, b] = await pair()
      const told: (string | number)[] = []
      const unwanted = { request: () => {}, cancelled: () => {}, ack: () => {}, failed: () => {} }
      const run = ({ transport, clock }: End, request = unwanted.request as (id: number, it: SipRequest) => void) => {
        const table: Transactions<SipPeer> = createTransactions<SipPeer>({
          clock,
          send: (message, to, id) => transport.send(message, to, () => void (id !== null && table.unsent(id))),
          user: { ...unwanted, request },
        })
        return table
      }
      const client = run(a)
      const server = run(b, (id, request) => void server.respond(id, createResponse(request, 200, { toTag: 't' })))
      const user = {
        response: ({ status }: { status: number }) => told.push(status),
        failed: (what: string) => told.push(what),
      }
      client.request(requestOf(kind.name, 'z9hG4bK1'), b.peer, user)
      await until(() => b.got.length === 1)
      server.receive(b.got[0]!.message, b.got[0]!.from)
      await until(() => a.got.length === 1)
      client.receive(a.got[0]!.message, a.got[0]!.from)
      expect(told).toEqual([200])
      client.request(requestOf(kind.name, 'z9hG4bK2'), { ...b.peer, port: 0 }, user)
      await until(() => told.length === 2)
      expect(told).toEqual([200, 'unsent'])
      for (const end of [a, b]) end.clock.move(60_000)
      expect([client.size, server.size]).toEqual([0, 0])
      await close(a, b)
    },
    'an address that is taken is refused with a sentence': async () => {
      const a = await endOf(kind)
      const { port } = a.transport.addresses[0]!
      const again = kind.open({ host: kind.host, port, onMessage: () => undefined }, createHandClock())
      await expect(again).rejects.toMatchObject({ name: 'CallweaveError', code: 'peer-failed' })
      await close(a)
    },
    'nothing is left behind on close, and closing twice is closing once': async () => {
      // Those of the tests before, once the system has taken them back.
      await until(() => sockets() === 0)
      const [a, b] = await pair()
      a.transport.send(requestOf(kind.name, 'z9hG4bK1'), b.peer, never)
      await until(() => b.got.length === 1)
      expect(sockets()).toBeGreaterThanOrEqual(2)
      await Promise.all([close(a, b), close(a, b)])
      await until(() => sockets() === 0)
    },
  }
}
