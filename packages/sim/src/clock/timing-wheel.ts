/**
 * Which slot is due next, by instant and then by the order in which they were put in. After Varghese and Lauck, "Hashed
 * and hierarchical timing wheels" (1987): instants are spread over lists, near ones over narrow lists, and a wide list is
 * spread anew when the hand comes to it. Only the narrow lists are kept in order, and few stand in one of them; so putting
 * in, taking out and turning to the next cost the same at any number.
 *
 * A tick is the ms since the beginning of a span of 2^30 ms (12 days), so that it is a small integer. `width` is the bits
 * of a tick within a narrow list: the more slots, the fewer, from 7 (128 ms) up to 1,024 slots to 0 (1 ms) from 131,072.
 * One array holds everything, four numbers for each list and each slot: next, previous, tick (-1: a list), nothing. Lists
 * are rings through their own place.
 *
 *     0x0000  2,048 narrow lists: ticks that share with the hand what is above 11 + width bits
 *     0x2000  1,024 lists of 2^(11 + width) ms: those that share what is above 21 + width bits
 *     0x3000  512 lists of 2^(21 + width) ms: the rest of the span
 *     0x3800  a bit for each list, set while something stands in it
 *     0x3c00  256 lists of later spans, by the low bits of their number, kept by instant and not by tick
 *     0x4000  the slots
 */
export class TimingWheel {
  #cells: Int32Array
  /** By slot, of those in later spans. */
  #atMs: Float64Array
  #width = 0
  #spanFromMs = Number.NaN
  #hand = 0

  constructor(nowMs: number, capacity: number) {
    this.#cells = emptyCells(capacity)
    this.#atMs = new Float64Array(capacity)
    this.#width = widthFor(capacity)
    this.#spanFromMs = Math.floor(nowMs / spanMs) * spanMs
    this.#hand = (nowMs - this.#spanFromMs) | 0
  }

  /** `whenMs`: whole ms or Infinity, not before the hand. */
  put(slot: number, whenMs: number): void {
    const tick = whenMs - this.#spanFromMs
    if (tick >= spanMs) this.#placeLater(nodeOf(slot), whenMs)
    else this.#place(nodeOf(slot), tick | 0)
  }

  remove(slot: number): void {
    const cells = this.#cells
    const node = nodeOf(slot)
    const next = cells[node] as number
    const previous = cells[node | 1] as number
    cells[previous] = next
    cells[next | 1] = previous
    if (next === previous) this.#unmark(next)
  }

  /** The first slot whose instant is the hand's, or -1. */
  due(): number {
    const cells = this.#cells
    const hand = this.#hand
    const node = cells[((hand >> this.#width) & 0x7ff) << 2] as number
    return cells[node | 2] === hand ? slotOf(node) : -1
  }

  /** The instant where the hand stands. */
  get handMs(): number {
    return this.#spanFromMs + this.#hand
  }

  /** When nothing is due: turns to the next slot and returns it; -1 and unmoved when that is due after `untilMs`. */
  turnToNext(untilMs: number): number {
    const cells = this.#cells
    const list = (this.#hand >> this.#width) & 0x7ff
    let node = cells[list << 2] as number
    if (node < slotsFrom) {
      const next = listAfter(cells, list, 0x800)
      if (next < 0) return this.#turnFar(untilMs)
      node = cells[next << 2] as number
    }
    const tick = cells[node | 2] as number
    if (!(this.#spanFromMs + tick <= untilMs)) return -1
    this.#hand = tick
    return slotOf(node)
  }

  /** Nothing may be left before `ms`. */
  turnTo(ms: number): void {
    const tick = ms - this.#spanFromMs
    if (tick < spanMs) this.#turnWithin(tick | 0)
    else {
      this.#spanFromMs = Math.floor(ms / spanMs) * spanMs
      this.#hand = (ms - this.#spanFromMs) | 0
      this.#spreadLater(laterList(ms))
    }
  }

  /** `moved`: by slot in use, the slot it is to be from now on. */
  enlarge(capacity: number, moved: Int32Array): void {
    const old = this.#cells
    const atMs = this.#atMs
    this.#cells = emptyCells(capacity)
    this.#atMs = new Float64Array(capacity)
    this.#width = widthFor(capacity)
    for (const list of everyList()) {
      for (let node = old[list] as number; node !== list; node = old[node] as number) {
        const slot = slotOf(node)
        const to = nodeOf(moved[slot] as number)
        if (list >= laterFrom) this.#placeLater(to, atMs[slot] as number)
        else this.#place(to, old[node | 2] as number)
      }
    }
  }

  #turnWithin(tick: number): void {
    const part = tick >> this.#width
    const apart = part ^ (this.#hand >> this.#width)
    this.#hand = tick
    if (apart >= 0x200000) this.#spread((0xc00 + (part >> 21)) << 2)
    if (apart >= 0x800) this.#spread((0x800 | ((part >> 11) & 0x3ff)) << 2)
  }

  #place(node: number, tick: number): void {
    const cells = this.#cells
    const part = tick >> this.#width
    const apart = part ^ (this.#hand >> this.#width)
    const list = apart < 0x800 ? part & 0x7ff : apart < 0x200000 ? 0x800 | ((part >> 11) & 0x3ff) : 0xc00 + (part >> 21)
    const word = marksFrom | (list >> 5)
    cells[word] = (cells[word] as number) | (1 << list)
    cells[node | 2] = tick
    let previous = cells[(list << 2) | 1] as number
    if (apart < 0x800) while ((cells[previous | 2] as number) > tick) previous = cells[previous | 1] as number
    this.#link(node, previous)
  }

  #placeLater(node: number, whenMs: number): void {
    this.#atMs[slotOf(node)] = whenMs
    this.#link(node, this.#cells[laterList(whenMs) | 1] as number)
  }

  #link(node: number, previous: number): void {
    const cells = this.#cells
    const next = cells[previous] as number
    cells[node] = next
    cells[node | 1] = previous
    cells[previous] = node
    cells[next | 1] = node
  }

  /** The list is empty. Of a later span, it has no mark, and the bit that is cleared means nothing. */
  #unmark(list: number): void {
    const word = marksFrom | (list >> 7)
    this.#cells[word] = (this.#cells[word] as number) & ~(1 << (list >> 2))
  }

  /** As `turnToNext`, when the narrow lists are empty. */
  #turnFar(untilMs: number): number {
    const ms = this.#nextFar(untilMs)
    if (!(ms <= untilMs)) return -1
    this.turnTo(ms)
    return this.due()
  }

  /** The next instant, or NaN when there is none or the list where it is to be found begins after `untilMs`. */
  #nextFar(untilMs: number): number {
    const cells = this.#cells
    const width = this.#width
    const hand = this.#hand
    let list = listAfter(cells, 0x800 | ((hand >> (width + 11)) & 0x3ff), 0xc00)
    let from = (hand & (-1 << (width + 21))) | ((list & 0x3ff) << (width + 11))
    if (list < 0) {
      list = listAfter(cells, 0xc00 + (hand >> (width + 21)), 0xe00)
      from = (list - 0xc00) << (width + 21)
    }
    if (list < 0) return this.#spanFromMs + spanMs <= untilMs ? this.#leastLater() : Number.NaN
    if (!(this.#spanFromMs + from <= untilMs)) return Number.NaN
    let least = spanMs
    for (let node = cells[list << 2] as number; node !== list << 2; node = cells[node] as number) {
      const tick = cells[node | 2] as number
      if (tick < least) least = tick
    }
    return this.#spanFromMs + least
  }

  /** The earliest instant of the later spans, or NaN. A list holds spans that are 256 apart. */
  #leastLater(): number {
    let least = Number.NaN
    for (let ahead = 1; ahead <= 256; ahead += 1) {
      const fromMs = this.#spanFromMs + ahead * spanMs
      const ms = this.#leastIn(laterList(fromMs))
      if (ms < fromMs + spanMs) return ms
      if (ms < least || Number.isNaN(least)) least = ms
    }
    return least
  }

  #leastIn(list: number): number {
    const cells = this.#cells
    let least = Number.NaN
    for (let node = cells[list] as number; node !== list; node = cells[node] as number) {
      const ms = this.#atMs[slotOf(node)] as number
      if (!(ms >= least)) least = ms
    }
    return least
  }

  #spread(list: number): void {
    const cells = this.#cells
    let node = this.#clear(list)
    if (node !== list) this.#unmark(list)
    while (node !== list) {
      const next = cells[node] as number
      this.#place(node, cells[node | 2] as number)
      node = next
    }
  }

  #spreadLater(list: number): void {
    const cells = this.#cells
    let node = this.#clear(list)
    while (node !== list) {
      const next = cells[node] as number
      const slot = slotOf(node)
      this.put(slot, this.#atMs[slot] as number)
      node = next
    }
  }

  /** Returns what was first in it, still linked to the rest. */
  #clear(list: number): number {
    const first = this.#cells[list] as number
    this.#cells[list] = list
    this.#cells[list | 1] = list
    return first
  }
}

const spanMs = 2 ** 30
const marksFrom = 0x3800
const laterFrom = 0x3c00
const slotsFrom = 0x4000

const nodeOf = (slot: number): number => slotsFrom + (slot << 2)
const slotOf = (node: number): number => (node - slotsFrom) >> 2
const laterList = (ms: number): number => laterFrom | ((Math.floor(ms / spanMs) & 0xff) << 2)

/** `capacity`: a power of 2. */
const widthFor = (capacity: number): number => Math.min(Math.max(17 - Math.log2(capacity), 0), 7)

const emptyCells = (capacity: number): Int32Array => {
  const cells = new Int32Array(slotsFrom + 4 * capacity)
  for (const list of everyList()) {
    cells[list] = list
    cells[list | 1] = list
    cells[list | 2] = -1
  }
  return cells
}

function* everyList(): Generator<number> {
  for (let list = 0; list < marksFrom; list += 4) yield list
  for (let list = laterFrom; list < slotsFrom; list += 4) yield list
}

/** The first list from the one after `list` up to `end` that something stands in, or -1. */
const listAfter = (cells: Int32Array, list: number, end: number): number => {
  let word = list >> 5
  let marks = (cells[marksFrom | word] as number) & (-2 << list)
  while (marks === 0) {
    word += 1
    if (word >= end >> 5) return -1
    marks = cells[marksFrom | word] as number
  }
  return (word << 5) | (31 - Math.clz32(marks & -marks))
}
