/**
 * What rtp.js 0.15.5 and werift-rtp 0.8.9 write is read, and what we write they read, over header, RTCP and telephone-event.
 * Neither knows the payload of RFC 4733: its bytes go through their packets. werift-rtp reads no BYE; its count of lost packets
 * and that of rtp.js are used where they are not negative and fit.
 */
import fc from 'fast-check'
import { packets } from 'rtp.js'
import { describe, expect, test } from 'vitest'
import {
  RtcpPacketConverter,
  RtcpReceiverInfo,
  RtcpRrPacket,
  RtcpSenderInfo,
  RtcpSourceDescriptionPacket,
  RtcpSrPacket,
  SourceDescriptionChunk,
  SourceDescriptionItem,
  RtpHeader as WeriftHeader,
  RtpPacket as WeriftPacket,
} from 'werift-rtp'
import {
  createRtpHeader,
  EventReceiver,
  EventSender,
  headerBytes,
  type KeyChange,
  type ReportBlock,
  readHeader,
  readRtcp,
  writeHeader,
  writeRtcp,
} from '../src/index.js'
import { middleAt, msOfNtp, ntpOf } from '../src/rtcp/packet.js'

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
const block: fc.Arbitrary<ReportBlock> = fc.record({
  ssrc: uint32,
  lostRatio: fc.integer({ min: 0, max: 255 }).map((parts) => parts / 256),
  lost: fc.integer({ min: 0, max: 0x7ff }),
  highest: uint32,
  jitter: uint32,
  lastReport: uint32,
  delaySince: uint32,
})
const report = fc.record({
  ssrc: uint32,
  atMs: fc.integer({ min: 0, max: 2_000_000_000_000 }),
  timestamp: uint32,
  packets: uint32,
  octets: uint32,
  blocks: fc.array(block, { maxLength: 4 }),
  cname: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 }),
  isSender: fc.boolean(),
})
type Report = typeof report extends fc.Arbitrary<infer T> ? T : never

const expected = ({ ssrc, blocks, cname, isSender, timestamp, packets: sent, octets, atMs }: Report) => [
  isSender
    ? { kind: 'sender-report', ssrc, ntpMiddle: middleAt(atMs), timestamp, packets: sent, octets, blocks }
    : { kind: 'receiver-report', ssrc, blocks },
  { kind: 'source-description', ssrc, cname },
]

const byRtpJs = (given: Report): Uint8Array => {
  const { ssrc, atMs, timestamp, octets, blocks, cname, isSender } = given
  const compound = new packets.CompoundPacket()
  const first = isSender ? new packets.SenderReportPacket() : new packets.ReceiverReportPacket()
  first.setSsrc(ssrc)
  if (first instanceof packets.SenderReportPacket) {
    const { seconds, fraction } = ntpOf(atMs)
    first.setNtpSeconds(seconds)
    first.setNtpFraction(fraction)
    first.setRtpTimestamp(timestamp)
    first.setPacketCount(given.packets)
    first.setOctetCount(octets)
  }
  for (const each of blocks) {
    const reception = new packets.ReceptionReport()
    reception.setSsrc(each.ssrc)
    reception.setFractionLost(each.lostRatio * 256)
    reception.setTotalLost(each.lost)
    reception.setHighestSeqNumber(each.highest)
    reception.setJitter(each.jitter)
    reception.setLastSRTimestamp(each.lastReport)
    reception.setDelaySinceLastSR(each.delaySince)
    first.addReport(reception)
  }
  const chunk = new packets.SdesChunk()
  chunk.setSsrc(ssrc)
  chunk.addItem(1, cname)
  const sdes = new packets.SdesPacket()
  sdes.addChunk(chunk)
  const bye = new packets.ByePacket()
  bye.addSsrc(ssrc)
  bye.setReason('over')
  for (const each of [first, sdes, bye]) compound.addPacket(each)
  compound.serialize()
  const view = compound.getView()
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}

const byWerift = (given: Report): Uint8Array => {
  const { ssrc, atMs, timestamp, octets, blocks, cname, isSender } = given
  const reports = blocks.map(
    ({ ssrc: of, lostRatio, lost, highest, jitter, lastReport, delaySince }) =>
      new RtcpReceiverInfo({
        ssrc: of,
        fractionLost: lostRatio * 256,
        packetsLost: lost,
        highestSequence: highest,
        jitter,
        lsr: lastReport,
        dlsr: delaySince,
      }),
  )
  const { seconds, fraction } = ntpOf(atMs)
  const senderInfo = new RtcpSenderInfo({
    ntpTimestamp: (BigInt(seconds) << 32n) | BigInt(fraction),
    rtpTimestamp: timestamp,
    packetCount: given.packets,
    octetCount: octets,
  })
  const first = isSender ? new RtcpSrPacket({ ssrc, senderInfo, reports }) : new RtcpRrPacket({ ssrc, reports })
  const items = [new SourceDescriptionItem({ type: 1, text: cname })]
  const sdes = new RtcpSourceDescriptionPacket({ chunks: [new SourceDescriptionChunk({ source: ssrc, items })] })
  return new Uint8Array(Buffer.concat([first.serialize(), sdes.serialize()]))
}

describe('RTCP of others', () => {
  test.each([
    ['rtp.js', byRtpJs, [{ kind: 'goodbye', reason: 'over' }]],
    ['werift-rtp', byWerift, []],
  ] as const)('what %s writes is read', (_, written, more) => {
    fc.assert(
      fc.property(report, (given) => {
        const bytes = written(given)
        const read = readRtcp(bytes, bytes.length)
        expect(read.fault).toBe(null)
        expect(read.packets).toMatchObject([...expected(given), ...more])
        const [first] = read.packets
        if (first?.kind !== 'sender-report') return
        const { seconds, fraction } = ntpOf(given.atMs)
        expect(first.atMs).toBe(msOfNtp(seconds, fraction))
      }),
    )
  })

  test('what we write is read by werift-rtp', () => {
    fc.assert(
      fc.property(report, (given) => {
        const { ssrc, atMs, timestamp, octets, blocks, cname, isSender } = given
        const bytes = new Uint8Array(1_500)
        const size = writeRtcp(
          [
            isSender
              ? { kind: 'sender-report', ssrc, atMs, timestamp, packets: given.packets, octets, blocks }
              : { kind: 'receiver-report', ssrc, blocks },
            { kind: 'source-description', ssrc, cname },
          ],
          bytes,
        )
        const [first, second] = RtcpPacketConverter.deSerialize(Buffer.from(bytes.subarray(0, size)))
        expect(first).toMatchObject({
          ssrc,
          reports: blocks.map((each) => ({
            ssrc: each.ssrc,
            fractionLost: each.lostRatio * 256,
            packetsLost: each.lost,
            highestSequence: each.highest,
            jitter: each.jitter,
            lsr: each.lastReport,
            dlsr: each.delaySince,
          })),
        })
        if (isSender)
          expect(first).toMatchObject({
            senderInfo: { rtpTimestamp: timestamp, packetCount: given.packets, octetCount: octets },
          })
        expect(second).toMatchObject({ chunks: [{ source: ssrc, items: [{ type: 1, text: cname }] }] })
      }),
    )
  })
})

describe('keys in packets of others (RFC 4733)', () => {
  const payloadType = 101
  const press = fc.tuple(fc.constantFrom(...'0123456789*#ABCD'), fc.integer({ min: 40, max: 1_000 }))

  interface Part {
    readonly marker: boolean
    readonly sequence: number
    readonly timestamp: number
    readonly payload: Uint8Array
  }

  /** What a sender makes of presses, one packet each 20 ms. */
  const partsOf = (
    presses: readonly (readonly [string, number])[],
  ): { readonly atMs: number; readonly part: Part }[] => {
    const sender = new EventSender()
    for (const [key, ms] of presses) sender.press(key, ms)
    const parts: { atMs: number; part: Part }[] = []
    for (let tick = 0; sender.isBusy; tick += 1) {
      const payload = new Uint8Array(4)
      const packet = sender.next(tick * 160, payload, 0)
      if (packet !== null) parts.push({ atMs: tick * 20, part: { ...packet, sequence: parts.length, payload } })
    }
    return parts
  }

  const byRtpJs = ({ marker, sequence, timestamp, payload }: Part): Uint8Array => {
    const packet = new packets.RtpPacket()
    packet.setMarker(marker)
    packet.setPayloadType(payloadType)
    packet.setSequenceNumber(sequence)
    packet.setTimestamp(timestamp)
    packet.setSsrc(7)
    packet.setPayload(new DataView(payload.buffer))
    const view = packet.getView()
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  }
  const byWerift = ({ marker, sequence, timestamp, payload }: Part): Uint8Array => {
    const header = new WeriftHeader({ version: 2, marker, payloadType, sequenceNumber: sequence, timestamp, ssrc: 7 })
    return new Uint8Array(new WeriftPacket(header, Buffer.from(payload)).serialize())
  }

  test.each([
    ['rtp.js', byRtpJs],
    ['werift-rtp', byWerift],
  ] as const)('a press comes through a packet of %s as it was made', (_, written) => {
    fc.assert(
      fc.property(fc.array(press, { minLength: 1, maxLength: 5 }), (presses) => {
        const changes: KeyChange[] = []
        const to = new EventReceiver({ onChange: (change) => changes.push(change) })
        const header = createRtpHeader()
        let endMs = 0
        for (const { atMs, part } of partsOf(presses)) {
          const bytes = written(part)
          expect(readHeader(bytes, bytes.length, header)).toBe(null)
          expect(header).toMatchObject({ marker: part.marker, payloadType, sequence: part.sequence })
          to.tick(atMs)
          to.take(bytes, header.payloadStart, header.payloadBytes, header.timestamp, atMs)
          endMs = atMs
        }
        to.tick(endMs + 1_000)
        expect(changes.map(({ kind, key, durationMs }) => [kind, key, durationMs])).toEqual(
          presses.flatMap(([key, ms]) => [
            ['pressed', key, 0],
            ['released', key, ms],
          ]),
        )
      }),
    )
  })

  test('rtp.js and werift-rtp take our packets of a key apart as they were put together', () => {
    fc.assert(
      fc.property(fc.array(press, { minLength: 1, maxLength: 5 }), (presses) => {
        for (const { part } of partsOf(presses)) {
          const { marker, sequence, timestamp, payload } = part
          const bytes = new Uint8Array(headerBytes + payload.length)
          writeHeader(bytes, { marker, payloadType, sequence, timestamp, ssrc: 7 })
          bytes.set(payload, headerBytes)
          const js = new packets.RtpPacket(new DataView(bytes.buffer))
          const view = js.getPayload()
          expect([js.getMarker(), js.getPayloadType(), js.getSequenceNumber(), js.getTimestamp()]).toEqual([
            marker,
            payloadType,
            sequence,
            timestamp,
          ])
          expect(new Uint8Array(view.buffer, view.byteOffset, view.byteLength)).toEqual(payload)
          const werift = WeriftPacket.deSerialize(Buffer.from(bytes))
          expect(werift.header).toMatchObject({ marker, payloadType, sequenceNumber: sequence, timestamp })
          expect(new Uint8Array(werift.payload)).toEqual(payload)
        }
      }),
    )
  })
})
