import { createHandClock } from '@callweave/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOutbound, type OutboundCall } from './outbound.js'

const minuteMs = 60_000

const rigOf = (limits = { callsAtOnce: 2, callsPerHour: 5, minutesPerDay: 30 }) => {
  const clock = createHandClock()
  const outbound = createOutbound({ clock, limitsOf: () => limits })
  const call = (extension = '8001'): OutboundCall => {
    const begun = outbound.begin(extension)
    if (!begun.taken) throw new TypeError(`refused: ${begun.because}`)
    return begun
  }
  return { clock, outbound, call }
}

describe('P2 calls out of one extension', () => {
  it('so many at once: 503 until one is over', () => {
    const { outbound, call } = rigOf()
    const first = call()
    call()
    expect(outbound.begin('8001')).toEqual({ taken: false, status: 503, because: 'calls-at-once', retryAtMs: null })
    expect(outbound.begin('8002').taken).toBe(true)
    first.ended()
    first.ended()
    expect(outbound.begin('8001').taken).toBe(true)
    expect(outbound.begin('8001').taken).toBe(false)
  })

  it('so many in an hour, answered or not: 403, and when it may again', () => {
    const { outbound, call, clock } = rigOf()
    for (let n = 0; n < 5; n += 1) {
      call().ended()
      clock.move(minuteMs)
    }
    const retryAtMs = 1_000_000 + 60 * minuteMs
    expect(outbound.begin('8001')).toEqual({ taken: false, status: 403, because: 'calls-per-hour', retryAtMs })
    clock.move(retryAtMs - clock.nowMs() - 1)
    expect(outbound.begin('8001').taken).toBe(false)
    clock.move(1)
    expect(outbound.begin('8001').taken).toBe(true)
  })

  it('so many minutes of talk in a day; ringing is free', () => {
    const { outbound, call, clock } = rigOf()
    const first = call()
    clock.move(40 * minuteMs)
    expect(outbound.leftMs('8001')).toBe(30 * minuteMs)
    first.answered()
    clock.move(20 * minuteMs)
    expect(outbound.leftMs('8001')).toBe(10 * minuteMs)
    const second = call()
    second.answered()
    expect(outbound.leftMs('8001')).toBe(5 * minuteMs)
    clock.move(5 * minuteMs)
    first.ended()
    second.ended()
    expect(outbound.leftMs('8001')).toBe(0)
    expect(outbound.begin('8001')).toMatchObject({ status: 403, because: 'minutes-per-day' })
    clock.move(24 * 60 * minuteMs)
    expect(outbound.begin('8001').taken).toBe(true)
  })

  it('a limit of nothing lets nobody out', () => {
    const { outbound } = rigOf({ callsAtOnce: 1, callsPerHour: 0, minutesPerDay: 30 })
    expect(outbound.begin('8001')).toMatchObject({ taken: false, retryAtMs: null })
    expect(outbound.leftMs('9999')).toBe(30 * minuteMs)
  })

  it('extensions that have been quiet for a day are forgotten', () => {
    const { outbound, call, clock } = rigOf()
    for (let n = 0; n < 50; n += 1) call(`1${n}`).ended()
    clock.move(25 * 60 * minuteMs)
    for (let n = 0; n < 40; n += 1) call(`2${n % 10}`).ended()
    expect(outbound.size).toBeLessThanOrEqual(11)
  })

  it('whatever is called: no limit is ever passed, and none refuses too early', () => {
    const act = fc.oneof(
      fc.constant({ act: 'begin' as const, n: 0 }),
      fc.nat(5).map((n) => ({ act: 'answer' as const, n })),
      fc.nat(5).map((n) => ({ act: 'end' as const, n })),
      fc.integer({ min: 0, max: 40 * minuteMs }).map((n) => ({ act: 'wait' as const, n })),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 150 }), (acts) => {
        const { clock, outbound } = rigOf()
        const begun: number[] = []
        const over: { fromMs: number; toMs: number }[] = []
        const live: { call: OutboundCall; fromMs: number | null }[] = []
        for (const { act: what, n } of acts) {
          const nowMs = clock.nowMs()
          const one = live[n % Math.max(1, live.length)]
          if (what === 'wait') clock.move(n)
          if (what === 'answer' && one !== undefined) {
            one.call.answered()
            one.fromMs ??= nowMs
          }
          if (what === 'end' && one !== undefined) {
            one.call.ended()
            live.splice(live.indexOf(one), 1)
            if (one.fromMs !== null) over.push({ fromMs: one.fromMs, toMs: nowMs })
          }
          if (what !== 'begin') continue
          const inHour = begun.filter((atMs) => atMs > nowMs - 60 * minuteMs).length
          const talked = (sinceMs: number) =>
            over.reduce((sum, { fromMs, toMs }) => sum + (toMs > sinceMs ? toMs - fromMs : 0), 0) +
            live.reduce((sum, { fromMs }) => sum + (fromMs === null ? 0 : nowMs - fromMs), 0)
          const dayMs = 24 * 60 * minuteMs
          const isFull = (sinceMs: number) => live.length >= 2 || inHour >= 5 || talked(sinceMs) >= 30 * minuteMs
          const result = outbound.begin('8001')
          // What ended up to a minute before the day began may count still.
          if (result.taken) expect(isFull(nowMs - dayMs)).toBe(false)
          else expect(isFull(nowMs - dayMs - minuteMs)).toBe(true)
          if (!result.taken) continue
          begun.push(nowMs)
          live.push({ call: result, fromMs: null })
        }
      }),
    )
  })
})
