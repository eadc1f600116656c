/** Media in the thread of the caller, over `node:dgram`: for tests, and where threads are not wanted. */

import type { Media, MediaUser } from '../engine/media.js'
import { createMediaEngine, type MediaEngine } from '../engine/media-engine.js'
import { MediaLoop } from '../relay/media-loop.js'
import { createChance } from './chance.js'
import { DgramPorts } from './dgram-ports.js'
import { recordingFiles } from './recording-file.js'

export interface MediaOptions {
  /** The address of this machine that media comes to. */
  readonly host: string
  /** Further addresses: each pair has the same ports on all of them. With one of IPv6 nothing goes in batches. Default none. */
  readonly otherHosts?: readonly string[]
  /** Of RTP and RTCP, both inclusive. */
  readonly leastPort: number
  readonly mostPort: number
  readonly user: MediaUser
  /** Pairs of ports that are kept open for calls to come. Default 16 here, 64 in a thread. */
  readonly sparePairs?: number
  /** Nothing from a party for so long is told. Default 30,000. */
  readonly silentAfterMs?: number
  /** Who may send: `any`, the default, until the source is locked, or only the host that was signalled. */
  readonly from?: 'host' | 'any'
}

/**
 * Opens the ports and begins. A thread that stalls is heard by all parties: `openMedia` has one of its own.
 *
 * @throws CallweaveError `out-of-range` for a range without a pair of ports.
 */
export const openMediaHere = async (options: MediaOptions): Promise<Media> => {
  const { user } = options
  let engine: MediaEngine | null = null
  const ports = new DgramPorts({ ...options, onDatagram: (datagram) => engine?.take(datagram) })
  const nowMs = (): number => performance.now()
  const made = await createMediaEngine({
    ...options,
    ports,
    nowMs,
    epochMs: performance.timeOrigin,
    random: createChance(),
    files: recordingFiles,
  }).catch(async (error: unknown) => {
    await ports.closeAll()
    throw error
  })
  engine = made
  const loop = new MediaLoop({
    ports,
    nowMs,
    onTick: (dueAtMs) => made.tick(dueAtMs),
    onRound: () => {
      if (made.isEnded) loop.stop()
      return undefined
    },
  })
  loop.run().catch((error: unknown) => user.trouble(error))
  return made
}
