import { type CallEvent, eventSchema, eventTypes } from '@callweave/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyEventOf, anyEvents } from '../../test/arbitrary-events.js'
import { script } from '../../test/script.js'
import { createBinaryEncoder } from './binary-encoder.js'
import { frameBytes } from './blocks.js'
import { createEventDecoder } from './decoder.js'
import { eventLogHeader } from './header.js'
import { createJsonEncoder } from './json-encoder.js'

const header = eventLogHeader({ definitionHash: 'abc123', seed: '7', originMs: 1_764_547_200_000 })
const formats = { binary: createBinaryEncoder, jsonl: createJsonEncoder } as const
type Format = keyof typeof formats

const encode = (format: Format, events: readonly CallEvent[], blockBytes = 1 << 20): Uint8Array => {
  const parts: number[] = []
  const encoder = formats[format]({ header, blockBytes, write: (bytes) => parts.push(...bytes) })
  for (const event of events) encoder.append(event)
  encoder.end()
  expect(encoder.events).toBe(events.length)
  expect(encoder.bytes).toBe(parts.length)
  return Uint8Array.from(parts)
}

const decode = (bytes: Uint8Array, pieceBytes = bytes.length || 1) => {
  const decoder = createEventDecoder({ where: 'day.log' })
  const events: CallEvent[] = []
  const says = (() => {
    try {
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        decoder.feed(bytes.subarray(from, from + pieceBytes))
        for (const event of decoder.events()) events.push(event)
      }
      decoder.end()
      return undefined
    } catch (error) {
      return (error as Error).message
    }
  })()
  return { events, says, header: decoder.header, format: decoder.format }
}

const lines = (events: readonly CallEvent[]) => events.map((event) => JSON.stringify(event))

const someEvents = (count: number) => {
  const events = script()
  for (let call = 1; call <= count; call += 1) {
    events.at(1_764_547_200_000 + call, 'queue.entered', { call, queue: 'service', virtualStartMs: 1_764_547_200_000 })
  }
  return events.events
}

describe.each(['binary', 'jsonl'] as const)('event log, %s', (format) => {
  test('random events of every type come back the same, whatever the blocks and the pieces', () => {
    fc.assert(
      fc.property(anyEvents, fc.integer({ min: 1, max: 400 }), fc.nat(2_000), (events, pieceBytes, blockBytes) => {
        const read = decode(encode(format, events, blockBytes), pieceBytes)
        expect(read.says).toBeUndefined()
        expect(lines(read.events)).toEqual(lines(events))
        expect(read.header).toEqual(header)
        expect(read.format).toBe(format)
      }),
    )
  })

  test.each(eventTypes)('%s comes back the same', (type) => {
    fc.assert(
      fc.property(anyEventOf(type), (event) => {
        expect(lines(decode(encode(format, [event])).events)).toEqual(lines([event]))
      }),
      { numRuns: 20 },
    )
  })

  test('one listener for each type writes what append writes', () => {
    const events = someEvents(5)
    const parts: number[] = []
    const encoder = formats[format]({ header, write: (bytes) => parts.push(...bytes) })
    for (const event of events) (encoder.listeners[event.type] as (event: CallEvent) => void)(event)
    encoder.end()
    expect(Uint8Array.from(parts)).toEqual(encode(format, events))
    expect(Object.keys(encoder.listeners)).toEqual(Object.keys(eventSchema))
  })

  test('a file that is cut anywhere is readable up to its last whole part, and says so', () => {
    const events = someEvents(30)
    const whole = encode(format, events, 200)
    const { length } = encode(format, [])
    for (let to = 0; to < whole.length; to += 1) {
      const read = decode(whole.subarray(0, to), 64)
      expect(lines(read.events)).toEqual(lines(events.slice(0, read.events.length)))
      if (format === 'binary') expect(read.says).toMatch(/empty|cut|not closed/)
      if (to > length + 200) expect(read.events.length).toBeGreaterThan(0)
    }
    expect(decode(new Uint8Array(0)).says).toBe('this event log is empty'.replace(/^/, 'day.log: '))
  })

  test('what is not whole cannot be written', () => {
    const [event] = someEvents(1) as [CallEvent]
    for (const broken of [
      { ...event, call: 1.5 },
      { ...event, virtualStartMs: undefined },
      { ...event, queue: undefined },
    ]) {
      expect(() => encode(format, [broken as unknown as CallEvent])).toThrow(TypeError)
    }
    const [offer] = script().at(0, 'offer.made', { terms: { sinceMs: Number.NaN } }).events as [CallEvent]
    expect(() => encode(format, [offer])).toThrow('a term cannot be NaN')
  })
})

describe('binary event log', () => {
  test('a damaged byte is found, with its block, and all blocks before are read', () => {
    const events = someEvents(30)
    const whole = encode('binary', events, 200)
    const empty = encode('binary', []).length - frameBytes
    for (let at = 8; at < whole.length; at += 7) {
      const damaged = Uint8Array.from(whole)
      ;(damaged[at] as number) ^= 0x10
      const { events: read, says } = decode(damaged)
      expect(says).toMatch(at < empty ? /damaged|newer|cut/ : /at byte \d+: this log is (damaged|cut)/)
      expect(lines(read)).toEqual(lines(events.slice(0, read.length)))
    }
  })

  test('its head lists the event types, so that it explains itself', () => {
    const text = String.fromCharCode(...encode('binary', []))
    expect(text).toContain('"log":"callweave-events"')
    expect(text).toContain('["call.ended",[["call","int"],["outcome","name"]]]')
  })

  test('an ordinary event takes a few bytes', () => {
    const events = someEvents(1000)
    const bytes = encode('binary', events).length - encode('binary', []).length
    expect(bytes / events.length).toBeLessThan(12)
  })

  test('events that are missing before the end are noticed', () => {
    const whole = encode('binary', someEvents(30), 200)
    const empty = encode('binary', [])
    const headLength = empty.length - frameBytes
    const onlyEnd = Uint8Array.from([...whole.subarray(0, headLength), ...whole.subarray(whole.length - frameBytes)])
    expect(decode(onlyEnd).says).toContain(
      'events are missing from this log (found 0); expected 30 events, as its end says',
    )
    expect(decode(Uint8Array.from([...whole, ...whole.subarray(headLength)])).says).toContain(
      'something follows the end',
    )
  })
})

describe('JSON Lines event log', () => {
  const text = (value: string) => Uint8Array.from(new TextEncoder().encode(value))
  const head = `{"log":"callweave-events","schemaVersion":1,"definitionHash":"abc123","seed":"7","originMs":0}\n`

  test('is written as JSON.stringify would', () => {
    const events = someEvents(3)
    const written = new TextDecoder().decode(encode('jsonl', events))
    expect(written.split('\n').slice(1)).toEqual([...lines(events), ''])
    expect(JSON.parse(written.split('\n')[0] as string)).toEqual({ log: 'callweave-events', ...header })
  })

  test.each([
    ['no JSON', 'hello\n', "day.log:2: this line is not JSON (found 'hello'); expected one event"],
    ['no event', '7\n', 'day.log:2: this line is no event (found 7)'],
    [
      'an unknown type',
      '{"seq":1,"atMs":0,"type":"call.vanished"}\n',
      "there is no event of this type (found 'call.vanished')",
    ],
    ['no seq', '{"atMs":0,"type":"call.ended","call":1,"outcome":"served"}\n', 'seq is not a whole number'],
    [
      'a wrong field',
      '{"seq":1,"atMs":0,"type":"call.ended","call":"1","outcome":"served"}\n',
      "call of call.ended is not right (found '1'); expected int",
    ],
    [
      'a cut line',
      '{"seq":1,"atMs":0,"ty',
      'this log is cut: its last line does not end; its last whole event is number 0',
    ],
  ])('a line with %s is refused with its number', (_, line, says) => {
    expect(decode(text(head + line)).says).toContain(says)
  })

  test.each([
    ['nothing of ours', '{"name":"callweave"}\n', 'day.log: this is not an event log of Callweave'],
    [
      'no text at all',
      'seq,atMs,type\n',
      'day.log: this is not an event log of Callweave; expected a binary log, or JSON Lines',
    ],
    [
      'a newer version',
      head.replace('"schemaVersion":1', '"schemaVersion":99'),
      'written by a newer Callweave (found 99)',
    ],
    ['half a head', head.replace('"seed":"7"', '"seed":7'), 'the head of this event log is damaged'],
  ])('a head with %s is refused', (_, line, says) => {
    expect(decode(text(line)).says).toContain(says)
  })
})
