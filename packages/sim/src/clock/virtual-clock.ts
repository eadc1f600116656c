/**
 * Virtual time. The clock takes the earliest appointment, moves to its instant, runs it, and repeats.
 *
 * Appointments are ordered by instant, then by the order they were made: a total order, so that equal times never
 * depend on luck. Those for now stand in a ring of their own and cost no heap work: a switch tells most facts so.
 * The heap has four children a node and lies in typed arrays; each appointment knows its place, so that a caller who is
 * served costs log n to take out of the list of those who would have given up.
 */
import type { Clock, TimerId } from '@callweave/core'

type What = (of: never) => void

const grow = 2

export class VirtualClock implements Clock {
  #nowMs: number
  #made = 0
  /** Appointments run so far. */
  ran = 0

  // The heap: the keys stand in it, so that comparing needs no second look-up.
  #heapAt: Float64Array
  #heapMade: Float64Array
  #heapSlot: Int32Array
  #size = 0

  // By slot: what to run, and where in the heap it is (-1: not there).
  #what: (What | null)[]
  #of: unknown[]
  #place: Int32Array
  #generation: Int32Array
  #free: Int32Array
  #freeCount: number

  // For now: a ring.
  #soonWhat: (What | null)[] = new Array<What | null>(64).fill(null)
  #soonOf: unknown[] = new Array<unknown>(64).fill(undefined)
  #soonMade: number[] = new Array<number>(64).fill(0)
  #soonHead = 0
  #soonCount = 0

  constructor(startMs: number, capacity = 1024) {
    this.#nowMs = startMs
    this.#heapAt = new Float64Array(capacity)
    this.#heapMade = new Float64Array(capacity)
    this.#heapSlot = new Int32Array(capacity)
    this.#what = new Array<What | null>(capacity).fill(null)
    this.#of = new Array<unknown>(capacity).fill(undefined)
    this.#place = new Int32Array(capacity).fill(-1)
    this.#generation = new Int32Array(capacity)
    this.#free = Int32Array.from({ length: capacity }, (_, i) => capacity - 1 - i)
    this.#freeCount = capacity
  }

  nowMs(): number {
    return this.#nowMs
  }

  /** How many appointments are ahead. */
  get pending(): number {
    return this.#size + this.#soonCount
  }

  at<T>(atMs: number, what: (of: T) => void, of: T): TimerId {
    const whenMs = atMs > this.#nowMs ? Math.round(atMs) : this.#nowMs
    if (this.#freeCount === 0) this.#enlarge()
    this.#freeCount -= 1
    const slot = this.#free[this.#freeCount] as number
    this.#what[slot] = what as What
    this.#of[slot] = of
    this.#made += 1
    const at = this.#size
    this.#size += 1
    this.#up(at, whenMs, this.#made, slot)
    return (this.#generation[slot] as number) * slotRange + slot + 1
  }

  /** Runs `what` at this instant, after everything that was made for it before. Cannot be taken back. */
  soon<T>(what: (of: T) => void, of: T): void {
    if (this.#soonCount === this.#soonWhat.length) this.#enlargeSoon()
    const at = (this.#soonHead + this.#soonCount) & (this.#soonWhat.length - 1)
    this.#soonWhat[at] = what as What
    this.#soonOf[at] = of
    this.#made += 1
    this.#soonMade[at] = this.#made
    this.#soonCount += 1
  }

  cancel(timer: TimerId): void {
    const slot = (timer - 1) % slotRange
    if (timer <= 0 || (this.#generation[slot] as number) !== Math.floor((timer - 1) / slotRange)) return
    const place = this.#place[slot] as number
    if (place >= 0) this.#remove(place)
  }

  /** Runs all that is due up to and including `untilMs`, then stands there. False when `stop` ended it early. */
  runUntil(untilMs: number, stop?: () => boolean): boolean {
    if (!this.runOut(untilMs, stop)) return false
    if (untilMs !== Number.POSITIVE_INFINITY && untilMs > this.#nowMs) this.#nowMs = untilMs
    return true
  }

  /** The same, but time stays at the last appointment that ran. */
  runOut(untilMs: number, stop?: () => boolean): boolean {
    for (;;) {
      if (this.#soonCount > 0 && !this.#heapIsFirst()) this.#runSoon()
      else if (this.#size > 0 && (this.#heapAt[0] as number) <= untilMs) this.#runHeap()
      else break
      this.ran += 1
      if (stop !== undefined && (this.ran & 0xfff) === 0 && stop()) return false
    }
    return true
  }

  #heapIsFirst(): boolean {
    return (
      this.#size > 0 &&
      (this.#heapAt[0] as number) <= this.#nowMs &&
      (this.#heapMade[0] as number) < (this.#soonMade[this.#soonHead] as number)
    )
  }

  #runSoon(): void {
    const at = this.#soonHead
    const what = this.#soonWhat[at] as What
    const of = this.#soonOf[at]
    this.#soonWhat[at] = null
    this.#soonOf[at] = undefined
    this.#soonHead = (at + 1) & (this.#soonWhat.length - 1)
    this.#soonCount -= 1
    what(of as never)
  }

  #runHeap(): void {
    const slot = this.#heapSlot[0] as number
    this.#nowMs = this.#heapAt[0] as number
    const what = this.#what[slot] as What
    const of = this.#of[slot]
    this.#remove(0)
    what(of as never)
  }

  #remove(place: number): void {
    const slot = this.#heapSlot[place] as number
    this.#what[slot] = null
    this.#of[slot] = undefined
    this.#place[slot] = -1
    this.#generation[slot] = ((this.#generation[slot] as number) + 1) & 0x7fffffff
    this.#free[this.#freeCount] = slot
    this.#freeCount += 1
    this.#size -= 1
    const last = this.#size
    if (place === last) return
    const atMs = this.#heapAt[last] as number
    const made = this.#heapMade[last] as number
    const moved = this.#heapSlot[last] as number
    if (place > 0 && this.#isBefore(atMs, made, (place - 1) >> 2)) this.#up(place, atMs, made, moved)
    else this.#down(place, atMs, made, moved)
  }

  #isBefore(atMs: number, made: number, place: number): boolean {
    const other = this.#heapAt[place] as number
    return atMs < other || (atMs === other && made < (this.#heapMade[place] as number))
  }

  #put(place: number, atMs: number, made: number, slot: number): void {
    this.#heapAt[place] = atMs
    this.#heapMade[place] = made
    this.#heapSlot[place] = slot
    this.#place[slot] = place
  }

  #up(from: number, atMs: number, made: number, slot: number): void {
    let place = from
    while (place > 0) {
      const above = (place - 1) >> 2
      if (!this.#isBefore(atMs, made, above)) break
      this.#put(place, this.#heapAt[above] as number, this.#heapMade[above] as number, this.#heapSlot[above] as number)
      place = above
    }
    this.#put(place, atMs, made, slot)
  }

  #down(from: number, atMs: number, made: number, slot: number): void {
    const size = this.#size
    let place = from
    for (;;) {
      const first = place * 4 + 1
      if (first >= size) break
      let least = first
      const end = Math.min(first + 4, size)
      for (let child = first + 1; child < end; child += 1) {
        if (this.#isBefore(this.#heapAt[child] as number, this.#heapMade[child] as number, least)) least = child
      }
      if (this.#isBefore(atMs, made, least)) break
      this.#put(place, this.#heapAt[least] as number, this.#heapMade[least] as number, this.#heapSlot[least] as number)
      place = least
    }
    this.#put(place, atMs, made, slot)
  }

  #enlarge(): void {
    const old = this.#heapAt.length
    const size = old * grow
    if (size > slotRange) throw new TypeError(`more than ${slotRange} appointments at once`)
    this.#heapAt = copyOf(this.#heapAt, new Float64Array(size))
    this.#heapMade = copyOf(this.#heapMade, new Float64Array(size))
    this.#heapSlot = copyOf(this.#heapSlot, new Int32Array(size))
    this.#place = copyOf(this.#place, new Int32Array(size).fill(-1))
    this.#generation = copyOf(this.#generation, new Int32Array(size))
    this.#free = new Int32Array(size)
    for (let slot = size - 1; slot >= old; slot -= 1) {
      this.#free[this.#freeCount] = slot
      this.#freeCount += 1
      this.#what.push(null)
      this.#of.push(undefined)
    }
  }

  #enlargeSoon(): void {
    const { length } = this.#soonWhat
    const from = this.#soonHead
    const turn = <T>(ring: T[], empty: T): T[] => [
      ...ring.slice(from),
      ...ring.slice(0, from),
      ...new Array<T>(length).fill(empty),
    ]
    this.#soonWhat = turn<What | null>(this.#soonWhat, null)
    this.#soonOf = turn<unknown>(this.#soonOf, undefined)
    this.#soonMade = turn<number>(this.#soonMade, 0)
    this.#soonHead = 0
  }
}

/** Slots are below this; what is above it in a timer's number counts how often the slot was used. */
const slotRange = 1 << 22

const copyOf = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
  to.set(from as never)
  return to
}
