/** The peers of a trunk group: in which order they are called, and when the next is. */
import type { Clock } from '@callweave/core'
import { createQualify } from '../registrar/qualify.js'
import type { QualifySettings } from '../registrar/settings.js'
import type { TrunkPeer } from './settings.js'

/** Whether a call that ended so is put to the next peer: nobody there, or it says that it cannot (RFC 3263 section 4.3). */
export const triesNext = (outcome: number | 'timeout' | 'unsent'): boolean =>
  outcome === 'timeout' || outcome === 'unsent' || outcome === 503 || outcome === 408

export interface PeersOptions {
  readonly clock: Clock
  readonly peers: readonly TrunkPeer[]
  /** `null`: they are never asked, and all are taken to be there. */
  readonly keepAlive: QualifySettings | null
  /** Sends an OPTIONS; `heard` is called once: any response is an answer. */
  readonly ask: (peer: TrunkPeer, heard: (isAnswered: boolean) => void) => void
  /** All are away, or one is back after that. Told at the change only. */
  readonly onChange: (isAway: boolean) => void
}

export interface Peers {
  /** As they are set, those that do not answer at the end. */
  inOrder(): readonly TrunkPeer[]
  close(): void
}

export const createPeers = ({ clock, peers, keepAlive, ask, onChange }: PeersOptions): Peers => {
  const misses = peers.map(() => 0)
  const most = keepAlive?.misses ?? Number.POSITIVE_INFINITY
  const isAway = (place: number): boolean => (misses[place] ?? 0) >= most
  const allAway = (): boolean => peers.every((_, place) => isAway(place))
  const heard = (place: number, isAnswered: boolean): void => {
    const before = allAway()
    misses[place] = isAnswered ? 0 : (misses[place] ?? 0) + 1
    const after = allAway()
    if (before !== after) onChange(after)
  }
  const asking =
    keepAlive === null
      ? null
      : createQualify({
          clock,
          everyMs: keepAlive.everyMs,
          ask: (place) => {
            const peer = peers[place]
            if (peer !== undefined) ask(peer, (isAnswered) => heard(place, isAnswered))
            return peer !== undefined
          },
        })
  for (const place of peers.keys()) asking?.add(place)
  return {
    inOrder: () => [...peers.filter((_, place) => !isAway(place)), ...peers.filter((_, place) => isAway(place))],
    close: () => asking?.close(),
  }
}
