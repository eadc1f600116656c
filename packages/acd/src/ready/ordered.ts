/**
 * Ready agents by a declared order: a binary heap on up to three numbers and the agent's id. Inserting whoever became
 * ready last (the usual case for longest-idle) costs one comparison; taking the head costs log n.
 */
import type { OrderTerm } from '../strategy/define.js'
import type { Place, ReadyIndex } from './place.js'

const before = (a: Place, b: Place): boolean => {
  if (a.key0 !== b.key0) return a.key0 < b.key0
  if (a.key1 !== b.key1) return a.key1 < b.key1
  if (a.key2 !== b.key2) return a.key2 < b.key2
  return a.member.agent.rank < b.member.agent.rank
}

/** Most terms an order may have before the id. */
export const mostTerms = 3

const valueOf = (place: Place, term: OrderTerm | undefined): number => {
  if (term === undefined) return 0
  const { member, demand } = place
  const value = keyValue[term.key](member, demand)
  return term.direction === 'ascending' ? value : -value
}

const keyValue: Record<OrderTerm['key'], (member: Place['member'], demand: Place['demand']) => number> = {
  idleSinceMs: (member) => member.agent.idleSinceMs,
  callsHandled: (member) => member.agent.callsHandled,
  talkMs: (member) => member.agent.talkMs,
  position: (member) => member.position,
  skillLevel: (member, demand) => demand.skillLevelOf(member.agent),
  weight: (member) => member.weight,
  answeredPerWeight: (member) => member.answered / member.weight,
}

export class OrderedReady implements ReadyIndex {
  readonly #heap: Place[] = []
  readonly #terms: readonly OrderTerm[]

  constructor(terms: readonly OrderTerm[]) {
    this.#terms = terms
  }

  get size(): number {
    return this.#heap.length
  }

  insert(place: Place): void {
    place.key0 = valueOf(place, this.#terms[0])
    if (this.#terms.length > 1) place.key1 = valueOf(place, this.#terms[1])
    if (this.#terms.length > 2) place.key2 = valueOf(place, this.#terms[2])
    place.slot = this.#heap.length
    this.#heap.push(place)
    this.#up(place)
  }

  remove(place: Place): void {
    const heap = this.#heap
    const slot = place.slot
    const last = heap.pop() as Place
    place.slot = -1
    if (last === place) return
    heap[slot] = last
    last.slot = slot
    this.#up(last)
    this.#down(last)
  }

  head(passes?: (place: Place) => boolean): Place | null {
    const heap = this.#heap
    const first = heap[0]
    if (first === undefined) return null
    if (passes === undefined || passes(first)) return first
    return this.#firstBelow(passes)
  }

  /** Best-first through the heap: looks at as many places as are refused, and their children. */
  #firstBelow(passes: (place: Place) => boolean): Place | null {
    const heap = this.#heap
    const open: number[] = [1, 2]
    while (open.length > 0) {
      let bestAt = -1
      let best: Place | undefined
      for (let i = 0; i < open.length; i += 1) {
        const place = heap[open[i] as number]
        if (place !== undefined && (best === undefined || before(place, best))) {
          best = place
          bestAt = i
        }
      }
      if (best === undefined) return null
      if (passes(best)) return best
      const slot = best.slot
      open[bestAt] = slot * 2 + 1
      open.push(slot * 2 + 2)
    }
    return null
  }

  places(): Iterable<Place> {
    return this.#heap
  }

  #up(place: Place): void {
    const heap = this.#heap
    let slot = place.slot
    while (slot > 0) {
      const parentSlot = (slot - 1) >> 1
      const parent = heap[parentSlot] as Place
      if (!before(place, parent)) break
      heap[slot] = parent
      parent.slot = slot
      slot = parentSlot
    }
    heap[slot] = place
    place.slot = slot
  }

  #down(place: Place): void {
    const heap = this.#heap
    const size = heap.length
    let slot = place.slot
    for (;;) {
      let childSlot = slot * 2 + 1
      if (childSlot >= size) break
      let child = heap[childSlot] as Place
      if (childSlot + 1 < size) {
        const right = heap[childSlot + 1] as Place
        if (before(right, child)) {
          child = right
          childSlot += 1
        }
      }
      if (!before(child, place)) break
      heap[slot] = child
      child.slot = slot
      slot = childSlot
    }
    heap[slot] = place
    place.slot = slot
  }
}
