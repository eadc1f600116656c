/**
 * The port to the network: pairs of UDP ports, an even one for RTP and the odd one above it for RTCP. Two implementations
 * in `./node`, one of `node:dgram` for anywhere and one of batches for Linux, run one contract suite.
 */
import type { Address } from '../lock/source-lock.js'

export interface UdpPair {
  /** Counts from 0; those of closed pairs are given again. */
  readonly id: number
  readonly rtpPort: number
  readonly rtcpPort: number
}

/** A datagram that came. One object and one buffer, filled again for each: whoever wants to keep them copies. */
export interface Datagram {
  pair: UdpPair
  isControl: boolean
  /** May be written to: a relay rewrites the header in place and passes it on. */
  bytes: Uint8Array
  sizeBytes: number
  host: string
  port: number
}

export interface UdpCounts {
  received: number
  sent: number
  /** Refused by the network, or one too many at once. Media is never sent again. */
  unsent: number
  /** Longer than `mostDatagramBytes`, and dropped. */
  tooLong: number
}

export interface UdpPorts {
  readonly counts: UdpCounts
  /** @throws CallweaveError `peer-failed` where no pair of the range is free. */
  open(): Promise<UdpPair>
  /** Nothing comes from it after that; its ports are free again, and are the last to be taken. */
  close(pair: UdpPair): void
  /** Sends the first `sizeBytes`, now or with the next `flush`; `bytes` may be used again at once. */
  send(pair: UdpPair, isControl: boolean, bytes: Uint8Array, sizeBytes: number, to: Address): void
  /** What the pair sends from now on leaves by this address of ours; by the first of them where it is none. */
  sendFrom?(pair: UdpPair, host: string): void
  flush(): void
  /** Hands over what has come, waiting up to `waitMs` for it. One implementation blocks its thread meanwhile, and promises nothing. */
  poll(waitMs: number): Promise<void> | undefined
  closeAll(): Promise<void>
}

/** What an implementation is made of. */
export interface UdpPortsOptions {
  readonly host: string
  /** Further addresses of ours: each pair has the same ports on all of them. Default none. */
  readonly otherHosts?: readonly string[]
  /** Of RTP and RTCP, both inclusive, 1,024..65,535: the range that a firewall has to know. */
  readonly leastPort: number
  readonly mostPort: number
  /** Takes each datagram, inside `poll` or whenever the thread is free. */
  readonly onDatagram: (datagram: Datagram) => void
}

/** An Ethernet frame holds no more. */
export const mostDatagramBytes = 1_500
