/**
 * A heap of things by up to three numbers, lowest first, that is read without a look at the things.
 *
 *   keys     by slot     the first number, in the order of the heap: four children side by side, in one line of the cache
 *   tickets  by slot     who stands there; past the last slot the tickets that are free
 *   slots    by ticket   where a thing stands, so that leaving from the middle costs log n
 *   second, third, items by ticket: they stay where they are, looked at only where the first numbers are equal
 *   tags     by ticket   a number of the thing's own, for who wants to know whose the first is without a look at it
 *
 * A thing remembers its ticket, which does not change while it is in: moving others writes into these arrays and nowhere
 * else. With 10,000 agents the things of an index are spread over megabytes and its arrays take a few thousand bytes.
 */

/** What is counted, for those who ask what a decision costs. */
export interface Tally {
  comparisons: number
  touches: number
}

export interface Ticketed {
  /** -1 while it is in no heap. */
  slot: number
}

const noNumbers = new Float64Array(0)
const noIndexes = new Int32Array(0)
/** Typed arrays of 64 bytes lie in V8's own heap: many heaps hold no more than a handful, and live as long as a call. */
const firstCapacity = 8

export class DenseHeap<T extends Ticketed> {
  size = 0
  readonly #width: number
  readonly #shift: number
  /** Which of two goes first when all numbers are equal. */
  readonly #isBefore: (a: T, b: T) => boolean
  readonly #tally: Tally
  #keys = noNumbers
  #second = noNumbers
  #third = noNumbers
  #tags = noIndexes
  #tickets = noIndexes
  #slots = noIndexes
  readonly #items: (T | null)[] = []

  /**
   * @param width how many numbers count, up to 3; the others are not stored, but the first is: 0 where none counts.
   * @param shift 1 for two children, 2 for four.
   */
  constructor(width: number, shift: 1 | 2, isBefore: (a: T, b: T) => boolean, tally: Tally) {
    this.#width = width
    this.#shift = shift
    this.#isBefore = isBefore
    this.#tally = tally
  }

  first(): T | null {
    return this.size === 0 ? null : (this.#items[this.#tickets[0] as number] as T)
  }

  insert(item: T, tag: number, key: number, second: number, third: number): void {
    const slot = this.size
    if (slot === this.#tickets.length) this.#grow()
    const ticket = this.#tickets[slot] as number
    this.size = slot + 1
    item.slot = ticket
    this.#items[ticket] = item
    this.#tags[ticket] = tag
    this.#setOthers(ticket, second, third)
    this.#tally.touches += 1
    this.#up(slot, key, ticket)
  }

  remove(item: T): void {
    const ticket = item.slot
    const slot = this.#slots[ticket] as number
    const last = this.size - 1
    const moved = this.#tickets[last] as number
    const key = this.#keys[last] as number
    item.slot = -1
    this.size = last
    this.#items[ticket] = null
    this.#tickets[last] = ticket
    this.#tally.touches += 1
    if (slot !== last) this.#settle(slot, key, moved)
  }

  /** -1 when nothing is in. */
  firstTag(): number {
    return this.size === 0 ? -1 : (this.#tags[this.#tickets[0] as number] as number)
  }

  /**
   * Gives the first other numbers, none of which is lower; it keeps those for which there is `undefined`. True when any of
   * them is another.
   */
  raiseFirst(key: number | undefined, second: number | undefined, third: number | undefined): boolean {
    const ticket = this.#tickets[0] as number
    const held = this.#keys[0] as number
    let isOther = key !== undefined && key !== held
    if (second !== undefined && second !== this.#second[ticket]) {
      this.#second[ticket] = second
      isOther = true
    }
    if (third !== undefined && third !== this.#third[ticket]) {
      this.#third[ticket] = third
      isOther = true
    }
    if (!isOther) return false
    this.#tally.touches += 1
    this.#down(0, key ?? held, ticket)
    return true
  }

  /** Gives it other numbers. */
  rekey(item: T, key: number, second: number, third: number): void {
    const ticket = item.slot
    this.#setOthers(ticket, second, third)
    this.#tally.touches += 1
    this.#settle(this.#slots[ticket] as number, key, ticket)
  }

  holds(item: T): boolean {
    return item.slot >= 0 && this.#items[item.slot] === item
  }

  hasKeys({ slot }: T, key: number, second: number, third: number): boolean {
    if (this.#keys[this.#slots[slot] as number] !== key) return false
    return (this.#width < 2 || this.#second[slot] === second) && (this.#width < 3 || this.#third[slot] === third)
  }

  /** The best that `passes` lets through: looks at those that are refused on the way, and their children. */
  firstWhere(passes: (item: T) => boolean): T | null {
    const ticket = this.#bestUnder(0, passes, -1)
    return ticket < 0 ? null : (this.#items[ticket] as T)
  }

  /** How many come before those numbers: looks at them and their children. */
  countBefore(key: number, second: number, third: number, slot = 0): number {
    if (slot >= this.size) return 0
    const ticket = this.#tickets[slot] as number
    const difference =
      (this.#keys[slot] as number) - key ||
      (this.#width < 2 ? 0 : (this.#second[ticket] as number) - second) ||
      (this.#width < 3 ? 0 : (this.#third[ticket] as number) - third)
    if (difference >= 0) return 0
    let count = 1
    const begin = (slot << this.#shift) + 1
    for (let child = begin; child < begin + (1 << this.#shift); child += 1) {
      count += this.countBefore(key, second, third, child)
    }
    return count
  }

  /** All, in no order that may be relied upon. */
  *items(): Iterable<T> {
    for (let slot = 0; slot < this.size; slot += 1) yield this.#items[this.#tickets[slot] as number] as T
  }

  #bestUnder(slot: number, passes: (item: T) => boolean, best: number): number {
    if (slot >= this.size) return best
    const ticket = this.#tickets[slot] as number
    this.#tally.comparisons += 1
    if (best >= 0 && !this.#isKeyBefore(this.#keys[slot] as number, ticket, best)) return best
    if (passes(this.#items[ticket] as T)) return ticket
    let found = best
    const begin = (slot << this.#shift) + 1
    for (let child = begin; child < begin + (1 << this.#shift); child += 1) {
      found = this.#bestUnder(child, passes, found)
    }
    return found
  }

  #isKeyBefore(key: number, ticket: number, than: number): boolean {
    const other = this.#keys[this.#slots[than] as number] as number
    return key < other || (key === other && this.#isTiedBefore(ticket, than))
  }

  #isTiedBefore(a: number, b: number): boolean {
    if (this.#width > 1) {
      const second = this.#second
      if (second[a] !== second[b]) return (second[a] as number) < (second[b] as number)
      if (this.#width > 2) {
        const third = this.#third
        if (third[a] !== third[b]) return (third[a] as number) < (third[b] as number)
      }
    }
    return this.#isBefore(this.#items[a] as T, this.#items[b] as T)
  }

  #setOthers(ticket: number, second: number, third: number): void {
    if (this.#width > 1) this.#second[ticket] = second
    if (this.#width > 2) this.#third[ticket] = third
  }

  /** Puts it where it belongs, from a slot that is its own or free. */
  #settle(slot: number, key: number, ticket: number): void {
    const above = (slot - 1) >> this.#shift
    if (slot > 0 && this.#isTicketBefore(key, ticket, above)) this.#up(slot, key, ticket)
    else this.#down(slot, key, ticket)
  }

  #isTicketBefore(key: number, ticket: number, slot: number): boolean {
    const other = this.#keys[slot] as number
    return key < other || (key === other && this.#isTiedBefore(ticket, this.#tickets[slot] as number))
  }

  #up(from: number, key: number, ticket: number): void {
    const keys = this.#keys
    const tickets = this.#tickets
    const slots = this.#slots
    const shift = this.#shift
    let slot = from
    let compared = 0
    while (slot > 0) {
      const above = (slot - 1) >> shift
      compared += 1
      if (!this.#isTicketBefore(key, ticket, above)) break
      const moved = tickets[above] as number
      keys[slot] = keys[above] as number
      tickets[slot] = moved
      slots[moved] = slot
      slot = above
    }
    this.#tally.comparisons += compared
    keys[slot] = key
    tickets[slot] = ticket
    slots[ticket] = slot
  }

  #down(from: number, key: number, ticket: number): void {
    const keys = this.#keys
    const tickets = this.#tickets
    const slots = this.#slots
    const { size } = this
    const shift = this.#shift
    let slot = from
    let compared = 0
    for (let child = (slot << shift) + 1; child < size; child = (slot << shift) + 1) {
      const last = child + (1 << shift)
      const end = Math.min(last, size)
      let best = child
      let bestKey = keys[child] as number
      for (let at = child + 1; at < end; at += 1) {
        const other = keys[at] as number
        if (other > bestKey) continue
        if (other === bestKey && !this.#isTiedBefore(tickets[at] as number, tickets[best] as number)) continue
        best = at
        bestKey = other
      }
      compared += end - child
      const moved = tickets[best] as number
      if (key <= bestKey && (key < bestKey || this.#isTiedBefore(ticket, moved))) break
      keys[slot] = bestKey
      tickets[slot] = moved
      slots[moved] = slot
      slot = best
    }
    this.#tally.comparisons += compared
    keys[slot] = key
    tickets[slot] = ticket
    slots[ticket] = slot
  }

  #grow(): void {
    const held = this.#tickets.length
    const capacity = held === 0 ? firstCapacity : held * 2
    this.#keys = grown(this.#keys, new Float64Array(capacity))
    if (this.#width > 1) this.#second = grown(this.#second, new Float64Array(capacity))
    if (this.#width > 2) this.#third = grown(this.#third, new Float64Array(capacity))
    this.#tags = grown(this.#tags, new Int32Array(capacity))
    this.#slots = grown(this.#slots, new Int32Array(capacity))
    this.#tickets = grown(this.#tickets, new Int32Array(capacity))
    for (let ticket = held; ticket < capacity; ticket += 1) this.#tickets[ticket] = ticket
  }
}

const grown = <A extends Float64Array | Int32Array>(from: A, to: A): A => {
  to.set(from)
  return to
}
