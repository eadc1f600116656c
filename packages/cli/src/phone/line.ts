/** The sockets of a test phone: SIP over UDP and media, at the address from which the center is reached. */
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { isIP, isIPv6 } from 'node:net'
import { CallweaveError } from '@callweave/core'
import type { Media, MediaUser } from '@callweave/rtp/engine'
import { openMediaHere } from '@callweave/rtp/node'
import { createRealClock, type RealClock } from '@callweave/server'
import { openUdp, peerOf, type SipPeer, type SocketAddress } from '@callweave/sip/node'
import { createUserAgent, type UserAgent, type UserAgentUser } from '@callweave/sip/user-agent'
import { watchReach } from './watch-reach.js'

export interface Line {
  readonly clock: RealClock
  readonly agent: UserAgent<SipPeer>
  readonly media: Media
  /** Ours, as the center sees it. */
  readonly local: SocketAddress
  readonly server: SipPeer
  /** Whether anything has come from the center. */
  readonly isHeard: boolean
  /** Whether something listens at the center's port, as far as the system says. */
  readonly isThere: boolean
  /** Does not wait for a center that is gone. */
  close(): Promise<void>
}

export interface LineOptions {
  readonly server: SocketAddress
  readonly user: UserAgentUser<SipPeer>
  readonly mediaUser: MediaUser
  /** Nothing listens at the center's port any more, or something does again. */
  readonly onReach: (isThere: boolean) => void
}

/** Above those of a center, and below those that the system gives away on most machines. */
const mediaPorts = { leastPort: 40_000, mostPort: 59_999 } as const

/** @throws CallweaveError `peer-failed` when the name is unknown or no way leads there. */
export const openLine = async ({ server: named, user, mediaUser, onReach }: LineOptions): Promise<Line> => {
  const server = { host: await addressOf(named.host), port: named.port }
  const host = await ownAddressTowards(server)
  const clock = createRealClock()
  let isHeard = false
  const media = await openMediaHere({ ...mediaPorts, host, user: mediaUser, sparePairs: 1 })
  const transport = await openUdp({
    host,
    port: 0,
    onMessage: (message, from) => {
      isHeard = true
      agent.receive(message, from)
    },
  })
  const [own] = transport.addresses
  const local = { host, port: own?.port ?? 0 }
  const peer = peerOf({ transport: 'UDP', ...server })
  const agent = createUserAgent<SipPeer>({
    clock,
    random: unforeseen,
    send: (message, to, unsent) => transport.send(message, to, unsent),
    local: () => ({ ...local, transport: 'UDP' }),
    // Whatever is asked goes to the center.
    target: () => peer,
    userAgent: 'Callweave test phone',
    user,
  })
  let isThere = true
  const leaveReach = watchReach({
    server,
    onChange: (is) => {
      isThere = is
      onReach(is)
    },
  })
  return {
    clock,
    agent,
    media,
    local,
    server: peer,
    get isHeard() {
      return isHeard
    },
    get isThere() {
      return isThere
    },
    close: async () => {
      agent.close()
      await quiet(() => agent.calls === 0 || !isThere)
      leaveReach()
      await transport.close()
      await media.end()
      clock.close()
    },
  }
}

const unforeseen = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 2 ** 32

/** A BYE or a REGISTER that nobody answers is left alone after this. */
const mostClosingMs = 2_000

const quiet = async (is: () => boolean): Promise<void> => {
  const untilMs = performance.now() + mostClosingMs
  while (!is() && performance.now() < untilMs) await new Promise((done) => setTimeout(done, 20))
}

const addressOf = async (host: string): Promise<string> => {
  if (isIP(host) !== 0) return host
  try {
    return (await lookup(host)).address
  } catch (cause) {
    throw new CallweaveError('peer-failed', { where: host, message: 'no address is known of this name', cause })
  }
}

/** Nothing is sent: the system only chooses the way. */
const ownAddressTowards = ({ host, port }: SocketAddress): Promise<string> =>
  new Promise((done, failed) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    const refuse = (cause: unknown): void => {
      socket.close()
      failed(new CallweaveError('peer-failed', { where: host, message: 'no way leads there from this machine', cause }))
    }
    socket.once('error', refuse)
    socket.connect(port === 0 ? 5060 : port, host, () => {
      const { address } = socket.address()
      socket.close()
      done(address)
    })
  })
