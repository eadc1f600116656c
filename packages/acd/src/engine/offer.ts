import type { LegId, OfferId } from '@callweave/core'
import type { Agent } from './agent.js'
import type { Entry } from './entry.js'
import type { Member } from './member.js'

/** One call at one agent's phone. */
export interface Offer {
  readonly id: OfferId
  readonly entry: Entry
  readonly agent: Agent
  /** The agent as a member of the queue. */
  readonly member: Member
  readonly leg: LegId
  readonly madeAtMs: number
}
