/** Which of our addresses somebody sees: behind NAT and in containers it is another than the one we listen on. */
import { createAddressList } from '../address/address-list.js'

/** What to tell to peers of one network. */
export interface AdvertisedNetwork {
  /** `192.0.2.0/24`, `2001:db8::/32`; `0.0.0.0/0` for all others. The narrowest that holds the peer counts. */
  readonly network: string
  /** The address that peers there reach us at. */
  readonly host: string
}

/**
 * The host that a peer is told, given the one that we listen on.
 *
 * @throws CallweaveError `definition-invalid` for what is no network.
 */
export const createAdvertised = (networks: readonly AdvertisedNetwork[]): ((peer: string, own: string) => string) => {
  const lists = networks.map(({ network, host }) => ({ host, list: createAddressList([{ network }]) }))
  return (peer, own) => {
    let most = -1
    let best = own
    for (const { host, list } of lists) {
      const closeness = list.closeness(peer, 0)
      if (closeness <= most) continue
      most = closeness
      best = host
    }
    return best
  }
}
