import { createStreams, VirtualClock } from '@callweave/sim'
import fc from 'fast-check'
import { expect, test } from 'vitest'

/** The same clock, as plainly as it can be said: a list that is searched for the earliest. */
class NaiveClock {
  nowMs: number
  #made = 0
  #list: { atMs: number; made: number; run: () => void }[] = []

  constructor(nowMs: number) {
    this.nowMs = nowMs
  }

  at(atMs: number, run: () => void): () => void {
    this.#made += 1
    const made = this.#made
    this.#list.push({ atMs: Math.max(Math.round(atMs), this.nowMs), made, run })
    return () => {
      this.#list = this.#list.filter((one) => one.made !== made)
    }
  }

  get pending(): number {
    return this.#list.length
  }

  runUntil(untilMs: number): void {
    this.runOut(untilMs)
    if (untilMs !== Number.POSITIVE_INFINITY) this.nowMs = Math.max(this.nowMs, untilMs)
  }

  runOut(untilMs: number): void {
    for (;;) {
      const [next] = this.#list.toSorted((a, b) => compare(a.atMs, b.atMs) || a.made - b.made)
      if (next === undefined || next.atMs > untilMs) break
      this.#list = this.#list.filter((one) => one !== next)
      this.nowMs = next.atMs
      next.run()
    }
  }
}

/** Not by difference: two that are at infinity are equal. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

/** What is done to the clocks; what an appointment does when it runs is itself such a list. */
interface Act {
  readonly do: 'at' | 'soon' | 'cancel' | 'run' | 'run-out'
  readonly inMs: number
  readonly which: number
  readonly then: readonly Act[]
}

/** Close by, about any border that a list of 2^n ms may have, anywhere in ten years, and never. */
const spans = fc.oneof(
  fc.integer({ min: -3, max: 40 }),
  fc.tuple(fc.integer({ min: 0, max: 42 }), fc.integer({ min: -2, max: 2 })).map(([bits, by]) => 2 ** bits + by),
  fc.integer({ min: 0, max: 10 * 366 * 86_400_000 }),
  fc.constant(Number.POSITIVE_INFINITY),
)

const acts: fc.Arbitrary<readonly Act[]> = fc.letrec<{ acts: readonly Act[]; act: Act }>((tie) => ({
  acts: fc.array(tie('act'), { maxLength: 24 }),
  act: fc.record({
    do: fc.constantFrom('at', 'at', 'at', 'at', 'soon', 'cancel', 'run', 'run-out'),
    inMs: spans,
    which: fc.nat(40),
    then: fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('acts')),
  }),
})).acts

const startsMs = fc.constantFrom(100, -7, 2 ** 30 - 3, 2 ** 38 - 1, Date.UTC(2026, 0, 5))
/** Of one slot, of wide lists and of lists of 1 ms. */
const capacities = fc.constantFrom(1, 3, 1_024, 131_072)

test('S5 the virtual clock does what a plain sorted list would do', () => {
  fc.assert(
    fc.property(acts, startsMs, capacities, (list, startMs, capacity) => {
      const clock = new VirtualClock(startMs, capacity)
      const naive = new NaiveClock(startMs)
      const ran: string[] = []
      const expected: string[] = []
      const timers: number[] = []
      const drops: (() => void)[] = []
      let names = 0
      let expectedNames = 0

      const real = (all: readonly Act[], nested: boolean): void => {
        for (const { do: what, inMs, which, then } of all) {
          names += 1
          const name = names
          const run = (): void => {
            ran.push(`${name} at ${clock.nowMs()}`)
            real(then, true)
          }
          if (what === 'at') timers.push(clock.at(clock.nowMs() + inMs, run, undefined))
          else if (what === 'soon') clock.soon(run, undefined)
          else if (what === 'cancel') clock.cancel(timers.at(which % (timers.length + 1)) ?? 0)
          else if (nested) continue
          else if (what === 'run') clock.runUntil(clock.nowMs() + Math.max(inMs, 0))
          else clock.runOut(clock.nowMs() + Math.max(inMs, 0))
        }
      }
      const plain = (all: readonly Act[], nested: boolean): void => {
        for (const { do: what, inMs, which, then } of all) {
          expectedNames += 1
          const name = expectedNames
          const run = (): void => {
            expected.push(`${name} at ${naive.nowMs}`)
            plain(then, true)
          }
          if (what === 'at') drops.push(naive.at(naive.nowMs + inMs, run))
          else if (what === 'soon') naive.at(naive.nowMs, run)
          else if (what === 'cancel') drops.at(which % (drops.length + 1))?.()
          else if (nested) continue
          else if (what === 'run') naive.runUntil(naive.nowMs + Math.max(inMs, 0))
          else naive.runOut(naive.nowMs + Math.max(inMs, 0))
        }
      }
      real(list, false)
      plain(list, false)
      expect([clock.nowMs(), clock.pending]).toEqual([naive.nowMs, naive.pending])
      clock.runUntil(Number.POSITIVE_INFINITY)
      naive.runUntil(Number.POSITIVE_INFINITY)
      expect(ran).toEqual(expected)
      expect([clock.nowMs(), clock.pending]).toEqual([naive.nowMs, 0])
    }),
  )
})

test('S5 thousands of appointments, from now to decades ahead, made and taken back while time goes on in pieces', () => {
  fc.assert(
    fc.property(fc.integer(), startsMs, (seed, startMs) => {
      const chance = createStreams(seed).stream('clock')
      const clock = new VirtualClock(startMs, 16)
      const made: { readonly atMs: number; readonly name: number; readonly timer: number }[] = []
      const left = new Set<number>()
      const ran: number[] = []
      const run = (name: number): void => {
        ran.push(name)
        left.delete(name)
      }
      const gone = new Set<number>()
      for (let piece = 0; piece < 30; piece += 1) {
        for (let i = 0; i < 100; i += 1) {
          const name = made.length
          // Every instant twice, from ms to decades ahead.
          const atMs = i % 2 === 1 ? (made.at(-1)?.atMs ?? 0) : clock.nowMs() + Math.floor(2 ** (chance.next() * 40))
          left.add(name)
          made.push({ atMs, name, timer: clock.at(atMs, run, name) })
        }
        for (const { name, timer } of made) {
          if (name % 3 !== 0 || chance.next() > 0.2) continue
          clock.cancel(timer)
          if (left.delete(name)) gone.add(name)
        }
        expect(clock.pending).toBe(left.size)
        clock.runUntil(clock.nowMs() + Math.floor(2 ** (chance.next() * 38)))
      }
      clock.runUntil(Number.POSITIVE_INFINITY)
      const expected = made.filter(({ name }) => !gone.has(name)).toSorted((a, b) => a.atMs - b.atMs || a.name - b.name)
      expect(ran).toEqual(expected.map(({ name }) => name))
      expect(new Set(made.map(({ timer }) => timer)).size).toBe(made.length)
    }),
    { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 5) },
  )
})

test('S5 the virtual clock enlarges itself and keeps the order, with thousands at once', () => {
  const clock = new VirtualClock(0, 4)
  const ran: number[] = []
  const push = (n: number): void => void ran.push(n)
  for (let i = 0; i < 5_000; i += 1) clock.at((i * 7_919) % 5_003, push, (i * 7_919) % 5_003)
  for (let i = 0; i < 300; i += 1) clock.soon(push, -1)
  expect(clock.pending).toBe(5_300)
  clock.runUntil(Number.POSITIVE_INFINITY)
  expect(ran).toHaveLength(5_300)
  expect(ran.slice(300)).toEqual(ran.slice(300).toSorted((a, b) => a - b))
  expect(clock.nowMs()).toBe(5_002)
})

test('S5 a stop is asked now and then, and ends the run where it is', () => {
  const clock = new VirtualClock(0)
  let rings = 0
  const ring = (): void => {
    rings += 1
    clock.at(clock.nowMs() + 1, ring, undefined)
  }
  ring()
  expect(clock.runUntil(1e9, () => rings > 10_000)).toBe(false)
  expect(rings).toBeGreaterThan(10_000)
  expect(rings).toBeLessThan(20_000)
  expect(clock.nowMs()).toBeLessThan(20_000)
})
