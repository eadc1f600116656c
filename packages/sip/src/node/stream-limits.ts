/** How much strangers may hold open, and for how long. */
export interface StreamLimits {
  /** Connections at a time, both ways. Default 10,000. */
  readonly connections: number
  /** Of those, that one IPv4 address or IPv6 /64 has opened. Default 500: the phones of a branch behind one NAT. */
  readonly ofSource: number
  /** Bytes that wait for a peer that reads slowly; over it the connection is dropped. Default 262,144. */
  readonly unsentBytes: number
  /** For connecting, with the TLS handshake. Default 5,000 ms. */
  readonly openMs: number
  /** For a message from its first byte to its last, and for the first one of a peer that connects. Default 10,000 ms. */
  readonly messageMs: number
  /** Without a message or a keep-alive the connection is closed. Default 3,600,000 ms, a usual registration. */
  readonly idleMs: number
  /** For a peer that we hang up on to read what it was told. Default 2,000 ms. */
  readonly lingerMs: number
  /** Malformed messages of one connection; with the next it is closed. Default 16. */
  readonly malformed: number
}

export const defaultStreamLimits: StreamLimits = {
  connections: 10_000,
  ofSource: 500,
  unsentBytes: 262_144,
  openMs: 5_000,
  messageMs: 10_000,
  idleMs: 3_600_000,
  lingerMs: 2_000,
  malformed: 16,
}

/** What a peer has to answer a ping in, RFC 5626 section 4.4.1. */
export const pongMs = 10_000
