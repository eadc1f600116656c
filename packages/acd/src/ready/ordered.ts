/**
 * Ready agents by a declared order: up to three numbers, then the agent's rank.
 *
 * An agent who is ready no more stays where they stand until they come to be the head, and so does one who is ready again
 * with other numbers. For the numbers of an order only rise between two looks (who was on a call has been idle since
 * later, has answered more, has talked longer), the numbers that are kept are never above the true ones: when the head's
 * are true, nobody comes before it. So becoming busy and ready again costs no index anything; whoever looks at one puts
 * right those who stand at its head, each once.
 */
import type { OrderTerm } from '../strategy/define.js'
import type { Columns } from './columns.js'
import { DenseHeap } from './dense-heap.js'
import { firstWhere, type Standing } from './head.js'
import { type Indexing, putOut } from './indexing.js'
import { isReady, type Place, type ReadyIndex } from './place.js'

type Key = OrderTerm['key']

/** What a key says of a member in a demand. */
export const keyValue: { readonly [K in Key]: (place: Place) => number } = {
  idleSinceMs: ({ agent }) => agent.idleSinceMs,
  callsHandled: ({ agent }) => agent.callsHandled,
  talkMs: ({ agent }) => agent.talkMs,
  position: ({ member }) => member.position,
  skillLevel: ({ skillLevel }) => skillLevel,
  weight: ({ member }) => member.weight,
  answeredPerWeight: ({ member }) => member.share / member.weight,
}

/** Those that stay the same while a place stands. */
const fixed: ReadonlySet<Key> = new Set(['position', 'skillLevel', 'weight'])

/** Those that are in the columns of the floor. */
const column: { readonly [K in Key]?: (columns: Columns, number: number) => number | undefined } = {
  idleSinceMs: (columns, number) => columns.idleSinceMs[number],
  callsHandled: (columns, number) => columns.callsHandled[number],
  talkMs: (columns, number) => columns.talkMs[number],
}

const mayRise = ({ key, direction }: OrderTerm): boolean => fixed.has(key) || direction === 'ascending'

/** A number that is lower for whoever comes first. */
class Reader {
  readonly of: (place: Place) => number
  readonly #isFixed: boolean
  readonly #inColumn: ((columns: Columns, number: number) => number | undefined) | undefined

  constructor({ key, direction }: OrderTerm) {
    const value = keyValue[key]
    this.of = direction === 'ascending' ? value : (place) => -value(place)
    this.#isFixed = fixed.has(key)
    this.#inColumn = column[key]
  }

  /** What the number of that heap's first is now; `undefined` where it cannot have changed. */
  ofFirst(heap: DenseHeap<Place>, columns: Columns, number: number): number | undefined {
    if (this.#isFixed) return undefined
    return this.#inColumn === undefined ? this.of(heap.first() as Place) : this.#inColumn(columns, number)
  }
}

const readerOf = (term: OrderTerm | undefined): Reader | null => (term === undefined ? null : new Reader(term))

const read = (reader: Reader | null, place: Place): number => (reader === null ? 0 : reader.of(place))

/** Ties go to the lower name. */
export const ranksBefore = (a: Place, b: Place): boolean => a.agent.rank < b.agent.rank

export class OrderedReady implements ReadyIndex, Standing {
  readonly isPrompt: boolean
  readonly #columns: Columns
  readonly #heap: DenseHeap<Place>
  /** Whether its numbers stay the same while a place stands: an agent who is ready has done nothing since. */
  readonly #isFixed: boolean
  readonly #first: Reader | null
  readonly #second: Reader | null
  readonly #third: Reader | null

  constructor(order: readonly OrderTerm[], indexing: Indexing) {
    this.#columns = indexing.columns
    // Strategies that see everybody see them in the order of a heap of two children.
    this.#heap = new DenseHeap(order.length, order.length === 0 ? 1 : 2, ranksBefore, indexing)
    this.isPrompt = order.length === 0 || !order.every(mayRise)
    this.#isFixed = this.isPrompt || order.every(({ key }) => fixed.has(key))
    this.#first = readerOf(order[0])
    this.#second = readerOf(order[1])
    this.#third = readerOf(order[2])
  }

  get size(): number {
    return this.#heap.size
  }

  insert(place: Place): void {
    const { number } = place.agent
    this.#heap.insert(place, number, read(this.#first, place), read(this.#second, place), read(this.#third, place))
  }

  remove(place: Place): void {
    this.#heap.remove(place)
  }

  head(passes?: (place: Place) => boolean): Place | null {
    this.#settle()
    const place = this.#heap.first()
    return place === null || passes === undefined || passes(place) ? place : firstWhere(this.#heap, this, passes)
  }

  *places(): Iterable<Place> {
    for (const place of this.#heap.items()) if (isReady(place)) yield place
  }

  isRight(place: Place): boolean {
    if (!isReady(place)) return false
    return this.#heap.hasKeys(place, read(this.#first, place), read(this.#second, place), read(this.#third, place))
  }

  putRight(place: Place): void {
    if (isReady(place)) {
      this.#heap.rekey(place, read(this.#first, place), read(this.#second, place), read(this.#third, place))
      return
    }
    this.#heap.remove(place)
    putOut(place)
  }

  /** Until whoever is first is ready and stands by true numbers. Looks at columns, and at no agent who is ready. */
  #settle(): void {
    const heap = this.#heap
    const columns = this.#columns
    for (let number = heap.firstTag(); number >= 0; number = heap.firstTag()) {
      if (columns.isReady[number] === 0) this.putRight(heap.first() as Place)
      else if (this.#isFixed) return
      else {
        const first = this.#first?.ofFirst(heap, columns, number)
        const second = this.#second?.ofFirst(heap, columns, number)
        const third = this.#third?.ofFirst(heap, columns, number)
        if (!heap.raiseFirst(first, second, third)) return
      }
    }
  }
}
