/** Where the messages of a phone or a trunk come from and go to. A peer of the sip transports is one. */
import type { Peer } from '@callweave/sip/transactions'

export interface Flow extends Peer {
  /** `UDP`, `TCP` or `TLS`. */
  readonly transport: string
  readonly port: number
  /** The connection that it came over; 0 for none. */
  readonly connection: number
  /** The name that we connected by, which a certificate has to be for; `null` or none for the address itself. */
  readonly serverName?: string | null
}

/** The same for the messages of one phone, whatever they say of themselves: address, port and connection. */
export const flowKey = ({ source, transport, port, connection }: Flow): string =>
  `${transport} ${source} ${port} ${connection}`
