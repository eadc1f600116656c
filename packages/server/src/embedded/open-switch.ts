/** The SIP switch of a center, from what its definition says. */
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { type AddressInfo, createServer, isIP, isIPv6 } from 'node:net'
import type { CenterSections } from '@callweave/center'
import { CallweaveError } from '@callweave/core'
import type {
  MessageCounts,
  OverloadSettings,
  Registration,
  SoftswitchNotice,
  SwitchSounds,
} from '@callweave/softswitch'
import { openSoftswitch } from '@callweave/softswitch/node'
import type { OpenCenterOptions } from '../center/open-center.js'
import { type Advertise, advertisedNetworks, usualAddress } from './advertised.js'
import type { Phone, Reveal } from './phones.js'
import { settingsOf } from './switch-settings.js'

export interface ListenOptions {
  /** The address to listen at; default `127.0.0.1`, this machine alone. */
  readonly host?: string
  /** For SIP; default 5060, 0 takes a free one. */
  readonly port?: number
  /**
   * The address that others reach us at, where it is another: behind NAT, in a container. Several where it depends on their
   * network: the narrowest that holds a peer counts, and who is in none is told where we listen.
   */
  readonly advertise?: Advertise
  /** UDP ports for media, both ends included; default 16,384 to 32,767. */
  readonly rtpPorts?: { readonly from: number; readonly to: number }
  /** PEM. SIP over TLS is taken at the next port, too. */
  readonly tls?: { readonly certificate: string; readonly key: string }
}

export interface SwitchParts {
  readonly sections: CenterSections
  readonly phones: readonly Phone[]
  /** The passwords of trunks. */
  readonly reveal: Reveal
  readonly sounds: SwitchSounds
  /** The folder of recordings. */
  readonly recordings: string
  readonly listen: ListenOptions
  readonly overload?: Partial<OverloadSettings>
  readonly onNotice: (notice: SoftswitchNotice) => void
}

/** What a person has to know to call. */
export interface SwitchAbout {
  /** Where SIP is heard. */
  readonly host: string
  readonly port: number
  /** As others reach it, whose network has no address of its own. */
  readonly advertise: string
  readonly transports: readonly string[]
  readonly rtpPorts: { readonly from: number; readonly to: number }
}

export interface EmbeddedSwitch {
  readonly createSwitch: OpenCenterOptions['createSwitch']
  readonly about: SwitchAbout
  /** Phones that are registered now. */
  registrations(): readonly Registration[]
  /** What the message lamp of this extension shows from now on: to be told once a switch was made. */
  messages(extension: string, counts: MessageCounts): void
  /** Legs, calls, transactions and parties of media that there are: 0 when nothing is left behind. */
  size(): number
  /** Harmless when the center has closed its switch. */
  close(): void | Promise<void>
}

/** So many calls may come in one instant, while the thread of the media is opening ports for the next. */
const mostSpare = 256

/** Pairs of ports that stand open in advance: never more than a quarter of the range, so that a small one is left to calls. */
export const spareOf = ({ from, to }: { readonly from: number; readonly to: number }): number =>
  Math.min(mostSpare, Math.max(1, Math.floor((to - from + 1) / 8)))

/**
 * @throws CallweaveError `peer-failed` when an address or a port cannot be had, `out-of-range` as `advertisedNetworks`; nothing is
 * left open.
 */
export const openSwitch = async (parts: SwitchParts): Promise<EmbeddedSwitch> => {
  const { sounds, recordings, listen, overload = {}, onNotice } = parts
  const { advertise = [], rtpPorts = { from: 16_384, to: 32_767 } } = listen
  const host = await addressOf(listen.host ?? '127.0.0.1')
  const networks = advertisedNetworks(advertise, host)
  const port = listen.port === 0 ? await freePort(host, listen.tls !== undefined) : (listen.port ?? 5060)
  const opened = await openSoftswitch({
    sounds,
    settings: { ...settingsOf(parts), overload },
    listen: [
      { transport: 'UDP', host, port },
      { transport: 'TCP', host, port },
      ...(listen.tls === undefined ? [] : [{ transport: 'TLS' as const, host, port: port + 1, ...listen.tls }]),
    ],
    media: { host, leastPort: rtpPorts.from, mostPort: rtpPorts.to, sparePairs: spareOf(rtpPorts) },
    advertise: networks,
    recordings,
    onNotice,
  }).catch((error: unknown) => {
    throw withRemedy(error)
  })
  return {
    createSwitch: opened.create,
    about: {
      host,
      port,
      advertise: usualAddress(advertise) ?? host,
      transports: [...new Set(opened.addresses.map(({ transport }) => transport))],
      rtpPorts,
    },
    registrations: opened.registrations,
    messages: opened.messages,
    size: () => opened.size,
    close: () => opened.close(),
  }
}

/** Session descriptions carry addresses. */
const addressOf = async (host: string): Promise<string> => {
  if (isIP(host) !== 0) return host
  try {
    return (await lookup(host)).address
  } catch (cause) {
    throw new CallweaveError('peer-failed', { where: host, message: 'no address is known of this name', cause })
  }
}

const withRemedy = (error: unknown): unknown => {
  if (!(error instanceof CallweaveError) || error.parts.found !== 'EADDRINUSE') return error
  const remedy = 'Is this center, or another, running already? Else take another port: cc start --listen 127.0.0.1:5070'
  return new CallweaveError(error.code, { ...error.parts, message: 'another program has this port', remedy })
}

/** One that is free over UDP and TCP; for TLS the next one, too. */
const freePort = async (host: string, hasTls: boolean): Promise<number> => {
  for (let tried = 0; tried < 20; tried += 1) {
    const server = createServer().listen({ host, port: 0, exclusive: true })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const isFree = (await isFreeUdp(host, port)) && (!hasTls || (port < 65_535 && (await isFreeTcp(host, port + 1))))
    server.close()
    await once(server, 'close')
    if (isFree) return port
  }
  throw new CallweaveError('peer-failed', { where: host, message: 'no port is free here' })
}

const isFreeUdp = async (host: string, port: number): Promise<boolean> => {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  const isFree = await new Promise<boolean>((done) => {
    socket.once('error', () => done(false))
    socket.bind({ address: host, port, exclusive: true }, () => done(true))
  })
  socket.close()
  return isFree
}

const isFreeTcp = async (host: string, port: number): Promise<boolean> => {
  const server = createServer()
  const isFree = await new Promise<boolean>((done) => {
    server.once('error', () => done(false))
    server.listen({ host, port, exclusive: true }, () => done(true))
  })
  server.close()
  return isFree
}
