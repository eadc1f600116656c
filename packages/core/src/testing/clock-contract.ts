/** What every clock keeps. Spans are short, so that a clock which waits in real time can be asked, too. */
import type { Clock, TimerId } from '../ports/clock.js'
import { type ContractCase, casesOf, promised, same } from './contract.js'

export interface ClockRig {
  readonly clock: Clock
  /** Lets so much time pass, keeping the appointments on the way. */
  pass(byMs: number): void | Promise<void>
  close?(): void | Promise<void>
}

export const clockContract = (make: () => ClockRig | Promise<ClockRig>): readonly ContractCase[] =>
  casesOf('clock', make, {
    'appointments run by their instant, not by when they were made': async ({ clock, pass }) => {
      const ran: string[] = []
      const now = clock.nowMs()
      for (const afterMs of [30, 10, 20]) clock.at(now + afterMs, (name) => void ran.push(name), `${afterMs}`)
      await pass(40)
      same(ran, ['10', '20', '30'], 'the earliest first')
    },
    'at the same instant they run in the order they were made': async ({ clock, pass }) => {
      const ran: number[] = []
      const atMs = clock.nowMs() + 10
      for (let i = 0; i < 20; i += 1) clock.at(atMs, (n) => void ran.push(n), i)
      await pass(20)
      same(
        ran,
        Array.from({ length: 20 }, (_, i) => i),
        'first made, first run',
      )
    },
    'an appointment runs once, at its instant or after it, never before': async ({ clock, pass }) => {
      const ran: number[] = []
      const dueMs = clock.nowMs() + 15
      clock.at(dueMs, () => void ran.push(clock.nowMs()), undefined)
      await pass(5)
      same(ran.length, 0, 'nothing runs before its instant')
      await pass(30)
      same(ran.length, 1, 'once')
      promised((ran[0] as number) >= dueMs, 'not before its instant')
      promised(Number.isInteger(ran[0]), 'the clock counts whole ms')
    },
    'what is past or due now runs soon, never inside the call that makes it': async ({ clock, pass }) => {
      const ran: string[] = []
      clock.at(clock.nowMs() - 1_000, (name) => void ran.push(name), 'past')
      clock.at(clock.nowMs(), (name) => void ran.push(name), 'now')
      same(ran, [], 'not inside `at`')
      await pass(5)
      same(ran, ['past', 'now'], 'soon, in the order they were made')
    },
    'an appointment made by another is kept': async ({ clock, pass }) => {
      const ran: string[] = []
      const second = (name: string): void => void ran.push(name)
      clock.at(clock.nowMs() + 5, () => clock.at(clock.nowMs() + 5, second, 'second'), undefined)
      await pass(30)
      same(ran, ['second'], 'one leads to the other')
    },
    'cancel takes an appointment back, and is harmless twice': async ({ clock, pass }) => {
      const ran: string[] = []
      const push = (name: string): void => void ran.push(name)
      const first = clock.at(clock.nowMs() + 10, push, 'first')
      clock.at(clock.nowMs() + 10, push, 'second')
      clock.cancel(first)
      clock.cancel(first)
      await pass(20)
      same(ran, ['second'], 'only the one that was left')
    },
    'cancel from inside an appointment at the same instant': async ({ clock, pass }) => {
      const ran: string[] = []
      const push = (name: string): void => void ran.push(name)
      const atMs = clock.nowMs() + 10
      let later: TimerId = 0
      clock.at(atMs, () => clock.cancel(later), undefined)
      later = clock.at(atMs, push, 'later')
      await pass(20)
      same(ran, [], 'taken back in time')
    },
    'the number of an appointment that has run takes back nobody else': async ({ clock, pass }) => {
      const ran: string[] = []
      const push = (name: string): void => void ran.push(name)
      const stale: TimerId[] = []
      for (let i = 0; i < 5; i += 1) stale.push(clock.at(clock.nowMs() + 1, push, 'old'))
      await pass(5)
      for (let i = 0; i < 5; i += 1) clock.at(clock.nowMs() + 5, push, 'new')
      for (const timer of [...stale, ...stale, 0]) clock.cancel(timer)
      await pass(15)
      same(ran, [...new Array<string>(5).fill('old'), ...new Array<string>(5).fill('new')], 'all ran')
      promised(!stale.includes(0), '0 names no appointment')
    },
    'time never runs backwards': async ({ clock, pass }) => {
      let last = clock.nowMs()
      for (let i = 0; i < 5; i += 1) {
        await pass(3)
        promised(clock.nowMs() >= last, 'now is not before then')
        last = clock.nowMs()
      }
    },
  })
