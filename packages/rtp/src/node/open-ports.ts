/** Chooses how to talk UDP: in batches where that is to be had, else as Node does, with the reason for the log. */
import type { UdpPorts, UdpPortsOptions } from '../relay/udp-ports.js'
import { createBatchPorts } from './batch-ports.js'
import { DgramPorts } from './dgram-ports.js'

export interface OpenedPorts {
  readonly ports: UdpPorts
  readonly kind: 'batches' | 'dgram'
  /** Why it is not batches, in a sentence; null where it is, or nobody asked for them. */
  readonly reason: string | null
}

/**
 * Opens the port layer. Batches block their thread while they wait, so ask for them in a worker of their own.
 *
 * @throws CallweaveError `out-of-range` for a range without a pair of ports.
 */
export const openUdpPorts = async (
  options: UdpPortsOptions,
  { prefer = 'batches' }: { readonly prefer?: 'batches' | 'dgram' } = {},
): Promise<OpenedPorts> => {
  const dgram = new DgramPorts(options)
  if (prefer === 'dgram') return { ports: dgram, kind: 'dgram', reason: null }
  try {
    return { ports: await createBatchPorts(options), kind: 'batches', reason: null }
  } catch (error) {
    return { ports: dgram, kind: 'dgram', reason: error instanceof Error ? error.message : String(error) }
  }
}
