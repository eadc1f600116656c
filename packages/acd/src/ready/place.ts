/** An agent's place in one index of ready agents: one for each demand that the agent can meet. */
import type { Demand } from '../engine/demand.js'
import type { Member } from '../engine/member.js'

export class Place {
  readonly demand: Demand
  readonly member: Member
  readonly bucket: number
  /** Where the place stands in its index; -1 when the agent is not ready. */
  slot = -1
  key0 = 0
  key1 = 0
  key2 = 0

  constructor(demand: Demand, member: Member, bucket: number) {
    this.demand = demand
    this.member = member
    this.bucket = bucket
  }
}

/** The ready agents of one demand and one (level, penalty), in a strategy's order. */
export interface ReadyIndex {
  readonly size: number
  insert(place: Place): void
  remove(place: Place): void
  /** The best; of those that `passes` lets through, when given. */
  head(passes?: (place: Place) => boolean): Place | null
  /** All, in no order that may be relied upon. */
  places(): Iterable<Place>
}
