/** What is done with every message that comes, whatever it comes over. */
import { SipError } from '../error.js'
import type { SipLimits } from '../limits.js'
import { answerMalformed } from '../message/answer-malformed.js'
import type { SipMessage, SipResponse } from '../message/message.js'
import { stampVia } from '../message/stamp-via.js'
import { writeMessage } from '../message/write.js'
import { defaultPort, type SipPeer, type TransportCounts, type TransportOptions } from './transport.js'

export interface Arrival {
  readonly options: Pick<TransportOptions, 'onMessage' | 'limits'>
  readonly counts: TransportCounts
}

/** Bytes as a string of one character each: two to three times as fast as a loop. */
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

const latin1Bytes = (text: string, size: number): Uint8Array => {
  const bytes = Buffer.allocUnsafe(size)
  bytes.write(text, 'latin1')
  return bytes
}

/** Hands on what `read` gives; what is malformed is counted and gives the answer that is to be sent, or `null`. */
export const takeMessage = (
  { options: { onMessage, limits }, counts }: Arrival,
  bytes: Uint8Array,
  read: () => SipMessage,
  from: SipPeer,
): Uint8Array | null => {
  try {
    const message = read()
    const taken = message.kind === 'request' ? stampVia(message, stampOf(from, limits)) : message
    onMessage(taken, from)
    counts.received += 1
    return null
  } catch (error) {
    if (!(error instanceof SipError)) throw error
    return refuseMessage(counts, bytes, error)
  }
}

/** Counts what could not be read. */
export const refuseMessage = (counts: TransportCounts, bytes: Uint8Array, error: SipError): Uint8Array | null => {
  if (error.code === 'bad-start-line' && error.status === null) counts.noSip += 1
  else counts.malformed += 1
  return answerMalformed(bytes, error)
}

/** The scope of a link-local address (`fe80::1%eth0`) is ours alone. */
const stampOf = ({ source, port }: SipPeer, limits: Partial<SipLimits> | undefined) => ({
  host: source.replace(/%.*$/, ''),
  port,
  limits,
})

export interface Outgoing {
  readonly bytes: Uint8Array
  /** Where it goes when the connection of its peer is not used: RFC 3261 section 18.2.2. */
  readonly port: number
}

/** What goes out; `null` for what cannot be written, as a header with a stray CR that a peer has sent us. */
export const outgoing = (message: SipMessage, to: SipPeer): Outgoing | null => {
  try {
    return {
      bytes: writeMessage(message, { latin1: latin1Bytes }),
      port: message.kind === 'response' ? sentByPort(message, to) : to.port,
    }
  } catch (error) {
    if (!(error instanceof SipError)) throw error
    return null
  }
}

const sentByPort = ({ headers }: SipResponse, { transport, port }: SipPeer): number => {
  const top = headers.first('via')
  if (top === undefined) return port
  return transport === 'UDP' && top.rport !== null ? port : (top.port ?? defaultPort(transport))
}
