/** What the acd asks of the center that it works for. All return at once. */
import type { CallbackEnd, CallId, LegId } from '@callweave/core'
import type { Callback } from './callback.js'
import type { Offer } from './offer.js'

/** Why a queue gives a call back to its flow. */
export type QueueOutcome =
  | { readonly outcome: 'full' | 'nobody' | 'max-wait' | 'callback' }
  | { readonly outcome: 'overflowed'; readonly to: string }

export interface AcdDesk {
  /** A number for the leg that will ring the agent's phone. */
  nextLeg(): LegId
  /** Ring the agent's phone. */
  ring(offer: Offer): void
  /** Stop it: the offer is over. */
  stopRinging(offer: Offer): void
  /** The agent has answered; the call is the agent's. */
  connect(offer: Offer, waitMs: number): void
  /** The call has left the queue without an agent. */
  giveBack(call: CallId, outcome: QueueOutcome): void
  /** Tell the caller. `position` 0 and `estimatedWaitMs` null are not told. */
  announce(call: CallId, told: Announcement): void
  /**
   * The agent who was reserved for a callback has answered: dial the number, then tell `reached` or `unreached`. When
   * `stopRinging` comes before that, stop dialing, too. Without this method callbacks are not taken.
   */
  dialBack?(offer: Offer, callback: Callback, ringTimeoutMs: number): void
  /** The promise stands no more; unless `reached`, nobody is on the line. */
  callbackEnded?(callback: Callback, because: CallbackEnd): void
}

export interface Announcement {
  readonly position: number
  readonly estimatedWaitMs: number | null
  readonly prompt: string | null
}
