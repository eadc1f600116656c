/** Our own address as a peer can reach it, where we listen on all of them. */
import { networkInterfaces } from 'node:os'
import { createAddressList } from '../address/address-list.js'
import { type AdvertisedNetwork, createAdvertised } from '../board/advertise.js'

/** Whether a socket that is bound there is bound to every address, of its family at least. */
export const isAny = (host: string): boolean => host === '0.0.0.0' || host === '::'

export interface HostsOptions {
  /** For where nothing else is said. */
  readonly advertise: readonly AdvertisedNetwork[]
  /** What is told to those who reach us at one of our addresses; of several for one address the first counts. */
  readonly at: readonly { readonly host: string; readonly advertise?: readonly AdvertisedNetwork[] }[]
}

/** The host to tell a peer: what is advertised to its network, else where we listen, else the interface nearest to it. */
export const createHosts = ({ advertise, at }: HostsOptions): ((peer: string, listens: string) => string) => {
  const usual = createAdvertised(advertise)
  const own = new Map(
    at
      .toReversed()
      .flatMap((each) =>
        each.advertise === undefined ? [] : [[each.host, createAdvertised(each.advertise)] as const],
      ),
  )
  const interfaces = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .flatMap(({ address, cidr, internal }) => {
      if (cidr === null || address.startsWith('fe80')) return []
      return [{ address, isInternal: internal, list: createAddressList([{ network: cidr }]) }]
    })
  const nearest = (peer: string): string | undefined => {
    const isIpv6 = peer.includes(':')
    const same = interfaces.filter(({ address }) => address.includes(':') === isIpv6)
    const near = same.find(({ list }) => list.has(peer, 0)) ?? same.find(({ isInternal }) => !isInternal) ?? same[0]
    return near?.address
  }
  return (peer, listens) => (own.get(listens) ?? usual)(peer, isAny(listens) ? (nearest(peer) ?? listens) : listens)
}
