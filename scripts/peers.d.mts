export interface Peer {
  /** True where the suite has to be skipped. */
  readonly missing: boolean
  /** The program or folder found, or ''. */
  readonly path: string
  readonly unlocks: string
  readonly how: string
  /** To stand in the name of a skipped suite: says what it needs. */
  readonly note: string
}

export type PeerName =
  | 'simpy'
  | 'sqlite3'
  | 'sox'
  | 'multimon-ng'
  | 'espeak-ng'
  | 'sipp'
  | 'baresip'
  | 'linphone'
  | 'sipvicious'
  | 'openssl'
  | 'prlimit'
  | 'batches'
  | 'compiler'
  | 'headers'
  | 'old-node'
  | 'data'

export const peerNames: readonly PeerName[]

/** @throws Error where the peer is missing and CALLWEAVE_REQUIRE is `all`. */
export function peer(name: PeerName): Peer
