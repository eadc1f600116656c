import type { Journal } from '@callweave/core'
import { createMemoryJournal } from '@callweave/core/testing'
import { describe, expect, test } from 'vitest'
import { openVirtual as open } from '../../test/virtual-center.js'

describe('the end of the day', () => {
  test('S4 no new calls; those that are up go on; when the last is over everything is written and closed', async () => {
    const lines: string[] = []
    const { floor, running, records, pass, ready } = await open(lines)
    ready('a1')
    const leg = floor.arrive('100')
    await pass(1_000)
    const closing = running.close({ drainMs: 60_000 })
    expect(floor.arrive('100')).toBeNull()
    await pass(30_000)
    expect(records).toEqual([])
    floor.putDown(leg as NonNullable<typeof leg>)
    await pass(100)
    expect(await closing).toEqual({ cleared: 0 })
    expect(records.map(({ call, outcome }) => [call, outcome])).toEqual([[1, 'served']])
    const next = await open(lines)
    expect(next.running.start.closed).toEqual([])
  })

  test('S4 who is still there when the time is over is cleared, waiting callers first, and nobody is rung', async () => {
    const lines: string[] = []
    const { floor, running, records, pass, ready } = await open(lines)
    ready('a1', 'a2')
    for (let i = 0; i < 5; i += 1) floor.arrive('100')
    floor.arrive('200')
    await pass(1_000)
    const closing = running.close({ drainMs: 5_000 })
    await pass(4_000)
    expect(records).toEqual([])
    const rung = floor.orders.filter((order) => order.startsWith('originate')).length
    await pass(2_000)
    await pass(10)
    expect(await closing).toEqual({ cleared: 6 })
    expect(await running.close()).toEqual({ cleared: 6 })
    expect(floor.orders.filter((order) => order.startsWith('originate')).length).toBe(rung)
    expect(records.map(({ call }) => call).sort()).toEqual([1, 2, 3, 4, 5, 6])
    expect((await open(lines)).running.start.closed).toEqual([])
  })

  test('S4 a disk that has been full all along keeps nobody waiting, and is told', async () => {
    const memory = createMemoryJournal()
    const refuse: ((error: Error) => void)[] = []
    let isFull = false
    const journal: Journal = {
      ...memory,
      append: (events) => (isFull ? new Promise((_, reject) => refuse.push(reject)) : memory.append(events)),
      close: async () => {
        for (const reject of refuse) reject(new RangeError('the disk is full'))
      },
    }
    const { floor, running, pass, records } = await open([], { journal })
    isFull = true
    floor.arrive('200')
    await pass(100)
    const told = expect(running.close()).rejects.toThrow('the disk is full')
    await pass(6_000)
    await told
    expect(records).toEqual([])
  })
})
