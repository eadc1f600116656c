/** Codes of events and notices in words. A code that is not here is somebody's own, and stands as it is. */
import type { KnownAgentChange, KnownReason } from '@callweave/core'
import type { NoticeCode } from '@callweave/softswitch'

export const codes = {
  /** Why an agent's state changed. */
  agentChanges: {
    asked: 'as asked for',
    forced: 'by a supervisor',
    'dialed-code': 'by a code dialed at the phone',
    roster: 'the roster has changed',
    shift: 'the shift',
    break: 'a break begins',
    'break-over': 'the break is over',
    back: 'is back',
    offered: 'a call is offered',
    answered: 'picked up',
    missed: 'did not pick up',
    rejected: 'turned the call down',
    busy: 'the phone was busy',
    unreachable: 'the phone cannot be reached',
    failed: 'the call to the phone failed',
    'caller-gone': 'the caller is gone',
    'answered-elsewhere': 'somebody else picked up',
    'agent-left': 'left while it rang',
    withdrawn: 'the call left the queue',
    unreached: 'the caller was not reached',
    'call-ended': 'the call has ended',
    'wrapped-up': 'wrap-up is over',
    rested: 'has rested',
    dialed: 'dials',
    called: 'is called',
    'not-answered': 'the call to the phone was not answered',
    held: 'put the caller on hold',
    retrieved: 'is back with the caller',
    'phone-lost': 'the phone is gone',
    'phone-registered': 'the phone is back',
  } satisfies Record<KnownAgentChange, string> as Record<KnownAgentChange, string>,
  /** Not-ready reasons that are not the center's own. */
  reasons: {
    unreachable: 'phone cannot be reached',
    misses: 'missed too many calls',
    'after-miss': 'rests after a missed call',
    'after-reject': 'rests after turning a call down',
    'after-busy': 'rests after a busy phone',
    'micro-break': 'short rest',
  } satisfies Record<KnownReason, string> as Record<KnownReason, string>,
  /** Why a trunk group takes no calls. */
  trunkFaults: {
    credentials: 'user name or password are refused',
    malformed: 'its answer cannot be read',
    timeout: 'no answer to our registration',
    unsent: 'nothing can be sent there',
    'no-answer': 'it does not answer',
  } as Readonly<Record<string, string>>,
  /** Why a lookup has no answer. */
  lookupFailures: {
    timeout: 'it took too long',
    failed: 'the function failed',
    'wrong-answer': 'its answer is none that it may give',
    'not-runnable': 'the function cannot be run',
    'too-many': 'too many lookups at once',
    'no-simulated-twin': 'the function has nothing to simulate it with',
    fault: 'a fault of the scenario',
  } as Readonly<Record<string, string>>,
  strangers: {
    'guesses-slowed': ({ source, count }) =>
      `${source} guesses passwords (${count} were wrong): its answers come late now`,
    'guesses-refused': ({ source, count, left }) =>
      `${source} has guessed too many passwords (${count} were wrong): no new log-in from there is answered for ${left}; phones that have logged in from there before go on`,
    'rate-exceeded': ({ source }) => `${source} sends too much: what is over the limit is refused, then dropped`,
    scanner: ({ source }) => `${source} looks for switches to break into: it is not answered`,
    'notices-left-out': ({ count }) => `more strangers than can be told of: ${count} notices were left out in an hour`,
  } as Readonly<Record<NoticeCode, (of: Stranger) => string>>,
} as const

export interface Stranger {
  /** Empty where it is about many. */
  readonly source: string
  readonly count: string
  /** How much longer it lasts. */
  readonly left: string
}
