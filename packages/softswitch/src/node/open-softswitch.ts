/** The switch on real sockets: transports of SIP, a thread for media, a folder for recordings. */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CallweaveError, type Clock, type EventLog, type Switch } from '@callweave/core'
import type { Media } from '@callweave/rtp/engine'
import {
  type MediaThreadOptions,
  type MendedRecording,
  mendRecordings,
  openMedia,
  openMediaHere,
} from '@callweave/rtp/node'
import type { Uri } from '@callweave/sip'
import {
  type Dns,
  fitRequest,
  joinTransports,
  locate,
  openTcp,
  openTls,
  openUdp,
  type SipPeer,
  type SipTransport,
  type SocketAddress,
  systemDns,
  type TlsOptions,
  type TransportName,
} from '@callweave/sip/node'
import type { AdvertisedNetwork } from '../board/advertise.js'
import { createMediaRelay } from '../board/media-relay.js'
import type { SoftswitchNotice } from '../board/notice.js'
import type { Told } from '../board/told.js'
import type { Flow } from '../flow.js'
import { type RecordingOf, recordingOf } from '../legs/recording-name.js'
import type { Registration } from '../phones.js'
import type { SoftswitchSettings } from '../settings.js'
import { createSoftswitch, type Softswitch } from '../softswitch.js'
import type { SwitchSounds } from '../sounds.js'
import { sameServer } from '../standing.js'
import type { MessageCounts } from '../subscriptions/message-summary.js'
import { createDoors, mediaHostFor, mediaHosts } from './doors.js'
import { watchLag } from './lag.js'
import { createHosts } from './own-host.js'
import { createRefusals } from './refusals.js'
import { createSocketClock } from './socket-clock.js'
import { type SocketUser, socketUserOf } from './socket-user.js'
import { systemRandom } from './system-random.js'

export interface ListenAt {
  readonly host: string
  readonly port: number
  /** What those who reach us at this address are told, in place of what stands for all. */
  readonly advertise?: readonly AdvertisedNetwork[]
}

export type Listen =
  | (ListenAt & { readonly transport: 'UDP' | 'TCP' })
  /** PEM: the certificate with those up to the root, and its key. */
  | (ListenAt & { readonly transport: 'TLS'; readonly certificate: string; readonly key: string })

export interface OpenSoftswitchOptions {
  readonly sounds: SwitchSounds
  readonly settings: SoftswitchSettings
  /**
   * Default UDP and TCP on 127.0.0.1:5060. A port of 0 is chosen by the system. Of several addresses each peer is told, and
   * spoken to from, the one that it is reached by; media of each leg come to that one, too.
   */
  readonly listen?: readonly Listen[]
  /**
   * Where media come to. Default wherever SIP does, ports 16,384 to 32,767; `isThreaded: false` keeps them in this thread.
   */
  readonly media?: Partial<Pick<MediaThreadOptions, 'host' | 'leastPort' | 'mostPort' | 'prefer' | 'sparePairs'>> & {
    readonly isThreaded?: boolean
  }
  /** A leg that sends nothing for so long has failed. Default 120,000 ms. */
  readonly silentAfterMs?: number
  readonly advertise?: readonly AdvertisedNetwork[]
  /** What is asked where a name leads. Default the resolver of the system. */
  readonly dns?: Dns
  /** The folder of recordings, made where it is not there. Default `recordings`. */
  readonly recordings?: string
  readonly onNotice?: (notice: SoftswitchNotice) => void
}

/** What the last process was recording when it was killed. The file is whole now, but for up to a second at its end. */
export interface CutRecording extends RecordingOf {
  /** Its name, as in `recording.finished`. */
  readonly recording: string
  readonly lengthMs: number
}

/** What `openCenter` needs of a switch. */
export interface RunningSoftswitch extends Switch {
  readonly cutRecordings: readonly CutRecording[]
  connect(center: Told): void
  takeCalls(takes: boolean): void
  close(): Promise<void>
}

export interface OpenedSoftswitch {
  /** Makes the switch; once. It shares the clock and the log of its center. Closing it closes everything. */
  create(parts: { readonly log: EventLog; readonly clock: Clock }): RunningSoftswitch
  /** Where SIP is taken. */
  readonly addresses: readonly (SocketAddress & { readonly transport: TransportName })[]
  /** Phones that are registered now. */
  registrations(): readonly Registration[]
  /** What the message lamp of an extension shows from now on. Before a switch was made nothing becomes of it. */
  messages(extension: string, counts: MessageCounts): void
  /** Legs, calls, transactions and parties that there are. */
  readonly size: number
  /** Closes sockets and threads, where no switch was made of them. Harmless a second time. */
  close(): Promise<void>
}

const defaultListen: readonly Listen[] = [
  { transport: 'UDP', host: '127.0.0.1', port: 5060 },
  { transport: 'TCP', host: '127.0.0.1', port: 5060 },
]

/**
 * Resolves when all sockets are bound and the media thread runs. Nothing is answered before a switch was made.
 *
 * @throws CallweaveError `peer-failed` when an address or port cannot be had; nothing is left open.
 */
export const openSoftswitch = async (options: OpenSoftswitchOptions): Promise<OpenedSoftswitch> => {
  const { sounds, settings, listen = defaultListen, advertise = [], recordings = 'recordings', onNotice } = options
  const { isThreaded = true, host, leastPort = 16_384, mostPort = 32_767, ...others } = options.media ?? {}
  mkdirSync(recordings, { recursive: true })
  const [mediaHost, ...otherHosts] = host === undefined ? mediaHosts(listen) : [host]
  const hostFor = createHosts({ advertise, at: listen })
  const clock = createSocketClock()
  const random = systemRandom()
  const { dns = systemDns() } = options
  const relay = createMediaRelay()
  let board: Softswitch | null = null

  const onRefused = createRefusals(clock, (notice) => onNotice?.(notice))
  const parts: SocketParts = { clock, onRefused, ...socketUserOf(() => board) }
  const opened: SipTransport[] = []
  let media: Media | null = null
  const closeAll = async (): Promise<void> => {
    await Promise.all([...opened.map((each) => each.close()), media?.end()])
    lag.close()
    clock.close()
  }
  const lag = watchLag()
  const unmended = (error: unknown): void => onNotice?.({ notice: 'media-failed', error })
  let cutRecordings: readonly CutRecording[] = []
  try {
    for (const each of listen) opened.push(await openOne(each, parts))
    const mediaParts = {
      host: mediaHost,
      otherHosts,
      leastPort,
      mostPort,
      ...others,
      user: relay.user,
      silentAfterMs: options.silentAfterMs ?? 120_000,
    }
    media = await (isThreaded ? openMedia(mediaParts) : openMediaHere(mediaParts))
    cutRecordings = (await mendRecordings(recordings, unmended)).flatMap(cutRecordingOf)
  } catch (error) {
    await closeAll()
    throw error
  }
  const transport = joinTransports(opened)
  const transports = [...new Set(transport.addresses.map((each) => each.transport))]
  const hasIpv6 = transport.addresses.some((each) => each.host.includes(':'))

  const doors = createDoors(transport.addresses)
  const located = async (uri: Uri): Promise<readonly SipPeer[]> => {
    if (uri.kind !== 'sip')
      throw new CallweaveError('peer-failed', { message: 'no way leads there', found: uri.scheme })
    return locate(uri, { dns, clock, random, transports, hasIpv6 })
  }
  const targets = async (uri: Uri): Promise<readonly Flow[]> =>
    Promise.all((await located(uri)).map((peer) => doors.through(peer, null)))
  /** Inside a dialog the server that spoke last goes on, where the name has it still. */
  const target = async (uri: Uri, last: Flow | null): Promise<Flow> => {
    const found = await located(uri)
    const [first] = found
    if (first === undefined) throw new CallweaveError('peer-failed', { message: 'no way leads there' })
    const same = last === null ? undefined : found.find((peer) => sameServer(peer, last))
    return doors.through(same ?? first, last as SipPeer | null)
  }
  /** The socket that a peer speaks to, or would. */
  const listensFor = (peer: SipPeer): SocketAddress & { readonly transport: string } =>
    doors.of(peer) ?? { host: mediaHost, port: 5060, transport: peer.transport }
  const mediaAt = (peer: Flow): string => (host === undefined ? listensFor(peer as SipPeer).host : host)

  let closing: Promise<void> | null = null
  const close = (): Promise<void> => {
    closing ??= (board?.close() ?? Promise.resolve()).then(closeAll)
    return closing
  }
  const theMedia = media

  const create: OpenedSoftswitch['create'] = (shared) => {
    if (board !== null) throw new CallweaveError('illegal-state', { message: 'a switch was made of this already' })
    const made = createSoftswitch({
      ...shared,
      random,
      key: randomBytes(32),
      send: (message, to, unsent) => transport.send(message, to as SipPeer, unsent),
      local: (peer) => {
        const at = listensFor(peer as SipPeer)
        return { host: hostFor(peer.source, at.host), port: at.port, transport: at.transport }
      },
      target,
      targets,
      ...(transports.includes('TCP') ? { fit: (request, to) => fitRequest(request, to as SipPeer) } : {}),
      media: theMedia,
      onMedia: relay.connect,
      mediaHost: (peer) => hostFor(peer.source, mediaAt(peer)),
      ...(otherHosts.length === 0
        ? {}
        : { mediaFrom: (peer) => mediaHostFor([mediaHost, ...otherHosts], mediaAt(peer)) }),
      sounds,
      settings,
      fileOf: (name) => join(recordings, name),
      lagMs: () => Math.max(lag.ms, transport.queueMs ?? 0),
      ...(onNotice === undefined ? {} : { onNotice }),
    })
    board = made
    const { can, do: obey, legs, connect, takeCalls } = made
    return { can, do: obey, legs, connect, takeCalls, close, cutRecordings }
  }

  return {
    create,
    addresses: transport.addresses,
    registrations: () => board?.phones.registrations() ?? [],
    messages: (extension, counts) => board?.messages(extension, counts),
    get size() {
      return board?.size ?? theMedia.size
    },
    close,
  }
}

const cutRecordingOf = ({ file, lengthMs }: MendedRecording): readonly CutRecording[] => {
  const of = recordingOf(file)
  return of === null ? [] : [{ ...of, recording: file, lengthMs }]
}

interface SocketParts extends SocketUser {
  readonly clock: Clock
  readonly onRefused: NonNullable<TlsOptions['onRefused']>
}

const openOne = (listen: Listen, parts: SocketParts): Promise<SipTransport> => {
  switch (listen.transport) {
    case 'UDP':
      return openUdp({ ...listen, ...parts })
    case 'TCP':
      return openTcp({ ...listen, ...parts })
    case 'TLS':
      return openTls({ ...listen, ...parts })
  }
}
