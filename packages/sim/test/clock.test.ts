import { VirtualClock } from '@callweave/sim'
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
    for (;;) {
      const [next] = this.#list.toSorted((a, b) => a.atMs - b.atMs || a.made - b.made)
      if (next === undefined || next.atMs > untilMs) break
      this.#list = this.#list.filter((one) => one !== next)
      this.nowMs = next.atMs
      next.run()
    }
    this.nowMs = Math.max(this.nowMs, untilMs)
  }
}

/** What is done to the clocks; what an appointment does when it runs is itself such a list. */
interface Act {
  readonly do: 'at' | 'soon' | 'cancel' | 'run'
  readonly n: number
  readonly then: readonly Act[]
}

const acts: fc.Arbitrary<readonly Act[]> = fc.letrec<{ acts: readonly Act[]; act: Act }>((tie) => ({
  acts: fc.array(tie('act'), { maxLength: 24 }),
  act: fc.record({
    do: fc.constantFrom('at', 'at', 'at', 'soon', 'cancel', 'run'),
    n: fc.integer({ min: -3, max: 40 }),
    then: fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('acts')),
  }),
})).acts

test('S5 the virtual clock does what a plain sorted list would do', () => {
  fc.assert(
    fc.property(acts, fc.integer({ min: 1, max: 3 }), (list, capacity) => {
      const clock = new VirtualClock(100, capacity)
      const naive = new NaiveClock(100)
      const ran: string[] = []
      const expected: string[] = []
      const timers: number[] = []
      const drops: (() => void)[] = []
      let names = 0
      let expectedNames = 0

      const real = (all: readonly Act[], nested: boolean): void => {
        for (const { do: what, n, then } of all) {
          names += 1
          const name = names
          const run = (): void => {
            ran.push(`${name} at ${clock.nowMs()}`)
            real(then, true)
          }
          if (what === 'at') timers.push(clock.at(clock.nowMs() + n, run, undefined))
          else if (what === 'soon') clock.soon(run, undefined)
          else if (what === 'cancel') clock.cancel(timers.at(n % (timers.length + 1)) ?? 0)
          else if (!nested) clock.runUntil(clock.nowMs() + Math.max(n, 0))
        }
      }
      const plain = (all: readonly Act[], nested: boolean): void => {
        for (const { do: what, n, then } of all) {
          expectedNames += 1
          const name = expectedNames
          const run = (): void => {
            expected.push(`${name} at ${naive.nowMs}`)
            plain(then, true)
          }
          if (what === 'at') drops.push(naive.at(naive.nowMs + n, run))
          else if (what === 'soon') naive.at(naive.nowMs, run)
          else if (what === 'cancel') drops.at(n % (drops.length + 1))?.()
          else if (!nested) naive.runUntil(naive.nowMs + Math.max(n, 0))
        }
      }
      real(list, false)
      plain(list, false)
      expect(clock.pending).toBe(naive.pending)
      clock.runUntil(10_000)
      naive.runUntil(10_000)
      expect(ran).toEqual(expected)
      expect([clock.nowMs(), clock.pending]).toEqual([naive.nowMs, 0])
    }),
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
