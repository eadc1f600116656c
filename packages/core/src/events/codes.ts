/** The codes that events carry. */

/** Who ended a leg. */
export type EndedBy = 'caller' | 'agent' | 'center' | 'switch' | 'outside'
/**
 * Why a leg ended. `normal` after talk; the others say why there was none: `unreachable`: no phone is there; `unknown-number`:
 * there is no such number; `not-allowed`: whoever dialed may not; `blocked`: a caller who is kept out; `unavailable`: the center
 * takes no call now; `congested`: no line out, or whoever is behind it has too much to do.
 */
export type EndCause =
  | 'normal'
  | 'busy'
  | 'no-answer'
  | 'rejected'
  | 'unreachable'
  | 'cancelled'
  | 'failed'
  | 'unknown-number'
  | 'not-allowed'
  | 'blocked'
  | 'unavailable'
  | 'congested'
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
/** Why a call was refused: a caller, or a phone of ours that dialed. */
export type CallRefused =
  | 'blocked'
  | 'no-route'
  | 'unknown-number'
  | 'logged-out'
  | 'not-allowed'
  | 'busy'
  | 'no-answer'
  | 'rejected'
  | 'unreachable'
  | 'congested'
  | 'failed'
/**
 * As what a phone or a number outside is asked into a call. `caller`: the phone that a call is placed for; `group`: one of
 * several, of which the first to answer talks; `broadcast`: one of several, who all hear; `recall`: a caller who has hung up on a
 * line that the called party alone may clear.
 */
export type PartyAs =
  | 'caller'
  | 'dialed'
  | 'group'
  | 'broadcast'
  | 'transfer'
  | 'consult'
  | 'conference'
  | 'return'
  | 'recall'
/** How a caller who had hung up is back: the center has called, or the caller has. */
export type CallerBack = 'recalled' | 'called-again'
