/** Which of the addresses of a center a test phone of this machine calls. */
import { BlockList, isIP, isIPv6 } from 'node:net'
import { loopbackPeers, type TrunkDefinition } from '@callweave/center'

export interface Listen {
  readonly host: string
  readonly port: number
}

/** From where a trunk takes calls: as the center has it. A provider that it is registered with comes by that way alone. */
export const peersOf = ({ peers, registration }: Pick<TrunkDefinition, 'peers' | 'registration'>): readonly string[] =>
  peers ?? (registration === undefined ? loopbackPeers : [])

/**
 * The first from whose network the center takes such calls, else one of this machine alone, else the first. One that is every
 * address is called by the loopback.
 */
export const nearestListen = (listens: readonly [Listen, ...Listen[]], peers: readonly string[]): Listen => {
  const [first, ...others] = listens.map(reached) as [Listen, ...Listen[]]
  const all = [first, ...others]
  const taken = listOf(peers)
  return (
    all.find(({ host }) => has(taken, fromWhere(host))) ??
    all.find(({ host }) => has(listOf(loopbackPeers), host)) ??
    first
  )
}

const reached = ({ host, port }: Listen): Listen => ({
  host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host,
  port,
})

/** The address that the system takes towards one of its own. */
const fromWhere = (host: string): string => (host.startsWith('127.') ? '127.0.0.1' : host)

const familyOf = (host: string): 'ipv4' | 'ipv6' => (isIPv6(host) ? 'ipv6' : 'ipv4')

const listOf = (networks: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    if (isIP(address) === 0) continue
    if (bits === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(bits), familyOf(address))
  }
  return list
}

const has = (list: BlockList, host: string): boolean => list.check(host, familyOf(host))
