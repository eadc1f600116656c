/** What the four machines share: their state, their inputs and what they want done. */
import type { TransactionKind, TransactionState } from './states.js'

/** RFC 3261 section 17.1.1.1 and table 4. */
export interface Timing {
  /** Estimate of the round trip. Default 500 ms. */
  readonly t1Ms: number
  /** Longest gap between two sendings, but for INVITE. Default 4,000 ms. */
  readonly t2Ms: number
  /** How long a message may stay in the network. Default 5,000 ms. */
  readonly t4Ms: number
}

export const defaultTiming: Timing = { t1Ms: 500, t2Ms: 4000, t4Ms: 5000 }

/** Names as in RFC 3261 table 4, L and M of RFC 6026; `trying` sends a 100 when the user has said nothing for 200 ms. */
export type TimerName = 'A' | 'B' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M' | 'trying'

export interface Transaction<K extends TransactionKind> {
  readonly kind: K
  readonly state: TransactionState<K>
  /** Whether the transport brings everything by itself: TCP, TLS. */
  readonly isReliable: boolean
  readonly timing: Timing
  /** Gap before the next sending. */
  readonly gapMs: number
  /** Whether a response has been sent, so that there is one to send again. */
  readonly hasResponse: boolean
}

export type TransactionInput =
  /** to a client: a response came */
  | { readonly input: 'response'; readonly status: number }
  /** to a server: the request came again */
  | { readonly input: 'request' }
  | { readonly input: 'ack' }
  /** from the user of a server */
  | { readonly input: 'respond'; readonly status: number }
  /** from the user of an INVITE: nobody waits for its answer, so it is not sent again */
  | { readonly input: 'give-up' }
  | { readonly input: 'timer'; readonly timer: TimerName }
  /** what was sent last could not be sent */
  | { readonly input: 'unsent' }

export type TransactionAction =
  | { readonly do: 'send-request' }
  /** the ACK to a refusal, made of the INVITE and the response (section 17.1.1.3) */
  | { readonly do: 'send-ack' }
  /** the response that the user gave just now; it is the one to be sent again */
  | { readonly do: 'send-response' }
  | { readonly do: 'resend-response' }
  /** a 100 of our own */
  | { readonly do: 'send-trying' }
  /** what came goes to the user */
  | { readonly do: 'pass' }
  | { readonly do: 'start-timer'; readonly timer: TimerName; readonly afterMs: number }
  | { readonly do: 'stop-timer'; readonly timer: TimerName }
  | { readonly do: 'tell'; readonly what: 'timeout' | 'unsent' }

export interface Step<K extends TransactionKind> {
  readonly transaction: Transaction<K>
  readonly actions: readonly TransactionAction[]
}

/** A transaction of any kind, and what may come of it. */
export type AnyTransaction = { [K in TransactionKind]: Transaction<K> }[TransactionKind]
export type AnyStep = { [K in TransactionKind]: Step<K> }[TransactionKind]
