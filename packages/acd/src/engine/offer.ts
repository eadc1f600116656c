import type { LegId, OfferId } from '@callweave/core'
import type { Agent } from './agent.js'
import type { Entry } from './entry.js'

/** One call at one agent's phone. */
export interface Offer {
  readonly id: OfferId
  readonly entry: Entry
  readonly agent: Agent
  readonly leg: LegId
  readonly madeAtMs: number
}
