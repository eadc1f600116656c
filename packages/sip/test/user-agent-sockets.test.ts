/** Calls over real sockets: the user agent and the transports fit each other. */
import { afterEach, describe, expect, it } from 'vitest'
import { address } from '../src/headers/address.js'
import { fitRequest, openTcp, openUdp, peerOf, type SipPeer, type SipTransport } from '../src/node/index.js'
import { joinTransports } from '../src/node/join.js'
import { parseUri } from '../src/uri/parse-uri.js'
import { createUserAgent, type SipCall, type SipCallUser, type UserAgent } from '../src/user-agent/index.js'
import { createHandClock } from './hand-clock.js'
import { numbers } from './two-agents.js'

const open: SipTransport[] = []
afterEach(async () => {
  for (const transport of open.splice(0)) await transport.close()
})

const host = '127.0.0.1'

/** Waits for what the user is told, one thing after the other. */
const listen = () => {
  const told: string[] = []
  const waiting: (() => void)[] = []
  const say = (text: string): void => {
    told.push(text)
    for (const each of waiting.splice(0)) each()
  }
  const user: SipCallUser<SipPeer> = {
    progress: (_, status) => say(`progress ${status}`),
    answered: (_, session) => {
      say(`answered ${session?.length}`)
      return undefined
    },
    offered: (_, session) => session,
    wanted: () => '',
    agreed: () => say('agreed'),
    refused: () => say('refused'),
    confirmed: () => say('confirmed'),
    referred: () => false,
    referProgress: () => undefined,
    digit: () => undefined,
    ended: (_, { by }) => say(`ended by ${by}`),
  }
  const until = async (text: string): Promise<void> => {
    while (!told.includes(text)) await new Promise<void>((go) => waiting.push(go))
  }
  return { told, user, until }
}

const agentOn = async (user: SipCallUser<SipPeer>, came: (call: SipCall<SipPeer>) => void) => {
  const clock = createHandClock()
  let agent: UserAgent<SipPeer> | null = null
  const options = {
    host,
    port: 0,
    clock,
    onMessage: (...of: Parameters<UserAgent<SipPeer>['receive']>) => agent?.receive(...of),
  }
  const udp = await openUdp(options)
  const port = udp.addresses[0]?.port ?? 0
  const transport = joinTransports([udp, await openTcp({ ...options, port })])
  open.push(transport)
  agent = createUserAgent<SipPeer>({
    clock,
    random: numbers(port),
    send: (message, to, unsent) => transport.send(message, to, unsent),
    local: (peer) => ({ host, port, transport: peer.transport }),
    target: (uri, last) =>
      last ?? peerOf({ host, port: uri.kind === 'sip' ? (uri.port ?? 5060) : 5060, transport: 'UDP' }),
    fit: (request, to) => fitRequest(request, to),
    userAgent: 'test',
    user: {
      incoming: (call) => {
        came(call)
        return user
      },
    },
  })
  return { agent, port, clock }
}

describe('calls over sockets', () => {
  it.each([
    ['a datagram', 'UDP', 20],
    ['a stream where it is too large for one', 'TCP', 5000],
  ] as const)('over %s', async (_, transport, sizeBytes) => {
    const theirs = listen()
    const ours = listen()
    const came: SipCall<SipPeer>[] = []
    const bob = await agentOn(theirs.user, (call) => came.push(call))
    const alice = await agentOn(ours.user, () => undefined)
    const call = alice.agent.invite({
      to: parseUri(`sip:bob@${host}:${bob.port}`),
      from: address(parseUri(`sip:alice@${host}:${alice.port}`)),
      session: 'x'.repeat(sizeBytes),
      user: ours.user,
    })
    expect(call.peer.transport).toBe(transport)
    while (came.length === 0) await new Promise((go) => setImmediate(go))
    came[0]?.ring()
    await ours.until('progress 180')
    came[0]?.answer('y'.repeat(sizeBytes))
    await ours.until(`answered ${sizeBytes}`)
    await theirs.until('confirmed')
    call.hangUp()
    alice.clock.move(0)
    await theirs.until('ended by them')
    expect([ours.told.at(-1), alice.agent.calls, bob.agent.calls]).toEqual(['ended by us', 0, 0])
  })
})
