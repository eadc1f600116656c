/** Ready agents by a declared order: up to three numbers, then the agent's rank. */
import type { OrderTerm } from '../strategy/define.js'
import { PlaceHeap } from './heap.js'
import type { Place, ReadyIndex } from './place.js'

/** What a key says of a member in a demand. */
export const keyValue: { readonly [K in OrderTerm['key']]: (place: Place) => number } = {
  idleSinceMs: ({ member }) => member.agent.idleSinceMs,
  callsHandled: ({ member }) => member.agent.callsHandled,
  talkMs: ({ member }) => member.agent.talkMs,
  position: ({ member }) => member.position,
  skillLevel: ({ skillLevel }) => skillLevel,
  weight: ({ member }) => member.weight,
  answeredPerWeight: ({ member }) => member.share / member.weight,
}

/** A number that is lower for whoever comes first. */
const reader = (term: OrderTerm | undefined): ((place: Place) => number) | null => {
  if (term === undefined) return null
  const value = keyValue[term.key]
  return term.direction === 'ascending' ? value : (place) => -value(place)
}

export class OrderedReady implements ReadyIndex {
  readonly #heap = new PlaceHeap()
  readonly #key0: ((place: Place) => number) | null
  readonly #key1: ((place: Place) => number) | null
  readonly #key2: ((place: Place) => number) | null

  constructor([first, second, third]: readonly OrderTerm[]) {
    this.#key0 = reader(first)
    this.#key1 = reader(second)
    this.#key2 = reader(third)
  }

  get size(): number {
    return this.#heap.size
  }

  insert(place: Place): void {
    if (this.#key0 !== null) place.key0 = this.#key0(place)
    if (this.#key1 !== null) place.key1 = this.#key1(place)
    if (this.#key2 !== null) place.key2 = this.#key2(place)
    this.#heap.insert(place)
  }

  remove(place: Place): void {
    this.#heap.remove(place)
  }

  head(passes?: (place: Place) => boolean): Place | null {
    return passes === undefined ? this.#heap.first() : this.#heap.firstWhere(passes)
  }

  places(): Iterable<Place> {
    return this.#heap.places()
  }
}
