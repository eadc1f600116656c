/** Virtual time for a whole network: appointments by instant and order, a beat every 20 ms for the media. */
import type { Clock, TimerId } from '@callweave/core'

interface Appointment {
  readonly id: number
  readonly atMs: number
  /** Nothing any more once it is taken back, so that it holds nothing. */
  run: (() => void) | null
}

export const beatMs = 20

export class VirtualTime implements Clock {
  #nowMs = 1_000_000
  #ids = 0
  /** A heap: the earliest first, of those the one made first. */
  readonly #heap: Appointment[] = []
  readonly #live = new Map<number, Appointment>()
  /** What happens every 20 ms. */
  readonly beats: ((dueAtMs: number) => void)[] = []
  #nextBeatMs = this.#nowMs + beatMs

  nowMs(): number {
    return this.#nowMs
  }

  /** Appointments ahead. */
  get pending(): number {
    return this.#live.size
  }

  at<T>(atMs: number, what: (of: T) => void, of: T): TimerId {
    this.#ids += 1
    const id = this.#ids
    const made = { id, atMs: Math.max(atMs, this.#nowMs), run: () => what(of) }
    this.#live.set(id, made)
    this.#push(made)
    return id
  }

  cancel(timer: TimerId): void {
    const made = this.#live.get(timer)
    if (made !== undefined) made.run = null
    this.#live.delete(timer)
  }

  /** All that is due at this instant. */
  now(): void {
    this.#runUntil(this.#nowMs)
  }

  /** Between beats promises have their turn: ports are opened, sounds are found. */
  async pass(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs
    while (this.#nextBeatMs <= untilMs) {
      this.#runUntil(this.#nextBeatMs)
      for (const beat of this.beats) beat(this.#nextBeatMs)
      this.#runUntil(this.#nextBeatMs)
      this.#nextBeatMs += beatMs
      await Promise.resolve()
    }
    this.#runUntil(untilMs)
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve()
    this.#runUntil(untilMs)
  }

  /** How long until a beat has been. */
  get toBeatMs(): number {
    return this.#nextBeatMs - this.#nowMs
  }

  #runUntil(untilMs: number): void {
    for (let first = this.#heap[0]; first !== undefined && first.atMs <= untilMs; first = this.#heap[0]) {
      this.#pop()
      if (first.run === null) continue
      this.#live.delete(first.id)
      this.#nowMs = Math.max(this.#nowMs, first.atMs)
      first.run()
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  #push(made: Appointment): void {
    const heap = this.#heap
    let place = heap.push(made) - 1
    while (place > 0) {
      const above = (place - 1) >> 1
      if (!isBefore(made, heap[above] as Appointment)) break
      heap[place] = heap[above] as Appointment
      place = above
    }
    heap[place] = made
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop() as Appointment
    if (heap.length === 0) return
    let place = 0
    for (;;) {
      let below = place * 2 + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Appointment, heap[below] as Appointment)) below += 1
      if (!isBefore(heap[below] as Appointment, last)) break
      heap[place] = heap[below] as Appointment
      place = below
    }
    heap[place] = last
  }
}

const isBefore = (a: Appointment, b: Appointment): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.id < b.id)
