import type { Uri } from '../uri/uri.js'
import type { SipHeaders } from './headers.js'

export interface SipRequest {
  readonly kind: 'request'
  /** As written: methods differ by case. */
  readonly method: string
  readonly uri: Uri
  readonly headers: SipHeaders
  /** A view of the bytes that were parsed, not a copy. */
  readonly body: Uint8Array
}

export interface SipResponse {
  readonly kind: 'response'
  /** 100 to 699. */
  readonly status: number
  readonly reason: string
  readonly headers: SipHeaders
  readonly body: Uint8Array
}

export type SipMessage = SipRequest | SipResponse
