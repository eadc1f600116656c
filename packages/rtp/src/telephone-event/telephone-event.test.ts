import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { capturedPackets, udpPayloads } from '../../test/captures.js'
import { createRtpHeader, readHeader } from '../packet/header.js'
import { keys } from './payload.js'
import { EventReceiver, type KeyChange } from './receiver.js'
import { EventSender } from './sender.js'

interface Sent {
  readonly atMs: number
  readonly timestamp: number
  readonly marker: boolean
  readonly payload: Uint8Array
}

/** All that a sender makes of some presses, tick by tick, from a timestamp that soon wraps. */
const sentFor = (presses: readonly (readonly [string, number])[], first = 0xffff_f000): Sent[] => {
  const sender = new EventSender()
  for (const [key, ms] of presses) sender.press(key, ms)
  const sent: Sent[] = []
  for (let tick = 0; sender.isBusy; tick += 1) {
    const payload = new Uint8Array(4)
    const packet = sender.next((first + tick * 160) >>> 0, payload, 0)
    if (packet !== null) sent.push({ atMs: tick * 20, ...packet, payload })
  }
  return sent
}

const receiver = () => {
  const changes: KeyChange[] = []
  return { changes, receiver: new EventReceiver({ onChange: (change) => changes.push(change) }) }
}

const receive = (sent: readonly Sent[]): KeyChange[] => {
  const { changes, receiver: to } = receiver()
  for (const { atMs, timestamp, payload } of sent) {
    to.tick(atMs)
    to.take(payload, 0, 4, timestamp, atMs)
  }
  to.tick((sent.at(-1)?.atMs ?? 0) + 1_000)
  return changes
}

const pressed = (changes: readonly KeyChange[]): string =>
  changes.flatMap(({ kind, key }) => (kind === 'pressed' ? [key] : [])).join('')

describe('telephone-event (RFC 4733) sent', () => {
  test('begins with the marker, keeps its timestamp, ends three times', () => {
    const sent = sentFor([['5', 90]], 1_000)
    expect(sent.map(({ marker }) => marker)).toEqual([true, false, false, false, false, false, false])
    expect(new Set(sent.map(({ timestamp }) => timestamp))).toEqual(new Set([1_000]))
    const at = (i: number) => Buffer.from((sent[i] as Sent).payload).toString('hex')
    expect([0, 1, 2, 3, 4, 5, 6].map(at)).toEqual([
      '050a00a0',
      '050a0140',
      '050a01e0',
      '050a0280',
      '058a02d0',
      '058a02d0',
      '058a02d0',
    ])
    expect(sent.map(({ atMs }) => atMs)).toEqual([0, 20, 40, 60, 80, 100, 120])
  })

  test('keys follow each other after a pause', () => {
    const sent = sentFor([
      ['1', 40],
      ['1', 40],
    ])
    const starts = sent.filter(({ marker }) => marker).map(({ atMs }) => atMs)
    // 40 ms of tone, and the 60 ms of pause begin with it: two repeats of the end fall into them.
    expect(starts).toEqual([0, 100])
  })

  test('what is no key, too short, too long or too much is refused', () => {
    const sender = new EventSender()
    for (const key of ['', 'x', '12', 'é']) expect(() => sender.press(key)).toThrow(/no key/)
    for (const ms of [39, 8_001, Number.NaN]) expect(() => sender.press('1', ms)).toThrow(/40\.\.8000 ms/)
    for (let i = 0; i < 64; i += 1) sender.press('1')
    expect(() => sender.press('1')).toThrow(/64 at most/)
  })
})

describe('telephone-event (RFC 4733) received', () => {
  const press = fc.tuple(fc.constantFrom(...keys), fc.integer({ min: 40, max: 2_000 }))
  const presses = fc.array(press, { minLength: 1, maxLength: 6 })

  test('each press once with its duration, whatever was pressed', () => {
    fc.assert(
      fc.property(presses, fc.nat(0xffff_ffff), (given, first) => {
        const changes = receive(sentFor(given, first))
        expect(changes).toEqual(
          given.flatMap(([key, ms]) => [
            { kind: 'pressed', key, durationMs: 0, isComplete: true },
            { kind: 'released', key, durationMs: ms, isComplete: true },
          ]),
        )
      }),
    )
  })

  test('each press once, as long as one of its packets comes, in any order within 60 ms, with duplicates', () => {
    const fate = fc.record({ isLost: fc.boolean(), isTwice: fc.boolean(), lateMs: fc.integer({ min: 0, max: 60 }) })
    const fates = fc.array(fate, { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(presses, fates, (given, fates) => {
        const sent = sentFor(given)
        const arriving = sent.flatMap((packet, i) => {
          const { isLost, isTwice, lateMs } = fates[i % fates.length] as (typeof fates)[number]
          const late = { ...packet, atMs: packet.atMs + lateMs }
          return isLost ? [] : isTwice ? [late, { ...late, atMs: late.atMs + 1 }] : [late]
        })
        const heard = new Set(arriving.map(({ timestamp }) => timestamp))
        const expected = given
          .map(([key]) => key)
          .filter((_, i) => heard.has(sent.filter(({ marker }) => marker)[i]?.timestamp as number))
        // A gap of lost packets may be longer than the silence that ends a key: such a run proves nothing.
        const inOrder = arriving.sort((a, b) => a.atMs - b.atMs)
        fc.pre(inOrder.every(({ atMs }, i) => i === 0 || atMs - (inOrder[i - 1] as Sent).atMs < 130))
        const changes = receive(inOrder)
        // A press that comes to light after the next one has begun is over: a key is never told out of order.
        const told = pressed(changes)
        expect(isWithin(told, expected.join(''))).toBe(true)
        if (fates.every(({ lateMs }) => lateMs === 0)) expect(told).toBe(expected.join(''))
        expect(changes.length).toBe(told.length * 2)
      }),
    )
  })

  test('lost end: silence ends the key, and the next key does', () => {
    const two = sentFor([
      ['1', 100],
      ['2', 100],
    ])
    const ends = (packet: Sent) => (packet.payload[1] as number) >= 128
    const changes = receive(two.filter((packet) => !ends(packet)))
    expect(changes.map(({ kind, key, isComplete }) => [kind, key, isComplete])).toEqual([
      ['pressed', '1', true],
      ['released', '1', false],
      ['pressed', '2', true],
      ['released', '2', false],
    ])
    expect(changes[1]?.durationMs).toBe(80)
  })

  test('a packet of an earlier press says nothing', () => {
    const sent = sentFor([
      ['1', 40],
      ['2', 40],
    ])
    expect(pressed(receive([...sent, ...sent.map((packet) => ({ ...packet, atMs: packet.atMs + 500 }))]))).toBe('12')
  })

  test('a press of ten seconds is one, in two segments', () => {
    const { changes, receiver: to } = receiver()
    for (let i = 1; i <= 500; i += 1) {
      const units = i * 160
      const isSecond = units > 0xffff
      const duration = isSecond ? units - 0xffff : units
      const payload = Uint8Array.from([9, i === 500 ? 0x8a : 0x0a, duration >> 8, duration & 255])
      to.take(payload, 0, 4, isSecond ? 7 + 0xffff : 7, i * 20)
    }
    expect(changes.map(({ kind, durationMs }) => [kind, durationMs])).toEqual([
      ['pressed', 0],
      ['released', 10_000],
    ])
  })

  test('a sender that moves the timestamp with each packet presses once', () => {
    const { changes, receiver: to } = receiver()
    for (let i = 1; i <= 8; i += 1) {
      to.take(Uint8Array.from([3, i === 8 ? 0x80 : 0, (i * 160) >> 8, (i * 160) & 255]), 0, 4, i * 160, i * 20)
    }
    expect(pressed(changes)).toBe('3')
  })

  test('any bytes at any time: pressed and released take turns', () => {
    const packet = fc.tuple(fc.uint8Array({ maxLength: 24 }), fc.nat(0xffff_ffff), fc.nat(300))
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 60 }), (packets) => {
        const { changes, receiver: to } = receiver()
        let nowMs = 0
        for (const [payload, timestamp, laterMs] of packets) {
          nowMs += laterMs
          to.tick(nowMs)
          to.take(payload, 0, payload.length, timestamp, nowMs)
        }
        to.reset()
        changes.forEach(({ kind, key }, i) => {
          expect(kind).toBe(i % 2 === 0 ? 'pressed' : 'released')
          if (i % 2 === 1) expect(key).toBe(changes[i - 1]?.key)
        })
        expect(changes.length % 2).toBe(0)
      }),
    )
  })
})

/** Whether `part` is what is left of `whole` when some letters are taken out. */
const isWithin = (part: string, whole: string): boolean => {
  let at = 0
  for (const letter of whole) if (letter === part[at]) at += 1
  return at === part.length
}

const data = peer('data')
describe.skipIf(data.missing)(`captured telephone-events${data.note}`, () => {
  test.each([
    ['dtmf_capture_a.csv', '2'],
    ['dtmf_capture_b.csv', '111'],
  ])('%s: %s', (file, expected) => {
    const { changes, receiver: to } = receiver()
    for (const { arrivedMs, payloadType, timestamp, event } of capturedPackets(data.path, file)) {
      to.tick(arrivedMs)
      if (payloadType === 101) to.take(event, 0, event.length, timestamp, arrivedMs)
    }
    expect(pressed(changes)).toBe(expected)
    expect(changes.every(({ isComplete }) => isComplete)).toBe(true)
    expect(changes.filter(({ kind, durationMs }) => kind === 'released' && durationMs < 40)).toEqual([])
  })

  test.each([...'01234'].map((digit) => [digit, digit]).concat([['star', '*']]))('dtmf_2833_%s.pcap', (name, key) => {
    const { changes, receiver: to } = receiver()
    const header = createRtpHeader()
    udpPayloads(data.path, `dtmf_2833_${name}.pcap`).forEach((bytes, i) => {
      expect(readHeader(bytes, bytes.length, header)).toBe(null)
      to.take(bytes, header.payloadStart, header.payloadBytes, header.timestamp, i * 20)
    })
    to.tick(1_000)
    expect(pressed(changes)).toBe(key)
    expect(changes.length).toBe(2)
  })
})
