/** How the far ends of a trunk group are written. */
import { sipUri, type Uri, uriParam } from '@callweave/sip'
import type { TrunkPeer } from './settings.js'

export const transportParams = (transport: string) =>
  transport === 'UDP' ? [] : [{ name: 'transport', value: transport.toLowerCase() }]

/** By what a URI wants to be reached, as it says itself (RFC 3263 section 4.1). */
export const transportOf = (uri: Uri): string | null => {
  if (uri.kind !== 'sip') return null
  const asked = uriParam(uri, 'transport')?.toUpperCase() ?? (uri.scheme === 'sips' ? 'TLS' : 'UDP')
  return uri.scheme === 'sips' && asked === 'TCP' ? 'TLS' : asked
}

export const peerUri = ({ host, port, transport }: TrunkPeer, user: string | null): Uri =>
  sipUri({ scheme: transport === 'TLS' ? 'sips' : 'sip', user, host, port, params: transportParams(transport) })

/** A proxy on the way to somewhere else: it leaves the request URI as it is (`lr`, RFC 3261 section 19.1.1). */
export const routeBy = ({ host, port, transport }: TrunkPeer): Uri =>
  sipUri({ host, port, params: [...transportParams(transport), { name: 'lr', value: null }] })

/** The user of the Contact that we register: tells the calls of one registration from those of another. */
export const contactUser = (trunk: string, username: string): string => `${username}-${trunk}`.replace(/[^\w.-]/g, '')
