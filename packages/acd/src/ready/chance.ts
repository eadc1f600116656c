/** Ready agents in no order: the head is drawn, each as likely as the others. */
import type { RandomStream } from '@callweave/core'
import type { Tally } from './dense-heap.js'
import type { Place, ReadyIndex } from './place.js'

export class ChanceReady implements ReadyIndex {
  /** Who stands where in the list is part of what is drawn. */
  readonly isPrompt = true
  readonly #places: Place[] = []
  readonly #random: RandomStream
  readonly #tally: Tally

  constructor(random: RandomStream, tally: Tally) {
    this.#random = random
    this.#tally = tally
  }

  get size(): number {
    return this.#places.length
  }

  insert(place: Place): void {
    this.#tally.touches += 1
    place.slot = this.#places.length
    this.#places.push(place)
  }

  remove(place: Place): void {
    this.#tally.touches += 1
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
