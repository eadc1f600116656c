/**
 * Symmetric RTP with a source lock: media goes to where it comes from, as it must behind NAT, and nobody else gets in.
 *
 *   learning: the address of the SDP is believed at once, another when three of its packets have come in order; one nearer
 *             to what was signalled takes over from one further off
 *   locked:   after `learnMs`; other addresses are strangers
 *
 * A lock opens again by two rules only: signalling names a new address (`signal`), or packets continue the locked source,
 * same SSRC and next sequence numbers, from a new address, which is what a NAT that forgot its mapping looks like. A new
 * SSRC is taken from the locked address alone.
 */
import { sequenceGap } from '../packet/sequence.js'

export interface Address {
  /** As the socket layer writes it; two are the same when their text is. */
  readonly host: string
  readonly port: number
}

export interface SourceLockOptions {
  /** Where the other side's SDP wants media, or null where it says nothing of use. */
  readonly signalled: Address | null
  /** `host`: only the signalled host may send, from any port. `any`: behind NAT nobody knows. */
  readonly from?: 'host' | 'any'
  /** From the first packet that was accepted until the lock closes. */
  readonly learnMs?: number
}

/** What a packet is to the leg. */
export type Verdict =
  | 'accepted'
  /** The first of a peer that is now sent to. */
  | 'learned'
  /** The locked source goes on from another address, and is sent to there. */
  | 'moved'
  /** A new SSRC from the peer's address: jitter and counters begin anew. */
  | 'renewed'
  /** One of the first packets of an address that may become the peer. Not to be played. */
  | 'candidate'
  /** To be dropped. */
  | 'stranger'

interface Candidate {
  readonly host: string
  readonly port: number
  readonly ssrc: number
  sequence: number
  inOrder: number
}

const neededInOrder = 3
const mostCandidates = 4
/** How far a source that moved may have come meanwhile: four seconds of packets. */
const mostMovedGap = 200

export class SourceLock {
  /** Packets refused so far. */
  strangers = 0
  readonly #from: 'host' | 'any'
  readonly #learnMs: number
  #signalled: Address | null
  #signalledControl: Address | null = null
  #peer: Address | null = null
  #rank = 0
  #ssrc = 0
  #sequence = 0
  #controlPort: number | null = null
  #lockedAtMs = Number.POSITIVE_INFINITY
  #candidates: Candidate[] = []

  constructor({ signalled, from = 'any', learnMs = 3_000 }: SourceLockOptions) {
    this.#signalled = signalled
    this.#from = from
    this.#learnMs = learnMs
  }

  /** Where to send: what was learned, else what was signalled. */
  get peer(): Address | null {
    return this.#peer ?? this.#signalled
  }

  /** Where to send RTCP: from where it came, else as signalled, else the port above. */
  get controlPeer(): Address | null {
    const { peer } = this
    const isAsSignalled = peer !== null && peer.host === this.#signalled?.host && peer.port === this.#signalled.port
    if (isAsSignalled && this.#controlPort === null && this.#signalledControl !== null) return this.#signalledControl
    return peer === null ? null : { host: peer.host, port: this.#controlPort ?? peer.port + 1 }
  }

  /** Signalling has named another address: media goes there at once, and learning begins anew. */
  signal(signalled: Address | null): void {
    if (signalled !== null && signalled.host === this.#signalled?.host && signalled.port === this.#signalled.port)
      return
    this.#signalled = signalled
    this.#peer = null
    this.#rank = 0
    this.#controlPort = null
    this.#lockedAtMs = Number.POSITIVE_INFINITY
    this.#candidates = []
  }

  /** Signalling names where RTCP goes (RFC 3605); null for the port above that of RTP. */
  signalControl(control: Address | null): void {
    this.#signalledControl = control
  }

  /** Judges an RTP packet by where it came from. */
  take(host: string, port: number, ssrc: number, sequence: number, nowMs: number): Verdict {
    const peer = this.#peer
    if (peer !== null && peer.port === port && peer.host === host) return this.#takeFromPeer(ssrc, sequence)
    const rank = this.#rankOf(host, port)
    if (rank > this.#rank && nowMs < this.#lockedAtMs) {
      const isProved = rank === 3 || this.#isProved(host, port, ssrc, sequence)
      return isProved ? this.#learn({ host, port }, rank, ssrc, sequence, nowMs) : 'candidate'
    }
    // Where only one host may send, a move is not believed either.
    const isMove = peer !== null && rank > 0 && ssrc === this.#ssrc && isSoonAfter(this.#sequence, sequence)
    if (!isMove) {
      this.strangers += 1
      return 'stranger'
    }
    if (!this.#isProved(host, port, ssrc, sequence)) return 'candidate'
    this.#peer = { host, port }
    this.#controlPort = null
    this.#sequence = sequence
    this.#candidates = []
    return 'moved'
  }

  /** Judges an RTCP packet: it comes from the peer's host, and the port it came from first is kept. */
  takeControl(host: string, port: number): boolean {
    const { peer } = this
    const isKnown = peer !== null && host === peer.host && (this.#controlPort ?? port) === port
    if (isKnown) this.#controlPort = port
    else this.strangers += 1
    return isKnown
  }

  #takeFromPeer(ssrc: number, sequence: number): Verdict {
    if (ssrc === this.#ssrc) {
      if (sequenceGap(this.#sequence, sequence) > 0) this.#sequence = sequence
      return 'accepted'
    }
    const peer = this.#peer as Address
    if (!this.#isProved(peer.host, peer.port, ssrc, sequence)) return 'candidate'
    this.#ssrc = ssrc
    this.#sequence = sequence
    this.#candidates = []
    return 'renewed'
  }

  #learn(peer: Address, rank: number, ssrc: number, sequence: number, nowMs: number): Verdict {
    this.#peer = peer
    this.#rank = rank
    this.#ssrc = ssrc
    this.#sequence = sequence
    this.#controlPort = null
    this.#candidates = []
    if (this.#lockedAtMs === Number.POSITIVE_INFINITY) this.#lockedAtMs = nowMs + this.#learnMs
    return 'learned'
  }

  /** 3: as signalled. 2: its host. 1: anybody. 0: may not send. */
  #rankOf(host: string, port: number): number {
    if (this.#signalled?.host === host) return this.#signalled.port === port ? 3 : 2
    return this.#from === 'any' ? 1 : 0
  }

  /** Whether this is the third packet in order of an address and SSRC. The oldest candidate makes room. */
  #isProved(host: string, port: number, ssrc: number, sequence: number): boolean {
    const known = this.#candidates.find((each) => each.host === host && each.port === port && each.ssrc === ssrc)
    if (known === undefined) {
      if (this.#candidates.length === mostCandidates) this.#candidates.shift()
      this.#candidates.push({ host, port, ssrc, sequence, inOrder: 1 })
      return false
    }
    const gap = sequenceGap(known.sequence, sequence)
    known.inOrder = gap === 1 ? known.inOrder + 1 : gap === 0 ? known.inOrder : 1
    known.sequence = sequence
    return known.inOrder >= neededInOrder
  }
}

const isSoonAfter = (last: number, sequence: number): boolean => {
  const gap = sequenceGap(last, sequence)
  return gap > 0 && gap <= mostMovedGap
}
