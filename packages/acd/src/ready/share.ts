/**
 * Ready agents by whose part of the calls is due: the order of percent allocation.
 *
 * With `clock` the calls answered for each unit of the weight that is logged in, the next call of a member who has had
 * `share` calls may begin when the clock, one call on, has passed share / weight, and is due at (share + 1) / weight.
 * Of those that may begin, the one due first is next; when none may, the one that may soonest.
 */
import { DenseHeap, type Tally } from './dense-heap.js'
import { headOf, type Standing } from './head.js'
import { putOut } from './indexing.js'
import { ranksBefore } from './ordered.js'
import { isReady, type Place, type ReadyIndex } from './place.js'

/** Far below the distance of two instants that differ, far above what a sum of ten million fractions is off by. */
const rounding = 1e-9

export class ShareReady implements ReadyIndex {
  readonly isPrompt = false
  readonly #later: DenseHeap<Place>
  readonly #due: DenseHeap<Place>
  readonly #amongLater: Standing
  readonly #amongDue: Standing

  constructor(tally: Tally) {
    this.#later = new DenseHeap(1, 2, ranksBefore, tally)
    this.#due = new DenseHeap(1, 2, ranksBefore, tally)
    const putRight = (place: Place): void => this.#putRight(place)
    this.#amongLater = {
      isRight: (place) => isReady(place) && !mayBegin(place) && this.#later.hasKeys(place, beginsAt(place), 0, 0),
      putRight,
    }
    this.#amongDue = {
      isRight: (place) => isReady(place) && mayBegin(place) && this.#due.hasKeys(place, dueAt(place), 0, 0),
      putRight,
    }
  }

  get size(): number {
    return this.#later.size + this.#due.size
  }

  insert(place: Place): void {
    if (mayBegin(place)) this.#due.insert(place, place.agent.number, dueAt(place), 0, 0)
    else this.#later.insert(place, place.agent.number, beginsAt(place), 0, 0)
  }

  remove(place: Place): void {
    if (this.#due.holds(place)) this.#due.remove(place)
    else this.#later.remove(place)
  }

  head(passes?: (place: Place) => boolean): Place | null {
    // Those of the later ones who may begin by now come to be due, and back those who may not since somebody came in.
    headOf(this.#later, this.#amongLater, undefined)
    return headOf(this.#due, this.#amongDue, passes) ?? headOf(this.#later, this.#amongLater, passes)
  }

  *places(): Iterable<Place> {
    for (const place of this.#due.items()) if (isReady(place)) yield place
    for (const place of this.#later.items()) if (isReady(place)) yield place
  }

  #putRight(place: Place): void {
    this.remove(place)
    if (isReady(place)) this.insert(place)
    else putOut(place)
  }
}

const beginsAt = ({ member }: Place): number => member.share / member.weight
const dueAt = ({ member }: Place): number => (member.share + 1) / member.weight

/** Whether the member's next call may begin with the next call of the queue. */
export const mayBegin = ({ member, demand }: Place): boolean => {
  const { shareClock, presentWeight } = demand.queue
  return member.share / member.weight + rounding < shareClock + 1 / presentWeight
}
