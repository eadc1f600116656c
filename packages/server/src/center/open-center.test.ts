import { type CallEvent, callId, type Journal, legId } from '@callweave/core'
import { createMemoryJournal, eventOf } from '@callweave/core/testing'
import { VirtualClock } from '@callweave/sim'
import { describe, expect, test } from 'vitest'
import { openVirtual as open, startMs, turns } from '../../test/virtual-center.js'
import { createFloor } from '../../test/virtual-floor.js'

/** A journal whose writes return when the test says so. */
const slowJournal = (lines: string[] = []) => {
  const memory = createMemoryJournal(lines)
  let waiting: (() => void)[] = []
  let isSlow = false
  const journal: Journal = {
    ...memory,
    append: async (events) => {
      await memory.append(events)
      if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
  return {
    journal,
    slow: () => {
      isSlow = true
    },
    write: async () => {
      const written = waiting
      waiting = []
      for (const resolve of written) resolve()
      await turns()
    },
  }
}

const eventsIn = (lines: readonly string[]): CallEvent[] => lines.map((line) => JSON.parse(line) as CallEvent)
const typesIn = (lines: readonly string[]): string[] => eventsIn(lines).map(({ type }) => type)

describe('on disk before it is told', () => {
  test('S4 nobody is rung, answered or connected before the events behind it are written; music does not wait', async () => {
    const slow = slowJournal()
    const { floor, running, pass, ready } = await open([], { journal: slow.journal })
    ready('a1')
    await running.settled()
    slow.slow()
    floor.arrive('100')
    await pass(100)
    expect(floor.orders).toEqual(['play 1'])
    await slow.write()
    expect(floor.orders).toEqual(['play 1', 'originate 2'])
    await pass(100)
    expect(running.log.seq, 'the phone was answered, the center has decided').toBeGreaterThan(0)
    expect(floor.orders).toEqual(['play 1', 'originate 2'])
    while (floor.orders.length < 4) await slow.write()
    expect(floor.orders).toEqual(['play 1', 'originate 2', 'answer 1', 'bridge 1'])
  })

  test('S4 every event is in the journal once, in order', async () => {
    const lines: string[] = []
    const { floor, running, pass, ready } = await open(lines)
    const all: number[] = []
    running.log.tapAll(({ seq }) => void all.push(seq))
    ready('a1', 'a2')
    for (let i = 0; i < 5; i += 1) floor.arrive(i === 3 ? '200' : '100')
    await pass(1_000)
    await running.settled()
    expect(eventsIn(lines).map(({ seq }) => seq)).toEqual(Array.from({ length: running.log.seq }, (_, i) => i + 1))
    expect(all.length).toBe(running.log.seq - 1)
  })

  test('S4 a journal that fails is told once: no more calls, nobody is connected, hang-ups still go', async () => {
    const lines: string[] = []
    const memory = createMemoryJournal(lines)
    let fails = false
    const journal: Journal = {
      ...memory,
      append: (events) => (fails ? Promise.reject(new RangeError('the disk is gone')) : memory.append(events)),
    }
    const { floor, running, pass, ready, troubles, records } = await open(lines, { journal })
    ready('a1')
    const leg = floor.arrive('100')
    await pass(1_000)
    fails = true
    floor.arrive('100')
    await pass(1_000)
    expect(floor.arrive('100')).toBeNull()
    floor.putDown(leg as NonNullable<typeof leg>)
    await pass(1_000)
    expect(troubles).toEqual([new RangeError('the disk is gone')])
    expect(records).toEqual([])
    const closing = expect(running.close()).rejects.toThrow('the disk is gone')
    await pass(1_000)
    await closing
    expect(floor.orders.filter((order) => order.startsWith('originate')).length).toBe(1)
  })
})

describe('a start after a kill', () => {
  /** Two talk, one is rung for, three wait, one speaks a message; then nothing is heard of them any more. */
  const killed = async (lines: string[], service: Record<string, unknown> = {}) => {
    const day = await open(lines, {}, { service })
    day.ready('a1', 'a2', 'a3')
    ;(day.floor.people.get('a3') as { answersAfterMs: number }).answersAfterMs = Number.POSITIVE_INFINITY
    for (let i = 0; i < 6; i += 1) day.floor.arrive('100')
    day.floor.arrive('200')
    await day.pass(5_000)
    await day.running.settled()
    expect(day.states()).toEqual({ a1: 'talking', a2: 'talking', a3: 'ringing' })
    return day
  }

  test('S4 every call that was up is closed, with its record; agents are free, nobody is rung for the dead', async () => {
    const lines: string[] = []
    await killed(lines)
    const before = lines.length
    const { running, records, states, floor, pass } = await open(lines, {}, { atMs: startMs + 3_600_000 })
    expect(running.start).toEqual({
      events: before,
      closed: [
        ...[1, 2].map((call) => ({ call, arrivedAtMs: startMs, stage: 'talking', legs: 2 })),
        { call: 3, arrivedAtMs: startMs, stage: 'offered', legs: 2 },
        ...[4, 5, 6].map((call) => ({ call, arrivedAtMs: startMs, stage: 'waiting', legs: 1 })),
        { call: 7, arrivedAtMs: startMs, stage: 'flow', legs: 1 },
      ],
      deadLegs: 10,
      diedAtMs: eventsIn(lines.slice(0, before)).at(-1)?.atMs,
      unknownLegs: [],
      clockBehindMs: 0,
    })
    expect(records.map(({ call }) => call).sort()).toEqual([1, 2, 3, 4, 5, 6, 7])
    for (const { endCause, endedBy, endedAtMs, talkMs } of records) {
      expect([endCause, endedBy, endedAtMs]).toEqual(['failed', 'switch', running.start.diedAtMs])
      expect(talkMs, 'an hour when nobody was there is no talk').toBeLessThanOrEqual(5_000)
    }
    expect(running.center.calls.calls.size + running.center.calls.legs.size).toBe(0)
    expect(states()).toEqual({ a1: 'ready', a2: 'ready', a3: 'ready' })
    expect(typesIn(lines.slice(before)).filter((type) => type === 'offer.made')).toEqual([])
    await pass(1_000)
    expect(floor.orders).toEqual([])

    floor.arrive('100')
    await pass(1_000)
    expect(floor.orders).toEqual(['play 11', 'originate 12', 'answer 11', 'bridge 11'])
    expect(running.center.calls.calls.get(callId(8))?.agent).toBe('a1')
  })

  test('S4 they ended when the last process was alive last; a wrap-up that has passed meanwhile is over', async () => {
    const lines: string[] = []
    await killed(lines, { wrapUpMs: 30_000 })
    const lastAliveMs = startMs + 60_000
    const { running, records, states, pass } = await open(
      lines,
      { lastAliveMs },
      { atMs: startMs + 3_600_000, service: { wrapUpMs: 30_000 } },
    )
    expect(running.start.diedAtMs).toBe(lastAliveMs)
    await pass(10)
    expect(states()).toEqual({ a1: 'ready', a2: 'ready', a3: 'ready' })
    await running.settled()
    const talked = records.filter(({ talkMs }) => talkMs > 0)
    expect(talked.length).toBe(2)
    for (const { talkMs, conversations } of talked) {
      expect(talkMs).toBe(lastAliveMs - (conversations[0]?.answeredAtMs ?? 0))
    }
    expect(records.length).toBe(7)
  })

  test('S4 killed again while it closes them, at any event, the next start closes the rest', async () => {
    const lines: string[] = []
    await killed(lines)
    const before = lines.length
    const whole: string[] = [...lines]
    const { running } = await open(whole)
    await running.settled()
    // A journal ends between two turns; each call that is closed is one.
    const ends = eventsIn(whole).flatMap(({ seq, type }) => (type === 'call.ended' && seq > before ? [seq] : []))
    expect(ends.length).toBe(7)
    for (const end of ends) {
      const again = whole.slice(0, end)
      const next = await open(again)
      expect(next.running.center.calls.calls.size).toBe(0)
      expect(next.records.map(({ call }) => call).sort()).toEqual([1, 2, 3, 4, 5, 6, 7])
    }
  })

  test('S4 a clock that was put back goes on where the journal ends, and that is told', async () => {
    const lines: string[] = []
    await killed(lines)
    const { running } = await open(lines, {}, { atMs: startMs - 3_600_000 })
    const times = eventsIn(lines).map(({ atMs }) => atMs)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(running.start.clockBehindMs).toBe(Math.max(...times) - (startMs - 3_600_000))
  })

  test('S4 a leg that the switch has and the journal does not know is hung up', async () => {
    const orders: string[] = []
    const clock = new VirtualClock(startMs)
    const { running } = await open([], {
      createSwitch: (parts) => ({
        ...createFloor(clock).createSwitch(parts),
        legs: () => [{ call: callId(4), leg: legId(9), state: 'answered' }],
        do: (command) => void orders.push(`${command.do} ${command.leg}`),
      }),
    })
    expect(orders).toEqual(['hang-up 9'])
    expect(running.start.unknownLegs).toEqual([9])
  })

  test('S4 a leg that outlived the process keeps its call, and its flow goes on', async () => {
    const lines: string[] = []
    await killed(lines)
    const orders: string[] = []
    const clock = new VirtualClock(startMs + 10_000)
    const { running } = await open(lines, {
      createSwitch: (parts) => ({
        ...createFloor(clock).createSwitch(parts),
        // A waiting caller, and the caller of a conversation whose agent has gone.
        legs: () => [1, 4].map((call) => ({ call: callId(call), leg: legOfCall(lines, call), state: 'answered' })),
        do: (command) => void orders.push(`${command.do} ${command.leg}`),
      }),
    })
    expect(running.start.closed.map(({ call }) => call)).toEqual([2, 3, 5, 6, 7])
    expect([...running.center.calls.legs.values()].map(({ id }) => id)).toContain(legOfCall(lines, 4))
    expect(
      orders.some((order) => order.startsWith('originate')),
      'who waits is offered to whom has come free',
    ).toBe(true)
  })

  test('S4 a journal that cannot be read closes the switch and says why', async () => {
    const closed: string[] = []
    const clock = new VirtualClock(startMs)
    const bad = open([JSON.stringify(eventOf('trunk.restored', { seq: 5 }))], {
      createSwitch: (parts) => ({
        ...createFloor(clock).createSwitch(parts),
        close: () => void closed.push('switch'),
      }),
    })
    await expect(bad).rejects.toThrow('event 5 does not follow 0')
    expect(closed).toEqual(['switch'])
  })
})

/** The leg that this call arrived on. */
const legOfCall = (lines: readonly string[], call: number) => {
  const arrived = eventsIn(lines).find((event) => event.type === 'leg.arrived' && event.call === call)
  return arrived?.type === 'leg.arrived' ? arrived.leg : legId(0)
}
