/** Functions that ask the outside world: a command out, an answer back later. */
import type { LookupOutcome, LookupRequest } from '@callweave/ivr'

export interface Lookups {
  /**
   * Calls `answer` once, never from inside `ask`; a late answer is ignored by the flow. What it returns, if anything, is
   * called when the caller has gone: nobody waits for the answer any more, and it need not come.
   */
  ask(request: LookupRequest, answer: (outcome: LookupOutcome) => void): (() => void) | undefined
}
