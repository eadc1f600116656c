/** What a strategy is asked, looked up only as far as it reads: one object, used again for every decision. */
import type { Place } from '../ready/place.js'
import type { Ask, MemberView } from '../strategy/define.js'
import type { Demand } from './demand.js'
import type { Entry } from './entry.js'
import { memberOf } from './member.js'

export class OneAsk implements Ask {
  nowMs = 0
  #entry!: Entry
  #head: Place | null | undefined
  /** A function of its own, so that a strategy may take it out of the object. */
  readonly ready = (): Iterable<MemberView> => membersOf(this.#entry.demand)

  about(entry: Entry, nowMs: number): this {
    this.#entry = entry
    this.nowMs = nowMs
    this.#head = undefined
    return this
  }

  get head(): MemberView | null {
    return this.headPlace?.member ?? null
  }

  /** The head's place as far as the strategy has looked: no look-up by name when it offers to the head. */
  get shownHead(): Place | null {
    return this.#head ?? null
  }

  get headPlace(): Place | null {
    if (this.#head === undefined) {
      const { demand, refusedBy, offers } = this.#entry
      if (refusedBy === null) this.#head = demand.head()
      else {
        // Whoever refused the call is asked again only when nobody else is ready and no phone rings for it.
        this.#head = demand.head((place) => !refusedBy.includes(place.member.agent))
        if (this.#head === null && offers.length === 0) this.#head = demand.head()
      }
    }
    return this.#head
  }

  get headSkillLevel(): number {
    const head = this.headPlace
    return head === null ? 0 : this.#entry.demand.skillLevelOf(head.member.agent)
  }

  get waitedMs(): number {
    return this.nowMs - this.#entry.virtualStartMs
  }

  get ringing(): number {
    return this.#entry.offers.length
  }

  get lastOfferMs(): number | null {
    return this.#entry.offers.at(-1)?.madeAtMs ?? null
  }

  get preferredRings(): boolean {
    const { preferred, offers } = this.#entry
    return preferred !== null && offers.some(({ agent }) => agent === preferred)
  }

  get preferred(): MemberView | null {
    const { preferred, demand, refusedBy, queue } = this.#entry
    if (preferred === null || preferred.state !== 'ready' || refusedBy?.includes(preferred)) return null
    const member = memberOf(preferred, queue)
    return member !== null && demand.admits(member) ? member : null
  }
}

function* membersOf(demand: Demand): Iterable<MemberView> {
  for (const place of demand.readyPlaces()) yield place.member
}
