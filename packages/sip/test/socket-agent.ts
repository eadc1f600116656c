/** A user agent on sockets of its own, and one that listens to what it is told of a call. */

import { createHandClock, type HandClock } from '@callweave/core/testing'
import {
  fitRequest,
  joinTransports,
  openTcp,
  openUdp,
  peerOf,
  type SipPeer,
  type SipTransport,
} from '../src/node/index.js'
import {
  createUserAgent,
  type SipCall,
  type SipCallUser,
  type UserAgent,
  type UserAgentOptions,
  type UserAgentUser,
} from '../src/user-agent/index.js'
import { numbers } from './two-agents.js'

const host = '127.0.0.1'

/** Waits for what the user is told, one thing after the other. */
export interface Listening {
  readonly told: string[]
  readonly user: SipCallUser<SipPeer>
  until(text: string): Promise<void>
}

export const listen = (answer?: string): Listening => {
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
    offered: (_, session) => {
      say(`offered ${session.length}`)
      return answer ?? session
    },
    wanted: () => '',
    agreed: (_, session) => say(`agreed ${session.length}`),
    refused: () => say('refused'),
    confirmed: () => say('confirmed'),
    referred: () => false,
    referProgress: () => undefined,
    digit: () => undefined,
    ended: (_, { by, status }) => say(`ended by ${by}${status === null ? '' : ` ${status}`}`),
  }
  const until = async (text: string): Promise<void> => {
    while (!told.includes(text)) await new Promise<void>((go) => waiting.push(go))
  }
  return { told, user, until }
}

export interface SocketAgent {
  readonly agent: UserAgent<SipPeer>
  readonly port: number
  readonly clock: HandClock
  close(): Promise<void>
}

/** Takes every call with `user`. */
export const openAgent = async (
  user: SipCallUser<SipPeer>,
  came: (call: SipCall<SipPeer>) => void,
  more: Partial<UserAgentUser<SipPeer>> = {},
  options: Partial<UserAgentOptions<SipPeer>> = {},
): Promise<SocketAgent> => {
  const clock = createHandClock()
  let agent: UserAgent<SipPeer> | null = null
  const opening = {
    host,
    port: 0,
    clock,
    onMessage: (...of: Parameters<UserAgent<SipPeer>['receive']>) => agent?.receive(...of),
  }
  const udp = await openUdp(opening)
  const port = udp.addresses[0]?.port ?? 0
  const transport: SipTransport = joinTransports([udp, await openTcp({ ...opening, port })])
  agent = createUserAgent<SipPeer>({
    clock,
    random: numbers(port),
    send: (message, to, unsent) => transport.send(message, to, unsent),
    local: (peer) => ({ host, port, transport: peer.transport }),
    target: (uri, last) =>
      last ?? peerOf({ host, port: uri.kind === 'sip' ? (uri.port ?? 5060) : 5060, transport: 'UDP' }),
    fit: (request, to) => fitRequest(request, to),
    userAgent: 'test',
    ...options,
    user: {
      incoming: (call) => {
        came(call)
        return user
      },
      ...more,
    },
  })
  return { agent, port, clock, close: () => transport.close() }
}
