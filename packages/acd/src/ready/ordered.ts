/** Ready agents by a declared order: up to three numbers, then the agent's rank. */
import type { OrderTerm } from '../strategy/define.js'
import { PlaceHeap } from './heap.js'
import type { Place, ReadyIndex } from './place.js'

/** What a term of the order says of a member. */
export const keyValue: Record<OrderTerm['key'], (member: Place['member'], demand: Place['demand']) => number> = {
  idleSinceMs: (member) => member.agent.idleSinceMs,
  callsHandled: (member) => member.agent.callsHandled,
  talkMs: (member) => member.agent.talkMs,
  position: (member) => member.position,
  skillLevel: (member, demand) => demand.skillLevelOf(member.agent),
  weight: (member) => member.weight,
  answeredPerWeight: (member) => member.share / member.weight,
}

const keyOf = ({ member, demand }: Place, term: OrderTerm): number => {
  const value = keyValue[term.key](member, demand)
  return term.direction === 'ascending' ? value : -value
}

export class OrderedReady implements ReadyIndex {
  readonly #heap = new PlaceHeap()
  readonly #first: OrderTerm | undefined
  readonly #second: OrderTerm | undefined
  readonly #third: OrderTerm | undefined

  constructor([first, second, third]: readonly OrderTerm[]) {
    this.#first = first
    this.#second = second
    this.#third = third
  }

  get size(): number {
    return this.#heap.size
  }

  insert(place: Place): void {
    if (this.#first !== undefined) place.key0 = keyOf(place, this.#first)
    if (this.#second !== undefined) place.key1 = keyOf(place, this.#second)
    if (this.#third !== undefined) place.key2 = keyOf(place, this.#third)
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
