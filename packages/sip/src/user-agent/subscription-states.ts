/** A subscription of ours as a table: RFC 6665 section 4.1.2. */
import { defineStates, type StateOf } from '@callweave/core'

/** A subscription of ours as its user agent sees it. */
export const sipSubscriptionStates = defineStates({
  /** A SUBSCRIBE is out; nobody has told us anything yet. */
  subscribing: ['pending', 'active', 'ended'],
  /** It is known over there, and not decided. */
  pending: ['active', 'ended'],
  active: ['pending', 'ended'],
  ended: [],
})

export type SipSubscriptionState = StateOf<typeof sipSubscriptionStates>
