/** Functions that ask the outside world: a command out, an answer back later. */
import type { LookupOutcome, LookupRequest } from '@callweave/ivr'

export interface Lookups {
  /** Calls `answer` once, never from inside `ask`; a late answer is ignored by the flow. */
  ask(request: LookupRequest, answer: (outcome: LookupOutcome) => void): void
}
