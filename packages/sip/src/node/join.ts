/** Several transports as one: a message goes by the one that its peer names. */

import { isIPv6 } from 'node:net'
import type { SipMessage } from '../message/message.js'
import { noCounts, type SipPeer, type SipTransport, type TransportCounts } from './transport.js'

/**
 * One transport over UDP, TCP and TLS, on any number of addresses. What a peer has sent is answered by the socket that it came
 * to; other messages go by the first that has the transport of the peer and the family of its address.
 */
export const joinTransports = (transports: readonly SipTransport[]): SipTransport => ({
  addresses: transports.flatMap(({ addresses }) => addresses),
  get counts() {
    return transports.map(({ counts }) => counts).reduce(sumOf, noCounts())
  },
  get queueMs() {
    return Math.max(0, ...transports.map(({ queueMs = 0 }) => queueMs))
  },
  get connections() {
    return transports.reduce((sum, { connections }) => sum + connections, 0)
  },
  send(message: SipMessage, to: SipPeer, unsent: () => void) {
    const found = transports.find((each) => isFrom(each, to)) ?? transports.find((each) => reaches(each, to))
    if (found === undefined) process.nextTick(unsent)
    else found.send(message, to, unsent)
  },
  async close() {
    await Promise.all(transports.map((each) => each.close()))
  },
})

const isFrom = ({ addresses }: SipTransport, { transport, local }: SipPeer): boolean =>
  local !== null &&
  addresses.some((at) => at.transport === transport && at.host === local.host && at.port === local.port)

/** A socket on `::` reaches IPv4 too where the system lets it; one on `0.0.0.0` never IPv6. */
const reaches = ({ addresses }: SipTransport, { transport, source }: SipPeer): boolean =>
  addresses.some(({ transport: name, host }) => name === transport && isIPv6(host) === isIPv6(source))

const sumOf = (sum: TransportCounts, counts: Readonly<TransportCounts>): TransportCounts => {
  const total = { ...sum }
  for (const key of Object.keys(sum) as (keyof TransportCounts)[]) total[key] += counts[key]
  return total
}
