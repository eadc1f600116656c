/** What is asked of the system's resolver. */
import { lookup, Resolver } from 'node:dns/promises'
import type { NaptrRecord, SrvRecord } from './order-services.js'

export interface Dns {
  /** Each throws an error of the system where there is none, or no answer. */
  naptr(name: string): Promise<readonly NaptrRecord[]>
  srv(name: string): Promise<readonly SrvRecord[]>
  /** As the system would have them, its hosts file too. */
  addresses(name: string): Promise<readonly string[]>
}

/** The servers that the system is set to; each is asked twice, 2 s the first time. */
export const systemDns = (): Dns => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  return {
    naptr: (name) => resolver.resolveNaptr(name),
    srv: (name) => resolver.resolveSrv(name),
    addresses: async (name) => (await lookup(name, { all: true, order: 'verbatim' })).map(({ address }) => address),
  }
}
