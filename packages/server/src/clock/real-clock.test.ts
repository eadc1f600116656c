import { clockContract } from '@callweave/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRealClock, type RealClockOptions } from './real-clock.js'
import type { TimeSource } from './time-source.js'

describe('the real clock, on the time of Node', () => {
  const make = () => {
    const clock = createRealClock()
    /** A busy machine may take longer: until so much has passed and what was due by then has run. */
    const pass = async (byMs: number): Promise<void> => {
      const untilMs = clock.nowMs() + byMs
      while (clock.nowMs() < untilMs) await new Promise((resolve) => setTimeout(resolve, 1))
      await new Promise((resolve) => void clock.at(untilMs, resolve, undefined))
    }
    return { clock, pass, close: () => clock.close() }
  }
  // These ask for what has not yet happened after some ms, which a busy machine may let pass: asked of turned hands below.
  const timed = 'an appointment runs once, at its instant or after it, never before'
  for (const { name, run } of clockContract(make)) {
    if (!name.endsWith(timed)) test(`S5 ${name}`, run)
  }
})

/** Hands that a test turns. Node's timers are told from its immediates: the latter have no ms to wait. */
const createHands = () => {
  let steadyMs = 12.25
  let wall = 1_700_000_000_000
  let timer: { readonly dueMs: number; readonly holds: boolean; readonly what: () => void } | undefined
  let most = 0
  const longest: number[] = []
  const time: TimeSource = {
    wallMs: () => Math.floor(wall),
    steadyMs: () => steadyMs,
    wake: (afterMs, holds, what) => {
      expect(timer, 'one timer at a time').toBeUndefined()
      longest.push(afterMs)
      const set = { dueMs: steadyMs + afterMs, holds, what }
      timer = set
      most += 1
      return () => {
        if (timer === set) timer = undefined
      }
    },
  }
  const turn = (byMs: number): void => {
    steadyMs += byMs
    wall += byMs
  }
  return {
    time,
    setWall: (byMs: number) => {
      wall += byMs
    },
    pass: (byMs: number): void => {
      const endMs = steadyMs + byMs
      while (timer !== undefined && timer.dueMs <= endMs) {
        const { dueMs, what } = timer
        turn(dueMs - steadyMs)
        timer = undefined
        what()
      }
      turn(endMs - steadyMs)
    },
    armed: () => (timer === undefined ? 'no' : timer.holds ? 'holds' : 'lets go'),
    set: () => most,
    longest: () => Math.max(...longest),
  }
}

const rigOf = (options: Omit<RealClockOptions, 'time'> = {}) => {
  const hands = createHands()
  const clock = createRealClock({ ...options, time: hands.time })
  return { hands, clock }
}

describe('the real clock, on turned hands', () => {
  const make = () => {
    const { hands, clock } = rigOf()
    return { clock, pass: hands.pass, close: () => clock.close() }
  }
  for (const { name, run } of clockContract(make)) test(`S5 ${name}`, run)

  test('S5 a wall clock that is put back, or ahead, is told once and not followed', () => {
    const jumps: number[] = []
    const { hands, clock } = rigOf({ onJump: ({ byMs }) => void jumps.push(byMs) })
    const startMs = clock.nowMs()
    hands.pass(60_000)
    hands.setWall(-3_600_000)
    hands.pass(60_000)
    hands.setWall(200)
    hands.pass(60_000)
    hands.setWall(7_200_000)
    hands.pass(60_000)
    expect(jumps).toEqual([-3_600_000, expect.closeTo(7_200_200, -1)])
    expect(clock.nowMs() - startMs).toBe(240_000)
  })

  test('S5 an appointment in a hundred days is kept then, in parts that a timer can wait', () => {
    const { hands, clock } = rigOf()
    const ran: number[] = []
    const hundredDaysMs = 100 * 86_400_000
    const dueMs = clock.nowMs() + hundredDaysMs
    clock.at(dueMs, () => void ran.push(clock.nowMs()), undefined)
    hands.pass(hundredDaysMs - 1)
    expect(ran).toEqual([])
    hands.pass(2)
    expect(ran).toEqual([dueMs])
    expect(hands.longest()).toBeLessThan(2 ** 31)
  })

  test('S5 an appointment that throws takes no other with it', () => {
    const { hands, clock } = rigOf()
    const ran: string[] = []
    const atMs = clock.nowMs() + 10
    const fail = (): never => {
      throw new RangeError('broken')
    }
    clock.at(atMs, fail, undefined)
    clock.at(atMs, (name) => void ran.push(name), 'next')
    expect(() => hands.pass(20)).toThrow('broken')
    hands.pass(0)
    expect(ran).toEqual(['next'])
  })

  test('S5 appointments that make the next for now leave room for everything else', () => {
    const { hands, clock } = rigOf()
    let ran = 0
    const again = (): void => {
      ran += 1
      if (ran < 100) clock.at(clock.nowMs(), again, undefined)
    }
    const before = hands.set()
    clock.at(clock.nowMs(), again, undefined)
    hands.pass(0)
    expect(ran).toBe(100)
    expect(hands.set() - before).toBe(100)
  })

  test('S5 it holds the process only while there is something to wait for; closed, it waits for nothing', () => {
    const { hands, clock } = rigOf()
    expect(hands.armed()).toBe('no')
    const only = clock.at(clock.nowMs() + 10, () => {}, undefined)
    expect(hands.armed()).toBe('holds')
    clock.cancel(only)
    expect(hands.armed()).toBe('no')

    const watched = rigOf({ onJump: () => {} })
    expect(watched.hands.armed()).toBe('lets go')
    const ran: number[] = []
    watched.clock.at(watched.clock.nowMs(), (n) => void ran.push(n), 1)
    watched.clock.close()
    watched.clock.at(watched.clock.nowMs(), (n) => void ran.push(n), 2)
    watched.hands.pass(100_000)
    expect([watched.hands.armed(), watched.clock.pending, ran]).toEqual(['no', 0, []])
  })

  test('S5 any appointments, made and taken back in any order, run by instant and then by their making', () => {
    const acts = fc.array(
      fc.oneof(
        fc.record({ act: fc.constant('at' as const), afterMs: fc.integer({ min: -5, max: 50 }) }),
        fc.record({ act: fc.constant('cancel' as const), which: fc.nat(60) }),
        fc.record({ act: fc.constant('pass' as const), byMs: fc.nat(20) }),
      ),
      { maxLength: 120 },
    )
    fc.assert(
      fc.property(acts, (todo) => {
        const { hands, clock } = rigOf()
        const made: { readonly id: number; readonly atMs: number; gone: boolean }[] = []
        const ran: number[] = []
        for (const act of todo) {
          if (act.act === 'at') {
            const place = made.length
            const atMs = Math.max(clock.nowMs(), clock.nowMs() + act.afterMs)
            const id = clock.at(clock.nowMs() + act.afterMs, (n) => void ran.push(n), place)
            made.push({ id, atMs, gone: false })
          } else if (act.act === 'pass') hands.pass(act.byMs)
          else {
            const one = made[act.which]
            if (one === undefined) continue
            clock.cancel(one.id)
            if (!ran.includes(act.which)) one.gone = true
          }
        }
        hands.pass(1_000)
        const kept = made.map((one, place) => ({ ...one, place })).filter(({ gone }) => !gone)
        // What is made later for an instant that has come runs later than what ran before it was made.
        expect([...ran].sort((a, b) => a - b)).toEqual(kept.map(({ place }) => place))
        expect(ran).toEqual([...kept].sort((a, b) => a.atMs - b.atMs || a.place - b.place).map(({ place }) => place))
        expect(clock.pending).toBe(0)
      }),
    )
  })
})
