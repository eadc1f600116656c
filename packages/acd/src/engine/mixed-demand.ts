/**
 * A demand without an index of its own: one of more kinds of calls than a queue keeps indexes for. Its agents are found by
 * what they can do, in indexes that all mixed demands of a stage share (`skill-classes.ts`); agents have no place in it, and
 * who becomes ready finds its calls by `mixed-calls.ts`. It costs little to make.
 *
 * Where the order of a strategy is part of a whole, as `chance` draws from a list, or nearly everybody can do something else,
 * its agents are found among those of `base`, who are ready for calls of the same stage that want no skill: best first, and
 * passing over who cannot.
 */
import { keyValue } from '../ready/ordered.js'
import type { Place } from '../ready/place.js'
import { Demand, type DemandParts } from './demand.js'
import type { Entry } from './entry.js'
import type { IndexedDemand } from './indexed-demand.js'
import type { MixedCalls } from './mixed-calls.js'
import { SkillClasses } from './skill-classes.js'
import { type Shown, Waiting } from './waiting.js'

type Passes = (place: Place) => boolean

export class MixedDemand extends Demand {
  readonly base: IndexedDemand | SkillClasses
  /** What it is found by among the indexed ones, should it become one of them. */
  readonly key: string
  /** Its wants as they stand in rows: the number of a skill and the least level, by turns. */
  readonly pairs: readonly number[]
  /** Where it stands among those that calls belong to. */
  at = -1
  /** How many indexes the queue had made when a call last came to it. */
  made = 0
  /** Its row among the queue's mixed calls; -1 while none of its calls waits. */
  row = -1

  constructor(parts: Omit<DemandParts, 'only' | 'waiting'>, base: IndexedDemand | SkillClasses, key: string) {
    const { indexing, demands } = parts.queue
    const shown = new MixedRow(demands.mixed)
    super({ ...parts, only: null, waiting: new Waiting(indexing, shown) })
    shown.kind = this
    this.base = base
    this.key = key
    this.pairs = indexing.columns.pairsOf(parts.wants)
  }

  head(passes?: Passes): Place | null {
    if (this.base instanceof SkillClasses) return this.#bestOf(this.base, passes)
    const may = (place: Place): boolean => this.admits(place.member) && (passes === undefined || passes(place))
    return this.queue.ordersBySkill ? this.#bestIn(this.base, may) : this.base.head(may, this.pairs)
  }

  *readyPlaces(): Iterable<Place> {
    const bases = this.base instanceof SkillClasses ? this.base.all() : [this.base]
    for (const base of bases) for (const place of base.readyPlaces()) if (this.admits(place.member)) yield place
  }

  #bestOf(classes: SkillClasses, passes: Passes | undefined): Place | null {
    let best: Place | null = null
    classes.each(this.pairs, (able) => {
      const place = able.head(passes)
      // Rows keep whole levels, no more than a byte of each, and no skill that nobody has.
      if (place !== null && this.admits(place.member) && (best === null || this.#comesBefore(place, best))) best = place
    })
    return best
  }

  /** The base knows nothing of the skills of this demand, so its order is of no use here. */
  #bestIn(base: IndexedDemand, may: Passes): Place | null {
    let best: Place | null = null
    for (const place of base.readyPlaces()) {
      if (may(place) && (best === null || this.#comesBefore(place, best))) best = place
    }
    return best
  }

  #comesBefore(a: Place, b: Place): boolean {
    if (a.rank.level !== b.rank.level) return a.rank.level < b.rank.level
    if (a.rank.penalty !== b.rank.penalty) return a.rank.penalty < b.rank.penalty
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

class MixedRow implements Shown {
  kind: MixedDemand | null = null
  readonly #calls: MixedCalls

  constructor(calls: MixedCalls) {
    this.#calls = calls
  }

  show(head: Entry | null): void {
    if (this.kind !== null && !this.kind.gone) this.#calls.show(this.kind, head)
  }
}
