/**
 * The codes that events carry. Those that a definition or a strategy may add its own to are `known...`: the ones of ours.
 */

/** Who ended a leg. */
export const endedBys = ['caller', 'agent', 'center', 'switch', 'outside'] as const
export type EndedBy = (typeof endedBys)[number]
/**
 * Why a leg ended. `normal` after talk; the others say why there was none: `unreachable`: no phone is there; `unknown-number`:
 * there is no such number; `not-allowed`: whoever dialed may not; `blocked`: a caller who is kept out; `unavailable`: the center
 * takes no call now; `congested`: no line out, or whoever is behind it has too much to do.
 */
export const endCauses = [
  'normal',
  'busy',
  'no-answer',
  'rejected',
  'unreachable',
  'cancelled',
  'failed',
  'unknown-number',
  'not-allowed',
  'blocked',
  'unavailable',
  'congested',
] as const
export type EndCause = (typeof endCauses)[number]
/** Why a call left a queue. */
export const queueLefts = [
  'answered',
  'abandoned',
  'overflowed',
  'key',
  'max-wait',
  'nobody',
  'callback',
  'withdrawn',
] as const
export type QueueLeft = (typeof queueLefts)[number]
/** Why a queue did not take a call. */
export const queueRefusals = ['full', 'nobody', 'closed', 'overflowed'] as const
export type QueueRefused = (typeof queueRefusals)[number]
/** Why collecting digits stopped. */
export const digitsEnds = ['complete', 'terminator', 'first-digit-timeout', 'inter-digit-timeout', 'hung-up'] as const
export type DigitsEnd = (typeof digitsEnds)[number]
/** How a callback ended. */
export const callbackEnds = ['reached', 'no-answer', 'busy', 'failed', 'expired', 'cancelled'] as const
export type CallbackEnd = (typeof callbackEnds)[number]
/** How a call ended, seen from the center. */
export const callEnds = [
  'served',
  'abandoned',
  'self-served',
  'left-message',
  'refused',
  'dropped',
  'transferred',
] as const
export type CallEnd = (typeof callEnds)[number]
/** Why a call was refused: a caller, or a phone of ours that dialed. */
export const callRefusals = [
  'blocked',
  'no-route',
  'unknown-number',
  'logged-out',
  'not-allowed',
  'busy',
  'no-answer',
  'rejected',
  'unreachable',
  'congested',
  'failed',
] as const
export type CallRefused = (typeof callRefusals)[number]
/**
 * As what a phone or a number outside is asked into a call. `caller`: the phone that a call is placed for; `group`: one of
 * several, of which the first to answer talks; `broadcast`: one of several, who all hear; `recall`: a caller who has hung up on a
 * line that the called party alone may clear.
 */
export const partyRoles = [
  'caller',
  'dialed',
  'group',
  'broadcast',
  'transfer',
  'consult',
  'conference',
  'return',
  'recall',
] as const
export type PartyAs = (typeof partyRoles)[number]
/** How a caller who had hung up is back: the center has called, or the caller has. */
export const callersBack = ['recalled', 'called-again'] as const
export type CallerBack = (typeof callersBack)[number]
/** Why an offer was not taken, and why one was taken back. */
export const offerRejections = ['rejected', 'busy', 'unreachable', 'failed'] as const
/** `unreached`: the agent was held for a callback and the caller could not be reached. */
export const offerWithdrawals = ['caller-gone', 'answered-elsewhere', 'agent-left', 'withdrawn', 'unreached'] as const
/** Why an agent's state changed. */
export const knownAgentChanges = [
  'asked',
  'forced',
  'dialed-code',
  'roster',
  'shift',
  'break',
  'break-over',
  'back',
  'offered',
  'answered',
  'missed',
  ...offerRejections,
  ...offerWithdrawals,
  'call-ended',
  'wrapped-up',
  'rested',
  'dialed',
  'called',
  'not-answered',
  'held',
  'retrieved',
  'phone-lost',
  'phone-registered',
] as const
export type KnownAgentChange = (typeof knownAgentChanges)[number]
/** Not-ready reasons beside the center's own. */
export const knownReasons = [
  'unreachable',
  'misses',
  'after-miss',
  'after-reject',
  'after-busy',
  'micro-break',
] as const
export type KnownReason = (typeof knownReasons)[number]
/** Why a trunk group takes no calls; else what its provider said. */
export const knownTrunkFaults = ['credentials', 'malformed', 'timeout', 'unsent', 'no-answer'] as const
/** Why a lookup has no answer. */
export const knownLookupFailures = [
  'timeout',
  'failed',
  'wrong-answer',
  'not-runnable',
  'too-many',
  'no-simulated-twin',
  'fault',
] as const
