/** The SIP switch of a center, from what its definition says. */
import type { CenterSections } from '@callweave/center'
import type {
  MessageCounts,
  OverloadSettings,
  Registration,
  SoftswitchNotice,
  SwitchSounds,
} from '@callweave/softswitch'
import { type Listen, type OpenSoftswitchOptions, openSoftswitch } from '@callweave/softswitch/node'
import type { OpenCenterOptions } from '../center/open-center.js'
import { type Advertise, advertisedNetworks, usualAddress } from './advertised.js'
import { freePort } from './free-port.js'
import { type Asked, type ListenAddress, listensOf, namedRefusal, takeSamePort } from './listens.js'
import type { Phone, Reveal } from './phones.js'
import { settingsOf } from './switch-settings.js'

export interface ListenOptions extends ListenAddress {
  /** Further addresses, those of other networks: each peer is told, and spoken to from, the one that it is reached by. */
  readonly also?: readonly ListenAddress[]
  /**
   * The address that others reach us at, where it is another: behind NAT, in a container. Several where it depends on their
   * network: the narrowest that holds a peer counts, and who is in none is told where we listen.
   */
  readonly advertise?: Advertise
  /** UDP ports for media, both ends included; default 16,384 to 32,767. */
  readonly rtpPorts?: { readonly from: number; readonly to: number }
  /** PEM. SIP over TLS is taken at the next port, too, of each address. */
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
  /** What is asked where the names of providers lead. Default the resolver of the system. */
  readonly dns?: OpenSoftswitchOptions['dns']
  readonly onNotice: (notice: SoftswitchNotice) => void
}

/** One address where SIP is heard. */
export interface SwitchListen {
  readonly host: string
  readonly port: number
  /** As others reach it, whose network has no address of its own. */
  readonly advertise: string
  readonly transports: readonly string[]
}

/** What a person has to know to call: the first address, and all of them. */
export interface SwitchAbout extends SwitchListen {
  readonly listens: readonly SwitchListen[]
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
  const { sounds, recordings, listen, overload = {}, dns, onNotice } = parts
  const { advertise = [], rtpPorts = { from: 16_384, to: 32_767 } } = listen
  const { tls, also = [], host, port } = listen
  const usual = { ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) }
  const listens = await withPorts(await listensOf([usual, ...also], tls !== undefined), tls !== undefined)
  const opened = await openSoftswitch({
    sounds,
    settings: { ...settingsOf(parts), overload },
    listen: listens.flatMap(({ host, port }): readonly Listen[] => {
      const at = { host, port, advertise: advertisedNetworks(advertise, host) }
      const secure = tls === undefined ? [] : [{ transport: 'TLS' as const, ...at, port: port + 1, ...tls }]
      return [{ transport: 'UDP', ...at }, { transport: 'TCP', ...at }, ...secure]
    }),
    media: { leastPort: rtpPorts.from, mostPort: rtpPorts.to, sparePairs: spareOf(rtpPorts) },
    recordings,
    ...(dns === undefined ? {} : { dns }),
    onNotice,
  }).catch((error: unknown) => {
    throw namedRefusal(error, listens)
  })
  const transports = [...new Set(opened.addresses.map(({ transport }) => transport))]
  const [first, ...others] = listens.map(
    ({ host, port }): SwitchListen => ({ host, port, advertise: usualAddress(advertise, host), transports }),
  )
  if (first === undefined) throw new TypeError('a center listens somewhere')
  return {
    createSwitch: opened.create,
    about: { ...first, listens: [first, ...others], rtpPorts },
    registrations: opened.registrations,
    messages: opened.messages,
    size: () => opened.size,
    close: () => opened.close(),
  }
}

/** Those whose port is 0 with one that is free, and none of the others'. */
const withPorts = async (asked: readonly Asked[], hasTls: boolean): Promise<readonly Asked[]> => {
  const listens: Asked[] = []
  for (const each of asked) {
    const choose = async (): Promise<Asked> => {
      const port = await freePort(each.host, hasTls).catch((error: unknown) => {
        throw namedRefusal(error, [each])
      })
      const chosen = { ...each, port }
      return [...listens, ...asked].some((other) => takeSamePort(other, chosen, hasTls)) ? choose() : chosen
    }
    listens.push(each.port === 0 ? await choose() : each)
  }
  return listens
}
