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
    const places = passes === undefined ? this.#places : this.#places.filter(passes)
    return places.length === 0 ? null : (places[this.#random.int(places.length)] as Place)
  }

  places(): Iterable<Place> {
    return this.#places
  }
}
