import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MediaLoop } from './media-loop.js'
import type { UdpPorts } from './udp-ports.js'

/** Ports at which nothing comes; each wait is longer than asked for by the next of `lateMs`. */
const waiting = (clock: { nowMs: number }, lateMs: readonly number[]): UdpPorts & { flushes: number } => {
  let polls = 0
  const ports = {
    counts: { received: 0, sent: 0, unsent: 0, tooLong: 0 },
    flushes: 0,
    open: () => Promise.reject(new Error('no ports here')),
    close: () => undefined,
    send: () => undefined,
    flush: () => {
      ports.flushes += 1
    },
    poll: async (waitMs: number) => {
      clock.nowMs += waitMs + (lateMs[polls % lateMs.length] ?? 0)
      polls += 1
    },
    closeAll: () => Promise.resolve(),
  }
  return ports
}

describe('media loop', () => {
  test('ticks stand for t0 + n * 20 ms, whatever the waits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 250, noNaN: true }), { minLength: 1, maxLength: 8 }),
        async (late) => {
          const clock = { nowMs: 1_000 }
          const ports = waiting(clock, late)
          const due: number[] = []
          let skipped = 0
          const loop = new MediaLoop({
            ports,
            nowMs: () => clock.nowMs,
            onTick: (dueAtMs) => {
              due.push(dueAtMs)
              expect(clock.nowMs).toBeGreaterThanOrEqual(dueAtMs)
              expect(clock.nowMs - dueAtMs).toBeLessThan(100)
              if (due.length === 50) loop.stop()
            },
            onSkipped: (ticks) => {
              skipped += ticks
            },
          })
          await loop.run()
          due.forEach((atMs, i) => {
            expect((atMs - 1_000) % 20).toBe(0)
            if (i > 0) expect(atMs).toBeGreaterThan(due[i - 1] as number)
          })
          expect(((due.at(-1) as number) - 1_000) / 20 + 1).toBe(due.length + skipped)
          expect(ports.flushes).toBe(due.length)
        },
      ),
    )
  })

  test('orders are taken before each wait, and what a tick throws ends the loop', async () => {
    const clock = { nowMs: 0 }
    let rounds = 0
    const loop = new MediaLoop({
      ports: waiting(clock, [0.1]),
      nowMs: () => clock.nowMs,
      onTick: (dueAtMs) => {
        if (dueAtMs === 200) throw new TypeError('a bug')
      },
      onRound: () => {
        rounds += 1
      },
    })
    await expect(loop.run()).rejects.toThrow('a bug')
    expect(rounds).toBe(11)
  })
})
