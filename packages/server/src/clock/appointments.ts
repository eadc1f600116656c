/**
 * Appointments by instant, then by the order they were made: a binary heap. Each knows its place in it, so that one which
 * is taken back costs log n; most are, as a caller who is served takes back four or five.
 */
import type { TimerId } from '@callweave/core'

/** Fields and no function made for each: a call makes some twenty. */
export interface Appointment {
  readonly id: TimerId
  readonly atMs: number
  readonly what: (of: never) => void
  readonly of: unknown
  /** In the heap; -1 when it has run or was taken back. */
  place: number
}

/** What it was made for. */
export const keep = ({ what, of }: Appointment): void => what(of as never)

export class Appointments {
  readonly #heap: Appointment[] = []
  readonly #byId = new Map<TimerId, Appointment>()
  #made = 0

  get size(): number {
    return this.#heap.length
  }

  /** The number of the newest. Numbers are counted from 1 and never used again. */
  get newest(): TimerId {
    return this.#made
  }

  get first(): Appointment | undefined {
    return this.#heap[0]
  }

  add<T>(atMs: number, what: (of: T) => void, of: T): TimerId {
    this.#made += 1
    const made: Appointment = { id: this.#made, atMs, what, of, place: this.#heap.length }
    this.#byId.set(made.id, made)
    this.#heap.push(made)
    this.#up(made)
    return made.id
  }

  /** False when it is not there. */
  remove(id: TimerId): boolean {
    const gone = this.#byId.get(id)
    if (gone === undefined) return false
    this.#byId.delete(id)
    const last = this.#heap.pop() as Appointment
    if (last !== gone) {
      this.#put(last, gone.place)
      this.#up(last)
      this.#down(last)
    }
    gone.place = -1
    return true
  }

  clear(): void {
    this.#heap.length = 0
    this.#byId.clear()
  }

  #put(one: Appointment, place: number): void {
    this.#heap[place] = one
    one.place = place
  }

  #up(one: Appointment): void {
    while (one.place > 0) {
      const above = this.#heap[(one.place - 1) >> 1] as Appointment
      if (isBefore(above, one)) return
      const { place } = above
      this.#put(above, one.place)
      this.#put(one, place)
    }
  }

  #down(one: Appointment): void {
    for (;;) {
      const left = this.#heap[one.place * 2 + 1]
      const right = this.#heap[one.place * 2 + 2]
      if (left === undefined) return
      const least = right !== undefined && isBefore(right, left) ? right : left
      if (isBefore(one, least)) return
      const { place } = least
      this.#put(least, one.place)
      this.#put(one, place)
    }
  }
}

const isBefore = (a: Appointment, b: Appointment): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.id < b.id)
