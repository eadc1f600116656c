/** The codes that events carry. */

/** Who ended a leg. */
export type EndedBy = 'caller' | 'agent' | 'center' | 'switch' | 'outside'
/** Why a leg ended. `normal` after talk; the others say why there was none. */
export type EndCause = 'normal' | 'busy' | 'no-answer' | 'rejected' | 'unreachable' | 'cancelled' | 'failed'
/** Why a call left a queue. */
export type QueueLeft =
  | 'answered'
  | 'abandoned'
  | 'overflowed'
  | 'key'
  | 'max-wait'
  | 'nobody'
  | 'callback'
  | 'withdrawn'
/** Why a queue did not take a call. */
export type QueueRefused = 'full' | 'nobody' | 'closed' | 'overflowed'
/** Why collecting digits stopped. */
export type DigitsEnd = 'complete' | 'terminator' | 'first-digit-timeout' | 'inter-digit-timeout' | 'hung-up'
/** How a callback ended. */
export type CallbackEnd = 'reached' | 'no-answer' | 'busy' | 'failed' | 'expired' | 'cancelled'
/** How a call ended, seen from the center. */
export type CallEnd = 'served' | 'abandoned' | 'self-served' | 'left-message' | 'refused' | 'dropped' | 'transferred'
