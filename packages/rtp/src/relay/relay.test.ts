import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aLawToMuLaw } from '../g711/convert.js'
import type { Address } from '../lock/source-lock.js'
import { createRtpHeader, type RtpHeader, readHeader, writeHeader } from '../packet/header.js'
import type { RtcpPacket } from '../rtcp/packet.js'
import { writeRtcp } from '../rtcp/write.js'
import { lawsToConvert, MediaLeg, payloadTypesOf } from './media-leg.js'
import { Relay } from './relay.js'
import type { UdpPair, UdpPorts } from './udp-ports.js'

const phone: Address = { host: '10.0.0.1', port: 4_000 }
const agent: Address = { host: '10.0.0.2', port: 5_000 }
const stranger: Address = { host: '6.6.6.6', port: 6_666 }

interface Sent {
  readonly pair: UdpPair
  readonly to: Address
  readonly header: RtpHeader
  readonly payload: Uint8Array
}

/** Two legs and what their far ends get, with the clock in the test's hands. */
const rigOf = () => {
  const sent: Sent[] = []
  const reported: RtcpPacket[] = []
  const clock = { nowMs: 0 }
  const ports: UdpPorts = {
    counts: { received: 0, sent: 0, unsent: 0, tooLong: 0 },
    open: () => Promise.reject(new Error('the test opens no ports')),
    close: () => undefined,
    send: (pair, _, bytes, sizeBytes, to) => {
      const header = createRtpHeader()
      expect(readHeader(bytes, sizeBytes, header)).toBe(null)
      const payload = bytes.slice(header.payloadStart, header.payloadStart + header.payloadBytes)
      sent.push({ pair, to, header, payload })
    },
    flush: () => undefined,
    poll: () => Promise.resolve(),
    closeAll: () => Promise.resolve(),
  }
  const relay = new Relay({ ports, nowMs: () => clock.nowMs, onControl: (_, packet) => reported.push(packet) })
  const legOf = (id: number, signalled: Address): MediaLeg => {
    const pair = { id, rtpPort: 10_000 + id * 2, rtcpPort: 10_001 + id * 2 }
    const leg = new MediaLeg({
      pair,
      lock: { signalled },
      start: { ssrc: 0xaaaa_0000 + id, sequence: 65_530, timestamp: 0xffff_ff00 },
    })
    relay.add(leg)
    return leg
  }
  const a = legOf(0, phone)
  const b = legOf(1, agent)
  const arrive = (leg: MediaLeg, from: Address, fields: Partial<RtpHeader>, payload: readonly number[] = [1, 2, 3]) => {
    const bytes = new Uint8Array(12 + payload.length)
    writeHeader(bytes, { marker: false, payloadType: 8, sequence: 0, timestamp: 0, ssrc: 7, ...fields })
    bytes.set(payload, 12)
    relay.take({ pair: leg.pair, isControl: false, bytes, sizeBytes: bytes.length, ...from })
  }
  return { relay, sent, reported, clock, a, b, arrive }
}

describe('relay of bridged legs', () => {
  test('payloads pass as they came, under one SSRC, in numbers without a jump', () => {
    const { relay, sent, clock, a, b, arrive } = rigOf()
    relay.bridge(a, b)
    for (let i = 0; i < 10; i += 1) {
      clock.nowMs = 1_000 + i * 20
      arrive(a, phone, { sequence: 500 + i, timestamp: 9_000 + i * 160 }, [i, 255 - i])
    }
    expect(sent.map(({ pair, to }) => [pair.id, to])).toEqual(new Array(10).fill([1, agent]))
    expect(sent.map(({ payload }) => [...payload])).toEqual(Array.from({ length: 10 }, (_, i) => [i, 255 - i]))
    sent.forEach(({ header }, i) => {
      expect(header).toMatchObject({ ssrc: 0xaaaa_0001, sequence: (65_530 + i) & 0xffff, marker: i === 0 })
      expect(header.timestamp).toBe((0xffff_ff00 + i * 160) >>> 0)
    })
    expect(b.stream).toMatchObject({ packets: 10, octets: 20 })
    expect(a.reception).toMatchObject({ ssrc: 7, lost: 0, jitterMs: 0 })
  })

  test('gaps and reordering stay as they came', () => {
    const { relay, sent, a, b, arrive } = rigOf()
    relay.bridge(a, b)
    const order = [0, 1, 3, 2, 6, 7]
    for (const i of order) arrive(a, phone, { sequence: 500 + i, timestamp: i * 160 })
    expect(sent.map(({ header }) => (header.sequence - 65_530) & 0xffff)).toEqual(order)
  })

  test('a prompt, then another leg, then a third: one stream all the way', () => {
    const { relay, sent, clock, a, b, arrive } = rigOf()
    const fields = createRtpHeader()
    const numbers: number[] = []
    const times: number[] = []
    const keep = ({ sequence, timestamp }: RtpHeader): void => {
      numbers.push(sequence)
      times.push(timestamp)
    }
    for (let i = 0; i < 5; i += 1) {
      b.stream.fill(fields, b.stream.timestampAt(i * 20), 160)
      keep(fields)
    }
    relay.bridge(a, b)
    for (let i = 0; i < 5; i += 1) {
      clock.nowMs = 100 + i * 20
      arrive(a, phone, { sequence: 40_000 + i, timestamp: 77_777 + i * 160 })
    }
    for (let i = 0; i < 5; i += 1) {
      clock.nowMs = 200 + i * 20
      for (const sequence of i === 0 ? [8, 9, 10] : [10 + i])
        arrive(a, phone, { ssrc: 99, sequence, timestamp: 5 + i * 160 })
    }
    sent.forEach(({ header }) => {
      keep(header)
    })
    relay.unbridge(a)
    b.stream.fill(fields, b.stream.timestampAt(300), 160)
    keep(fields)
    numbers.forEach((sequence, i) => {
      if (i > 0) expect((sequence - (numbers[i - 1] as number)) & 0xffff).toBe(1)
    })
    expect(
      times
        .map((timestamp) => (timestamp - (times[0] as number)) >>> 0)
        .every((each, i, all) => i === 0 || each >= (all[i - 1] as number)),
    ).toBe(true)
    expect(((times.at(-1) as number) - (times[0] as number)) >>> 0).toBe(300 * 8)
  })

  test('a stranger is not heard, and hears nothing', () => {
    const { relay, sent, clock, a, b, arrive } = rigOf()
    relay.bridge(a, b)
    arrive(a, phone, { sequence: 1 })
    clock.nowMs = 10_000
    for (let i = 0; i < 10; i += 1) arrive(a, stranger, { sequence: 2 + i, ssrc: 8 })
    expect(sent.length).toBe(1)
    expect(a.lock.strangers).toBe(10)
    arrive(b, agent, { sequence: 5 })
    expect(sent.at(-1)?.to).toEqual(phone)
  })

  test('other numbers for payload types, and the other law', () => {
    const { relay, sent, a, b, arrive } = rigOf()
    relay.bridge(a, b)
    a.payloadTypes = payloadTypesOf([
      [8, 0],
      [101, 96],
    ])
    a.lawsToConvert = lawsToConvert([[8, 'a-law']])
    a.eventType = 101
    arrive(a, phone, { sequence: 1, payloadType: 8 }, [0xd5, 0x2a])
    arrive(a, phone, { sequence: 2, payloadType: 101 }, [1, 0x8a, 3, 0x20])
    arrive(a, phone, { sequence: 3, payloadType: 18 })
    expect(sent.map(({ header }) => header.payloadType)).toEqual([0, 96])
    expect(sent.map(({ payload }) => [...payload])).toEqual([
      [aLawToMuLaw(0xd5), aLawToMuLaw(0x2a)],
      [1, 0x8a, 3, 0x20],
    ])
    expect(relay.counts.unheard).toBe(1)
  })

  test('a tap hears what was accepted, bridged or not', () => {
    const { relay, a, arrive } = rigOf()
    const heard: number[][] = []
    a.tap = (bytes, start, size, type, timestamp) =>
      heard.push([...bytes.subarray(start, start + size), type, timestamp])
    arrive(a, phone, { sequence: 1, timestamp: 160 }, [5])
    arrive(a, stranger, { sequence: 1, ssrc: 1 }, [6])
    expect(heard).toEqual([[5, 8, 160]])
    expect(relay.counts.unheard).toBe(1)
    relay.remove(a)
    arrive(a, phone, { sequence: 2 }, [5])
    expect(heard.length).toBe(1)
  })

  test('bridging anew lets go of who was bridged before', () => {
    const { relay, a, b } = rigOf()
    const c = new MediaLeg({
      pair: { id: 2, rtpPort: 1, rtcpPort: 2 },
      lock: { signalled: null },
      start: { ssrc: 1, sequence: 0, timestamp: 0 },
    })
    relay.add(c)
    relay.bridge(a, b)
    relay.bridge(b, c)
    expect([a.bridgedTo, b.bridgedTo, c.bridgedTo]).toEqual([null, c, b])
    relay.remove(c)
    expect(b.bridgedTo).toBe(null)
  })

  test('RTCP of the peer is handed on, on its port or on that of RTP; others are not read', () => {
    const { relay, reported, clock, a, arrive } = rigOf()
    for (const sequence of [1, 2]) arrive(a, phone, { sequence })
    const bytes = new Uint8Array(100)
    const report = {
      kind: 'sender-report' as const,
      ssrc: 7,
      atMs: 5_000,
      timestamp: 1,
      packets: 1,
      octets: 1,
      blocks: [],
    }
    const sizeBytes = writeRtcp([report], bytes)
    const control = (from: Address, isControl: boolean) =>
      relay.take({ pair: a.pair, isControl, bytes, sizeBytes, ...from })
    control({ ...phone, port: 4_001 }, true)
    control(phone, false)
    control(stranger, true)
    control(stranger, false)
    expect(reported.length).toBe(2)
    clock.nowMs = 1_000
    expect(a.reception.report(1_000)).toMatchObject({
      lastReport: (reported[0] as { ntpMiddle: number }).ntpMiddle,
      delaySince: 65_536,
    })
    bytes[2] = 9
    control(phone, false)
    expect(relay.counts.unsound).toBe(1)
  })

  test('any bytes from anywhere: nothing is thrown', () => {
    const datagram = fc.record({
      bytes: fc.uint8Array({ maxLength: 80 }),
      isControl: fc.boolean(),
      from: fc.constantFrom(phone, agent, stranger),
      atMs: fc.nat(20_000),
    })
    fc.assert(
      fc.property(fc.array(datagram, { maxLength: 30 }), (datagrams) => {
        const { relay, clock, a, b } = rigOf()
        relay.bridge(a, b)
        for (const { bytes, isControl, from, atMs } of datagrams) {
          clock.nowMs = atMs
          if (bytes.length > 0) bytes[0] = 0x80 | ((bytes[0] as number) & 0x3f)
          relay.take({ pair: a.pair, isControl, bytes, sizeBytes: bytes.length, ...from })
        }
      }),
    )
  })
})
