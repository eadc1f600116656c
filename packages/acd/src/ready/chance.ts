/** Ready agents in no order: the head is drawn, each as likely as the others. */
import type { RandomStream } from '@callweave/core'
import type { Place, ReadyIndex } from './place.js'

export class ChanceReady implements ReadyIndex {
  readonly #places: Place[] = []
  readonly #random: RandomStream

  constructor(random: RandomStream) {
    this.#random = random
  }

  get size(): number {
    return this.#places.length
  }

  insert(place: Place): void {
    place.slot = this.#places.length
    this.#places.push(place)
  }

  remove(place: Place): void {
    const last = this.#places.pop() as Place
    if (last !== place) {
      this.#places[place.slot] = last
      last.slot = place.slot
    }
    place.slot = -1
  }

  head(passes?: (place: Place) => boolean): Place | null {
    const places = this.#places
    if (places.length === 0 || (passes !== undefined && !places.some(passes))) return null
    // Drawn again until one passes: few are refused, and those that pass stay equally likely.
    for (;;) {
      const drawn = places[this.#random.int(places.length)] as Place
      if (passes === undefined || passes(drawn)) return drawn
    }
  }

  places(): Iterable<Place> {
    return this.#places
  }
}
