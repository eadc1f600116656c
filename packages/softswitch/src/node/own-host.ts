/** Our own address as a peer can reach it, where we listen on all of them. */
import { networkInterfaces } from 'node:os'
import { createAddressList } from '../address/address-list.js'
import { type AdvertisedNetwork, createAdvertised } from '../board/advertise.js'

const isAny = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** The host to tell a peer: what is advertised to its network, else where we listen, else the interface nearest to it. */
export const createHosts = (advertise: readonly AdvertisedNetwork[]): ((peer: string, listens: string) => string) => {
  const advertised = createAdvertised(advertise)
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
  return (peer, listens) => advertised(peer, isAny(listens) ? (nearest(peer) ?? listens) : listens)
}
