/** Calls over real sockets: the user agent and the transports fit each other. */
import { afterEach, describe, expect, it } from 'vitest'
import { address } from '../src/headers/address.js'
import type { SipPeer } from '../src/node/index.js'
import { parseUri } from '../src/uri/parse-uri.js'
import type { SipCall } from '../src/user-agent/index.js'
import { listen, openAgent, type SocketAgent } from './socket-agent.js'

const host = '127.0.0.1'
const open: SocketAgent[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

const agentOn = async (...of: Parameters<typeof openAgent>): Promise<SocketAgent> => {
  const opened = await openAgent(...of)
  open.push(opened)
  return opened
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
