/** An agent's place in one index of ready agents: one for each demand that the agent can meet. */
import type { IndexedDemand } from '../engine/indexed-demand.js'
import type { Member } from '../engine/member.js'

export class Place {
  readonly demand: IndexedDemand
  readonly member: Member
  readonly rank: Rank
  /** The agent's lowest level in the skills that the calls came with; a change makes another place. */
  readonly skillLevel: number
  /** Where it stands among the agent's places. */
  at: number
  /** Where it stands in its index; -1 when the agent is not ready. */
  slot = -1
  key0 = 0
  key1 = 0
  key2 = 0

  constructor(demand: IndexedDemand, member: Member, rank: Rank, at: number) {
    this.demand = demand
    this.member = member
    this.rank = rank
    this.skillLevel = demand.skillLevelOf(member.agent)
    this.at = at
  }
}

/** The members of one level and penalty within a demand: all of them come before those of the next. */
export class Rank {
  readonly level: number
  readonly penalty: number
  readonly ready: ReadyIndex
  /** Its number among the ranks of the demand, best first. */
  at = 0

  constructor(level: number, penalty: number, ready: ReadyIndex) {
    this.level = level
    this.penalty = penalty
    this.ready = ready
  }
}

/** The ready agents of one rank, in a strategy's order. */
export interface ReadyIndex {
  readonly size: number
  insert(place: Place): void
  remove(place: Place): void
  /** The best; of those that `passes` lets through, when given. */
  head(passes?: (place: Place) => boolean): Place | null
  /** All, in no order that may be relied upon. Changes nothing and draws nothing. */
  places(): Iterable<Place>
}
