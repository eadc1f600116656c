/** Whether bytes are a SIP message, all headers read; RFC 4475 says what of it must not be taken. */
import { type HeaderFields, parseMessage, SipError, type SipMessage } from '@callweave/sip'

/** What the start line says, as far as it can be told. */
interface Start {
  readonly kind: 'request' | 'response' | null
  /** Of a request. */
  readonly method: string | null
  /** Of a response. */
  readonly status: number | null
}

export interface Accepted extends Start {
  readonly ok: true
  readonly message: SipMessage
  readonly headers: HeaderFields
}

export interface Refused extends Start {
  readonly ok: false
  readonly error: SipError
}

export type Verdict = Accepted | Refused

/** Read as one datagram: what follows the body is no part of the message. */
export const judge = (bytes: Buffer): Verdict => {
  try {
    const message = parseMessage(bytes, { latin1: (part) => bytesOf(part).toString('latin1') })
    return { ok: true, ...startOf(message), message, headers: message.headers.all() }
  } catch (error) {
    if (!(error instanceof SipError)) throw error
    return { ok: false, ...guessStart(bytes), error }
  }
}

/** What `--json` prints. */
export const plainVerdict = (verdict: Verdict): object => {
  const { ok, kind, method, status } = verdict
  if (verdict.ok) return { ok, kind, method, status, error: null, headers: verdict.headers }
  const { code, status: answer, offset, message } = verdict.error
  return { ok, kind, method, status, error: { code, status: answer, offset, message }, headers: null }
}

const bytesOf = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length)

const startOf = (message: SipMessage): Start =>
  message.kind === 'request'
    ? { kind: 'request', method: message.method, status: null }
    : { kind: 'response', method: null, status: message.status }

/** Of a message that was refused, maybe for this very line. */
const guessStart = (bytes: Buffer): Start => {
  const line = bytes.toString('latin1', 0, 8_192).replace(/^[\r\n]+/, '')
  const status = /^SIP\/\d+\.\d+ +([1-6]\d\d)(?!\d)/i.exec(line)?.[1]
  if (/^SIP\//i.test(line))
    return { kind: 'response', method: null, status: status === undefined ? null : Number(status) }
  const method = /^([\w\-.!%*+`'~]+) [^\r\n]* SIP\/\d+\.\d+ *\r?\n/i.exec(line)?.[1]
  return { kind: method === undefined ? null : 'request', method: method ?? null, status: null }
}
