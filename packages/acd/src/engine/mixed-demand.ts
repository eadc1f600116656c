/**
 * A demand without an index: one of more kinds of calls than a queue keeps indexes for. Its agents are found among those
 * of `base`, who are ready for calls of the same stage that want no skill, best first and passing over who cannot; its
 * calls wait in one heap with those of the other mixed demands of the queue. It costs nothing to make, and a decision
 * looks at as many as cannot serve it before the first who can.
 */
import { keyValue } from '../ready/ordered.js'
import type { Place } from '../ready/place.js'
import { Demand, type DemandParts } from './demand.js'
import type { IndexedDemand } from './indexed-demand.js'

export class MixedDemand extends Demand {
  readonly base: IndexedDemand

  constructor(parts: Omit<DemandParts, 'only'>, base: IndexedDemand) {
    super({ ...parts, only: null })
    this.base = base
  }

  head(passes?: (place: Place) => boolean): Place | null {
    const may = (place: Place): boolean => this.admits(place.member) && (passes === undefined || passes(place))
    return this.queue.ordersBySkill ? this.#bestOf(may) : this.base.head(may)
  }

  *readyPlaces(): Iterable<Place> {
    for (const place of this.base.readyPlaces()) if (this.admits(place.member)) yield place
  }

  /** The base knows nothing of the skills of this demand, so its order is of no use here. */
  #bestOf(may: (place: Place) => boolean): Place | null {
    let best: Place | null = null
    for (const place of this.base.readyPlaces()) {
      if (may(place) && (best === null || this.#comesBefore(place, best))) best = place
    }
    return best
  }

  #comesBefore(a: Place, b: Place): boolean {
    if (a.rank !== b.rank) return a.rank.at < b.rank.at
    const { order } = this.queue.strategy
    for (const { key, direction } of typeof order === 'string' ? [] : order) {
      const difference =
        key === 'skillLevel'
          ? this.skillLevelOf(a.member.agent) - this.skillLevelOf(b.member.agent)
          : keyValue[key](a) - keyValue[key](b)
      if (difference !== 0) return direction === 'ascending' ? difference < 0 : difference > 0
    }
    return a.member.agent.rank < b.member.agent.rank
  }
}
