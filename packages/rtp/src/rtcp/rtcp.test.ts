import fc from 'fast-check'
import { packets } from 'rtp.js'
import { describe, expect, test } from 'vitest'
import { RtcpRrPacket, RtcpSourceDescriptionPacket, SourceDescriptionChunk, SourceDescriptionItem } from 'werift-rtp'
import { randomOf } from '../../test/chance.js'
import { middleAt, msOfNtp, ntpOf } from './packet.js'
import { type RtcpFault, readRtcp } from './read.js'
import { RtcpSchedule } from './schedule.js'
import { type OutgoingRtcp, writeRtcp } from './write.js'

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
const block = fc.record({
  ssrc: uint32,
  lostRatio: fc.integer({ min: 0, max: 255 }).map((parts) => parts / 256),
  lost: fc.integer({ min: -8_388_608, max: 8_388_607 }),
  highest: uint32,
  jitter: uint32,
  lastReport: uint32,
  delaySince: uint32,
})
const blocks = fc.array(block, { maxLength: 4 })
const text = fc.string({ unit: 'grapheme-ascii', maxLength: 60 })
const report: fc.Arbitrary<OutgoingRtcp> = fc.oneof(
  fc.record({
    kind: fc.constant('sender-report' as const),
    ssrc: uint32,
    atMs: fc.integer({ min: 0, max: 2_000_000_000_000 }),
    timestamp: uint32,
    packets: uint32,
    octets: uint32,
    blocks,
  }),
  fc.record({ kind: fc.constant('receiver-report' as const), ssrc: uint32, blocks }),
)
const more: fc.Arbitrary<OutgoingRtcp> = fc.oneof(
  fc.record({ kind: fc.constant('source-description' as const), ssrc: uint32, cname: text }),
  fc.record({ kind: fc.constant('goodbye' as const), ssrcs: fc.array(uint32, { maxLength: 5 }), reason: text }),
)
const compound = fc.tuple(report, fc.array(more, { maxLength: 3 })).map(([first, rest]) => [first, ...rest])

const written = (given: readonly OutgoingRtcp[]): Uint8Array => {
  const bytes = new Uint8Array(1_500)
  return bytes.slice(0, writeRtcp(given, bytes))
}

describe('RTCP (RFC 3550, 6)', () => {
  test('what we write is read', () => {
    fc.assert(
      fc.property(compound, (given) => {
        const bytes = written(given)
        const { packets, fault } = readRtcp(bytes, bytes.length)
        expect(fault).toBe(null)
        expect(packets.length).toBe(given.length)
        given.forEach((packet, i) => {
          if (packet.kind !== 'sender-report') {
            expect(packets[i]).toEqual(packet)
            return
          }
          const { atMs, ...rest } = packet
          expect(packets[i]).toMatchObject(rest)
          expect(packets[i]).toMatchObject({ ntpMiddle: middleAt(atMs) })
          expect(Math.abs((packets[i] as { atMs: number }).atMs - atMs)).toBeLessThan(0.001)
        })
      }),
    )
  })

  test('what we write is read by rtp.js', () => {
    fc.assert(
      fc.property(compound, (given) => {
        const bytes = written(given)
        const theirs = new packets.CompoundPacket(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
        theirs.getPackets().forEach((packet, i) => {
          const ours = given[i]
          if (packet instanceof packets.SenderReportPacket && ours?.kind === 'sender-report') {
            expect(packet.getSsrc()).toBe(ours.ssrc)
            expect(packet.getNtpSeconds()).toBe(ntpOf(ours.atMs).seconds)
            expect(packet.getOctetCount()).toBe(ours.octets)
            // rtp.js 0.15.5 keeps 12 of the 24 bits.
            expect(packet.getReports().map((each) => each.getTotalLost() & 0xfff)).toEqual(
              ours.blocks.map(({ lost }) => lost & 0xfff),
            )
            expect(packet.getReports().map((each) => each.getFractionLost() / 256)).toEqual(
              ours.blocks.map(({ lostRatio }) => lostRatio),
            )
          } else if (packet instanceof packets.SdesPacket && ours?.kind === 'source-description') {
            expect(packet.getChunks()[0]?.getItems()[0]?.text).toBe(ours.cname)
          } else if (packet instanceof packets.ByePacket && ours?.kind === 'goodbye') {
            expect(packet.getSsrcs()).toEqual(ours.ssrcs)
            expect(packet.getReason() ?? '').toBe(ours.reason)
          } else expect(packet).toBeInstanceOf(packets.ReceiverReportPacket)
        })
      }),
    )
  })

  const word = (...values: number[]): number[] =>
    values.flatMap((value) => [value >>> 24, value >>> 16, value >>> 8, value])
  const receiver = [0x80, 201, 0, 1, ...word(7)]
  test.each<[RtcpFault, string, number[]]>([
    ['too-short', 'nothing', []],
    ['too-short', 'half a report', [0x80, 201, 0, 1]],
    ['wrong-version', 'version 1', [0x40, 201, 0, 1, ...word(7)]],
    ['wrong-version', 'a second packet of version 0', [...receiver, ...word(0)]],
    ['no-report-first', 'a goodbye alone', [0x81, 203, 0, 1, ...word(7)]],
    ['wrong-length', 'longer than the datagram', [0x80, 201, 0, 2, ...word(7)]],
    ['wrong-length', 'a rest of two bytes', [...receiver, 0x80, 203]],
    ['wrong-padding', 'padding before the end', [0xa0, 201, 0, 2, ...word(7, 4), ...receiver]],
    ['wrong-padding', 'padding of the whole packet', [0xa0, 201, 0, 1, 0, 0, 0, 8]],
    ['wrong-padding', 'padding of three bytes', [0xa0, 201, 0, 2, ...word(7), 0, 0, 0, 3]],
    ['body-cut', 'a block that is not there', [0x81, 201, 0, 1, ...word(7)]],
    ['body-cut', 'a sender report without its sender', [0x80, 200, 0, 1, ...word(7)]],
    ['body-cut', 'a reason longer than the packet', [...receiver, 0x80, 203, 0, 1, 9, 65, 65, 65]],
    ['body-cut', 'an item longer than its chunk', [...receiver, 0x81, 202, 0, 2, ...word(7), 1, 9, 65, 65]],
    ['body-cut', 'an item of one byte', [...receiver, 0x81, 202, 0, 2, ...word(7), 1, 1, 65, 1]],
    ['body-cut', 'a second chunk that is not there', [...receiver, 0x82, 202, 0, 2, ...word(7), 1, 2, 65, 65]],
  ])('%s: %s', (fault, _, bytes) => {
    expect(readRtcp(Uint8Array.from(bytes), bytes.length)).toEqual({ packets: [], fault })
  })

  test('padding at the end and packets of other kinds are no fault', () => {
    const bytes = [...receiver, 0xa0, 207, 0, 2, ...word(9), 0, 0, 0, 4]
    expect(readRtcp(Uint8Array.from(bytes), bytes.length)).toEqual({
      packets: [
        { kind: 'receiver-report', ssrc: 7, blocks: [] },
        { kind: 'other', packetType: 207 },
      ],
      fault: null,
    })
  })

  test('the names that werift-rtp writes are read, whatever their length', () => {
    for (let length = 0; length < 20; length += 1) {
      const cname = 'n'.repeat(length)
      const items = [new SourceDescriptionItem({ type: 1, text: cname })]
      const sdes = new RtcpSourceDescriptionPacket({ chunks: [new SourceDescriptionChunk({ source: 7, items })] })
      const bytes = Buffer.concat([new RtcpRrPacket({ ssrc: 7 }).serialize(), sdes.serialize()])
      expect(readRtcp(bytes, bytes.length)).toEqual({
        packets: [
          { kind: 'receiver-report', ssrc: 7, blocks: [] },
          { kind: 'source-description', ssrc: 7, cname },
        ],
        fault: null,
      })
    }
  })

  test('a last chunk whose items end with the packet needs no zero behind them', () => {
    const read = (...bytes: number[]) =>
      readRtcp(Uint8Array.from([...receiver, ...bytes]), receiver.length + bytes.length)
    const described = (ssrc: number, cname: string) => ({ kind: 'source-description', ssrc, cname })
    const first = { kind: 'receiver-report', ssrc: 7, blocks: [] }
    expect(read(0x81, 202, 0, 2, ...word(7), 1, 2, 65, 66)).toEqual({
      packets: [first, described(7, 'AB')],
      fault: null,
    })
    expect(read(0x81, 202, 0, 1, ...word(7))).toEqual({ packets: [first, described(7, '')], fault: null })
    const ended = [...word(7), 1, 1, 67, 0]
    const goodbye = [0x81, 203, 0, 1, ...word(7)]
    expect(read(0x82, 202, 0, 4, ...ended, ...word(8), 1, 2, 65, 66, ...goodbye)).toEqual({
      packets: [first, described(7, 'C'), described(8, 'AB'), { kind: 'goodbye', ssrcs: [7], reason: '' }],
      fault: null,
    })
  })

  test('any bytes, and any mutation of sound ones, are read or refused', () => {
    const changes = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(compound, changes, fc.nat(200), (given, changes, cut) => {
        const bytes = written(given)
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        const { packets, fault } = readRtcp(bytes, Math.max(0, bytes.length - (cut % 9)))
        expect(packets.length === 0).toBe(fault !== null)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        readRtcp(bytes, bytes.length)
      }),
    )
  })

  test('what does not fit is refused', () => {
    const goodbye = (over: object): OutgoingRtcp => ({ kind: 'goodbye', ssrcs: [1], reason: '', ...over })
    expect(() => writeRtcp([goodbye({})], new Uint8Array(7))).toThrow(/no room/)
    expect(() => written([goodbye({ ssrcs: new Array(32).fill(1) })])).toThrow(/too many/)
    for (const reason of ['x'.repeat(256), 'é', 'a\nb']) expect(() => written([goodbye({ reason })])).toThrow(/no text/)
  })

  test('NTP instants', () => {
    expect(ntpOf(0)).toEqual({ seconds: 2_208_988_800, fraction: 0 })
    expect(ntpOf(500)).toEqual({ seconds: 2_208_988_800, fraction: 0x8000_0000 })
    expect(msOfNtp(2_208_988_801, 0x4000_0000)).toBe(1_250)
    expect(middleAt(500)).toBe(((2_208_988_800 & 0xffff) * 65_536 + 0x8000) >>> 0)
  })
})

describe('RTCP intervals (RFC 3550, 6.2 and 6.3)', () => {
  /** The instants of the reports of one member, looked at every 10 ms. */
  const reports = (schedule: RtcpSchedule, untilMs: number, each?: (nowMs: number) => void): number[] => {
    const sent: number[] = []
    for (let nowMs = 0; nowMs <= untilMs; nowMs += 10) {
      each?.(nowMs)
      if (!schedule.isDue(nowMs)) continue
      sent.push(nowMs)
      schedule.heard(100)
    }
    return sent
  }
  const meanGap = (sent: readonly number[]): number =>
    ((sent.at(-1) as number) - (sent[0] as number)) / (sent.length - 1)

  test('a call: the first within half an interval, then five seconds on the mean, never less than two', () => {
    const schedule = new RtcpSchedule(0, { random: randomOf(1) })
    schedule.setMembers(2, 2, true, 0)
    const sent = reports(schedule, 3_600_000)
    expect(sent[0]).toBeLessThan(3_200)
    const gaps = sent.slice(1).map((atMs, i) => atMs - (sent[i] as number))
    expect(Math.min(...gaps)).toBeGreaterThan(2_000)
    expect(Math.max(...gaps)).toBeLessThanOrEqual((5_000 * 1.5) / 1.218 + 10)
    expect(meanGap(sent)).toBeGreaterThan(4_500)
    expect(meanGap(sent)).toBeLessThan(5_500)
  })

  test('a crowd shares its bandwidth', () => {
    const schedule = new RtcpSchedule(0, { random: randomOf(2) })
    schedule.setMembers(100, 100, true, 0)
    // 128 bytes of 100 members at 400 bytes/s: 32 s.
    const gap = meanGap(reports(schedule, 3_600_000))
    expect(Math.abs(gap / 32_000 - 1)).toBeLessThan(0.15)
  })

  test('many who join put the report off, many who leave bring it nearer', () => {
    const schedule = new RtcpSchedule(0, { random: randomOf(3) })
    schedule.setMembers(1_000, 0, false, 0)
    expect(schedule.isDue(3_200)).toBe(false)
    expect(schedule.dueAtMs).toBeGreaterThan(100_000)
    schedule.setMembers(2, 0, false, 10_000)
    expect(schedule.dueAtMs).toBeLessThan(11_500)
  })
})
