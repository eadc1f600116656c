/** Which of our addresses phones and peers are told, by the network that they are in. */
import { isIP } from 'node:net'
import { CallweaveError } from '@callweave/core'
import type { AdvertisedNetwork } from '@callweave/softswitch'

/** One address for everybody else, or an address for each of several networks. */
export type Advertise = string | readonly AdvertisedNetwork[]

const everywhere = ['0.0.0.0/0', '::/0'] as const

/** An address that is told to everybody whom no other network names. */
export const forEverybody = (host: string): AdvertisedNetwork => ({
  network: isIP(host) === 6 ? everywhere[1] : everywhere[0],
  host,
})

/**
 * With it whoever is on this machine, who reaches us where we are: at `listens`, or by loopback where that is every address.
 *
 * @throws CallweaveError `out-of-range` for an address that is none, or not of the family of its network, and for a network
 * that is named twice.
 */
export const advertisedNetworks = (advertise: Advertise, listens: string): readonly AdvertisedNetwork[] => {
  const asked = typeof advertise === 'string' ? [forEverybody(advertise)] : advertise
  const told = new Set<string>()
  for (const { network, host } of asked) {
    if (isIP(host) === 0) throw refused('phones are told an address, and this is none', host, 'an IPv4 or IPv6 address')
    if ((isIP(host) === 6) !== network.includes(':'))
      throw refused('peers of a network are told an address of its family', `${network}=${host}`, '10.0.0.0/8=10.1.2.3')
    if (told.has(network)) throw refused('one network is told one address', network, 'each network once')
    told.add(network)
  }
  return asked.length === 0 ? [] : [...asked, ...ourselves(listens)]
}

/** What is told to everybody else who reaches us at `listens`: one of its family, or itself. */
export const usualAddress = (advertise: Advertise, listens: string): string => {
  const all = typeof advertise === 'string' ? [forEverybody(advertise)] : advertise
  const hears = listens === '::' ? everywhere : [everywhere[isIP(listens) === 6 ? 1 : 0]]
  return all.find(({ network }) => hears.some((each) => each === network))?.host ?? listens
}

/** After those that are asked for: of two that are as narrow the first counts. */
const ourselves = (listens: string): readonly AdvertisedNetwork[] => {
  const isAny = listens === '0.0.0.0' || listens === '::'
  const loopback =
    listens === '::' || isIP(listens) === 4 ? [{ network: '127.0.0.0/8', host: isAny ? '127.0.0.1' : listens }] : []
  return isAny ? loopback : [...loopback, { network: listens, host: listens }]
}

const refused = (message: string, found: string, expected: string): CallweaveError =>
  new CallweaveError('out-of-range', { where: 'advertise', message, found, expected })
