/** The order in which servers are tried: RFC 2782, and the services of RFC 3263 section 4.1. */
import type { RandomStream } from '@callweave/core'
import type { TransportName } from './transport.js'

export interface SrvRecord {
  readonly name: string
  readonly port: number
  /** Lower first. */
  readonly priority: number
  /** Of those of one priority: how often it is the first, in proportion. */
  readonly weight: number
}

export interface NaptrRecord {
  readonly order: number
  readonly preference: number
  /** `S` for one whose replacement has SRV records. */
  readonly flags: string
  readonly service: string
  readonly replacement: string
}

/** By priority; within one drawn by weight, so that all are in it, in another order each time. */
export const orderServers = (records: readonly SrvRecord[], random: RandomStream): readonly SrvRecord[] =>
  [...new Set(records.map(({ priority }) => priority))]
    .sort((a, b) => a - b)
    .flatMap((priority) =>
      drawAll(
        records.filter((record) => record.priority === priority),
        random,
      ),
    )

const drawAll = (records: readonly SrvRecord[], random: RandomStream): readonly SrvRecord[] => {
  // Those of weight 0 stand first, so that they have a small chance.
  const left = records.toSorted((a, b) => Number(a.weight > 0) - Number(b.weight > 0))
  const drawn: SrvRecord[] = []
  while (left.length > 0) {
    const sum = left.reduce((total, { weight }) => total + weight, 0)
    const mark = random.int(sum + 1)
    let running = 0
    const place = left.findIndex(({ weight }) => {
      running += weight
      return running >= mark
    })
    drawn.push(...left.splice(place, 1))
  }
  return drawn
}

const services: ReadonlyMap<string, TransportName> = new Map([
  ['SIPS+D2T', 'TLS'],
  ['SIP+D2T', 'TCP'],
  ['SIP+D2U', 'UDP'],
])

/** The services that are ours to use, best first: by order, then preference. */
export const orderServices = (
  records: readonly NaptrRecord[],
  usable: ReadonlySet<TransportName>,
): readonly { readonly transport: TransportName; readonly name: string }[] =>
  records
    .filter(({ flags }) => flags.toUpperCase() === 'S')
    .toSorted((a, b) => a.order - b.order || a.preference - b.preference)
    .flatMap(({ service, replacement: name }) => {
      const transport = services.get(service.toUpperCase())
      return transport !== undefined && usable.has(transport) ? [{ transport, name }] : []
    })
