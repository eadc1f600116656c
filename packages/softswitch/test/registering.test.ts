/** Registrar, guard and admission behind a real socket, and the registration client of a trunk as the phone before them. */
import type { Clock } from '@callweave/core'
import { createRequest, parseUri, party, type SipRequest, type SipResponse, sipUri, viaOf } from '@callweave/sip'
import { openUdp, peerOf, type SipPeer, type SipTransport } from '@callweave/sip/node'
import { createTransactions, type ServerUser, type Transactions } from '@callweave/sip/transactions'
import { afterEach, describe, expect, it } from 'vitest'
import { admission } from '../src/admission/admission.js'
import { optionsTo } from '../src/ask.js'
import { createGuard } from '../src/guard/guard.js'
import type { Notice } from '../src/guard/notices.js'
import { createRegistrar, type Registrar } from '../src/registrar/registrar.js'
import { tokenOf } from '../src/token.js'
import { createRegistration } from '../src/trunks/registration.js'
import { createTrunks } from '../src/trunks/trunks.js'
import { createChance } from './requests.js'

const host = '127.0.0.1'
const nothing = (): void => undefined
const closing: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const createRealClock = (): Clock => {
  const timers = new Map<number, NodeJS.Timeout>()
  let ids = 0
  closing.push(() => {
    for (const timer of timers.values()) clearTimeout(timer)
  })
  return {
    nowMs: () => Date.now(),
    at: (atMs, what, of) => {
      ids += 1
      const id = ids
      const run = () => {
        timers.delete(id)
        what(of)
      }
      timers.set(id, setTimeout(run, Math.max(0, atMs - Date.now())))
      return id
    },
    cancel: (timer) => {
      clearTimeout(timers.get(timer))
      timers.delete(timer)
    },
  }
}

interface End {
  readonly port: number
  readonly ask: (
    request: SipRequest,
    to: SipPeer,
    answered: (outcome: SipResponse | 'timeout' | 'unsent') => void,
  ) => void
  readonly transactions: Transactions<SipPeer>
}

const openEnd = async (clock: Clock, request: ServerUser<SipPeer>['request'] = nothing): Promise<End> => {
  let transport: SipTransport | null = null
  const transactions: Transactions<SipPeer> = createTransactions<SipPeer>({
    clock,
    send: (message, to, id) =>
      transport?.send(message, to, () => {
        if (id !== null) transactions.unsent(id)
      }),
    user: { request, cancelled: nothing, ack: nothing, failed: nothing },
  })
  transport = await openUdp({ host, port: 0, onMessage: (message, from) => void transactions.receive(message, from) })
  closing.push(() => transport?.close())
  return {
    port: transport.addresses[0]!.port,
    transactions,
    ask: (message, to, answered) => {
      const response = (one: SipResponse) => {
        if (one.status >= 200) answered(one)
      }
      transactions.request(message, to, { response, failed: answered })
    },
  }
}

const openSwitch = async (clock: Clock) => {
  const random = createChance(5)
  const notices: Notice[] = []
  const trunks = createTrunks([], nothing)
  const registrar: Registrar<SipPeer> = createRegistrar<SipPeer>({ clock, random })
  const isRegistered = (from: SipPeer) => registrar.isAt(from)
  const guard = createGuard({
    clock,
    random,
    key: new Uint8Array(32).fill(1),
    settings: { realm: 'center.test' },
    accountOf: (username) =>
      username === '8001'
        ? { identity: { who: 'phone', extension: '8001' }, secretOf: () => ({ password: 'right' }) }
        : null,
    isKnown: (from) => trunks.isKnown(from),
    notice: (notice) => void notices.push(notice),
  })
  const end = await openEnd(clock, (id, request, from) => {
    const who = admission(request, from, {
      guard,
      trunks,
      isRegistered: () => isRegistered(from),
      local: () => ({ host, port: end.port }),
    })
    const respond = (response: SipResponse | null) => response && end.transactions.respond(id, response)
    if (who.who === 'phone') respond(registrar.register(request, who.extension, from))
    else if (who.who === 'nobody') clock.at(clock.nowMs() + who.delayMs, respond, who.response)
  })
  closing.push(() => registrar.close())
  return { ...end, registrar, notices }
}

const phoneOf = async (clock: Clock, port: number, password: string, seed = 9) => {
  const random = createChance(seed)
  const told: (string | null)[] = []
  const end = await openEnd(clock)
  const to = peerOf({ transport: 'UDP', host, port })
  const via = () => viaOf({ transport: 'UDP', host, port: end.port, rport: 0, branch: `z9hG4bK${tokenOf(random)}` })
  const registration = createRegistration({
    clock,
    random,
    settings: { registrar: `sip:${host}:${port}`, username: '8001', secret: { password }, expiresSeconds: 120 },
    contact: parseUri(`sip:8001@10.99.0.1:5060`),
    via,
    ask: (request, answered) => end.ask(request, to, answered),
    onChange: (because) => void told.push(because),
  })
  return { ...end, registration, told, to, via, random }
}

describe('over a real socket', () => {
  it('P3 a phone registers with its password, and is reached the way it came', async () => {
    const clock = createRealClock()
    const { registrar, port } = await openSwitch(clock)
    const phone = await phoneOf(clock, port, 'right')
    phone.registration.start()
    await expect.poll(() => phone.told).toEqual([null])
    const [binding] = registrar.of('8001')
    expect(binding).toMatchObject({ isTranslated: true, flow: { source: host, port: phone.port } })
    phone.registration.close()
    await expect.poll(() => registrar.size).toBe(0)
  })

  it('nobody registers without the password; who goes on guessing is slowed, then not answered, and told once', async () => {
    const clock = createRealClock()
    const { registrar, port, notices } = await openSwitch(clock)
    for (let n = 0; n < 25; n += 1) {
      const one = await phoneOf(clock, port, `guess${n}`, 1000 + n)
      one.registration.start()
    }
    await expect.poll(() => notices.map(({ code }) => code)).toEqual(['guesses-slowed', 'guesses-refused'])
    expect(registrar.size).toBe(0)
  })

  it('an OPTIONS is answered without a word of who we are', async () => {
    const clock = createRealClock()
    const { port } = await openSwitch(clock)
    const { ask, to, via, random } = await phoneOf(clock, port, '')
    const from = sipUri({ user: 'a', host })
    const answers: (number | string)[] = []
    const answered = (outcome: SipResponse | string) =>
      void answers.push(typeof outcome === 'string' ? outcome : outcome.status)
    ask(optionsTo(sipUri({ host, port }), { via: via(), from, random }), to, answered)
    await expect.poll(() => answers).toEqual([200])
    const headers = {
      via: [via()],
      from: party(from, 't'),
      to: party(from),
      callId: 'c',
      cseq: { number: 1, method: 'INVITE' },
    }
    ask(createRequest({ method: 'INVITE', uri: sipUri({ user: '0900', host }), headers }), to, answered)
    await expect.poll(() => answers).toEqual([200, 401])
  })
})
