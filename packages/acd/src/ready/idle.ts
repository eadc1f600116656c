/**
 * Ready agents by how long they have been idle, longest first, then by rank: a sorted run, as that order nearly keeps itself.
 * Who was on a call has been idle since later than nearly everybody, so whoever is put right leaves at the front and comes back
 * near the end. Neither costs what a heap's way from top to bottom does: a look reads what lies side by side at the front.
 *
 *   keys, tickets, numbers  from #from to #to   idle since, what the place is found by, the agent's number
 *   items                   by ticket           the places; a place remembers its ticket
 *
 * As in `ordered.ts`, the keys that are kept are never above the true ones, and whoever looks puts right who stands in front.
 */
import type { Columns } from './columns.js'
import { type Indexing, putOut } from './indexing.js'
import { isReady, type Place, type ReadyIndex } from './place.js'

const noNumbers = new Float64Array(0)
const noIndexes = new Int32Array(0)
const noPairs: readonly number[] = []
const firstCapacity = 8
/** Up to so many are moved one by one, more by one call. */
const fewMoves = 32

export class IdleReady implements ReadyIndex {
  readonly isPrompt = false
  readonly #indexing: Indexing
  readonly #columns: Columns
  #keys = noNumbers
  #tickets = noIndexes
  #numbers = noIndexes
  #from = 0
  #to = 0
  readonly #items: (Place | null)[] = []
  readonly #free: number[] = []

  constructor(indexing: Indexing) {
    this.#indexing = indexing
    this.#columns = indexing.columns
  }

  get size(): number {
    return this.#to - this.#from
  }

  insert(place: Place): void {
    const ticket = this.#free.pop() ?? this.#items.length
    this.#items[ticket] = place
    place.slot = ticket
    this.#put(place.agent.idleSinceMs, ticket, place.agent.number)
  }

  /** Looks for it all along: nobody who is ready goes to another call this way. */
  remove(place: Place): void {
    this.#letGo(this.#numbers.indexOf(place.agent.number, this.#from), place)
  }

  #letGo(at: number, place: Place): void {
    this.#takeOut(at)
    this.#items[place.slot] = null
    this.#free.push(place.slot)
    place.slot = -1
  }

  head(passes?: (place: Place) => boolean, pairs: readonly number[] = noPairs): Place | null {
    this.#settle()
    const place = this.#at(this.#from)
    return place === null || passes === undefined || passes(place) ? place : this.#firstWhere(passes, pairs)
  }

  *places(): Iterable<Place> {
    for (let at = this.#from; at < this.#to; at += 1) {
      const place = this.#at(at) as Place
      if (isReady(place)) yield place
    }
  }

  #at(at: number): Place | null {
    return at < this.#to ? (this.#items[this.#tickets[at] as number] as Place) : null
  }

  /** Until whoever is first is ready and stands by the true number. Looks at columns, and at no agent who is ready. */
  #settle(): void {
    while (this.#from < this.#to && !this.#isRight(this.#from)) this.#putRight(this.#from)
  }

  #isRight(at: number): boolean {
    const number = this.#numbers[at] as number
    return this.#columns.isReady[number] === 1 && this.#columns.idleSinceMs[number] === this.#keys[at]
  }

  #putRight(at: number): void {
    const number = this.#numbers[at] as number
    const ticket = this.#tickets[at] as number
    if (this.#columns.isReady[number] === 1) {
      this.#takeOut(at)
      this.#put(this.#columns.idleSinceMs[number] as number, ticket, number)
      return
    }
    const place = this.#items[ticket] as Place
    this.#letGo(at, place)
    putOut(place)
  }

  #firstWhere(passes: (place: Place) => boolean, pairs: readonly number[]): Place | null {
    for (let at = this.#from; at < this.#to; ) {
      if (!this.#isRight(at)) {
        // Whoever was behind stands here now, unless it is the same one.
        this.#putRight(at)
        continue
      }
      if (this.#columns.has(this.#numbers[at] as number, pairs)) {
        const place = this.#at(at) as Place
        if (passes(place)) return place
      }
      this.#indexing.comparisons += 1
      at += 1
    }
    return null
  }

  /** Puts it behind all who do not come after it: looks from the end. */
  #put(key: number, ticket: number, number: number): void {
    if (this.#to === this.#keys.length) this.#makeRoom()
    const keys = this.#keys
    let at = this.#to
    let compared = 1
    while (at > this.#from && this.#comesBefore(key, ticket, at - 1)) {
      at -= 1
      compared += 1
      if (compared > fewMoves) {
        at = this.#search(key, ticket, at)
        break
      }
    }
    this.#move(at, this.#to, 1)
    keys[at] = key
    this.#tickets[at] = ticket
    this.#numbers[at] = number
    this.#to += 1
    this.#indexing.comparisons += compared
    this.#indexing.touches += 1
  }

  #comesBefore(key: number, ticket: number, at: number): boolean {
    const other = this.#keys[at] as number
    if (key !== other) return key < other
    return (this.#items[ticket] as Place).agent.rank < (this.#at(at) as Place).agent.rank
  }

  /** The first before `end` that it comes before, or `end`. */
  #search(key: number, ticket: number, end: number): number {
    let from = this.#from
    let to = end
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#comesBefore(key, ticket, middle)) to = middle
      else from = middle + 1
    }
    return from
  }

  #takeOut(at: number): void {
    this.#indexing.touches += 1
    if (at === this.#from) {
      this.#from += 1
      if (this.#from === this.#to) {
        this.#from = 0
        this.#to = 0
      }
      return
    }
    this.#move(at + 1, this.#to, -1)
    this.#to -= 1
  }

  /** Moves those from `from` to before `to` on by one place, or back. */
  #move(from: number, to: number, by: 1 | -1): void {
    const keys = this.#keys
    const tickets = this.#tickets
    const numbers = this.#numbers
    if (to - from > fewMoves) {
      keys.copyWithin(from + by, from, to)
      tickets.copyWithin(from + by, from, to)
      numbers.copyWithin(from + by, from, to)
      return
    }
    for (let left = to - from, at = by > 0 ? to - 1 : from; left > 0; left -= 1, at -= by) {
      keys[at + by] = keys[at] as number
      tickets[at + by] = tickets[at] as number
      numbers[at + by] = numbers[at] as number
    }
  }

  /** Back to the beginning where more than half of it is free, else into arrays of twice the length. */
  #makeRoom(): void {
    const from = this.#from
    const size = this.#to - from
    if (size * 2 >= this.#keys.length) {
      const [keys, tickets, numbers] = [this.#keys, this.#tickets, this.#numbers]
      const capacity = Math.max(firstCapacity, keys.length * 2)
      this.#keys = new Float64Array(capacity)
      this.#tickets = new Int32Array(capacity)
      this.#numbers = new Int32Array(capacity)
      this.#keys.set(keys.subarray(from))
      this.#tickets.set(tickets.subarray(from))
      this.#numbers.set(numbers.subarray(from))
    } else {
      this.#keys.copyWithin(0, from)
      this.#tickets.copyWithin(0, from)
      this.#numbers.copyWithin(0, from)
    }
    this.#from = 0
    this.#to = size
  }
}
