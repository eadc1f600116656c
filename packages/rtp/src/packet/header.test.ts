import fc from 'fast-check'
import { packets } from 'rtp.js'
import { describe, expect, test } from 'vitest'
import { RtpPacket as WeriftPacket } from 'werift-rtp'
import { peer } from '../../../../scripts/peers.mjs'
import { udpPayloads } from '../../test/captures.js'
import { createRtpHeader, csrcOf, isRtcp, type RtpFault, readHeader, rewriteHeader, writeHeader } from './header.js'

const data = peer('data')
const read = (bytes: Uint8Array) => {
  const header = createRtpHeader()
  return { fault: readHeader(bytes, bytes.length, header), header }
}
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
const fields = fc.record({
  marker: fc.boolean(),
  payloadType: fc.constantFrom(0, 8, 13, 18, 101, 127),
  sequence: fc.integer({ min: 0, max: 0xffff }),
  timestamp: uint32,
  ssrc: uint32,
})
const somePacket = fc.record({
  fields,
  csrcs: fc.array(uint32, { maxLength: 15 }),
  payload: fc.uint8Array({ maxLength: 40 }),
  padded: fc.boolean(),
})

/** As rtp.js writes it: a second author's reading of the RFC. */
const foreign = ({ fields, csrcs, payload, padded }: typeof somePacket extends fc.Arbitrary<infer T> ? T : never) => {
  const packet = new packets.RtpPacket()
  packet.setMarker(fields.marker)
  packet.setPayloadType(fields.payloadType)
  packet.setSequenceNumber(fields.sequence)
  packet.setTimestamp(fields.timestamp)
  packet.setSsrc(fields.ssrc)
  packet.setCsrcs(csrcs)
  packet.setPayload(new DataView(payload.buffer, payload.byteOffset, payload.byteLength))
  if (padded) packet.padTo4Bytes()
  const view = packet.getView()
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}

describe('RTP header (RFC 3550, 5.1)', () => {
  test('what rtp.js writes is read, in every part', () => {
    fc.assert(
      fc.property(somePacket, (given) => {
        const bytes = foreign(given)
        const { fault, header } = read(bytes)
        expect(fault).toBe(null)
        expect(header).toMatchObject(given.fields)
        expect(given.csrcs.map((_, i) => csrcOf(bytes, i))).toEqual(given.csrcs)
        expect(header.paddingBytes).toBe(given.padded ? (4 - (given.payload.length % 4)) % 4 : 0)
        expect(bytes.subarray(header.payloadStart, header.payloadStart + header.payloadBytes)).toEqual(given.payload)
      }),
    )
  })

  test('what we write is read by rtp.js and werift-rtp', () => {
    fc.assert(
      fc.property(fields, fc.uint8Array({ minLength: 1, maxLength: 40 }), (given, payload) => {
        const bytes = new Uint8Array(12 + payload.length)
        writeHeader(bytes, given)
        bytes.set(payload, 12)
        const theirs = new packets.RtpPacket(new DataView(bytes.buffer))
        expect(theirs.getSequenceNumber()).toBe(given.sequence)
        expect(theirs.getTimestamp()).toBe(given.timestamp)
        const { header } = WeriftPacket.deSerialize(Buffer.from(bytes))
        expect(header).toMatchObject({
          marker: given.marker,
          payloadType: given.payloadType,
          sequenceNumber: given.sequence,
          timestamp: given.timestamp,
          ssrc: given.ssrc,
        })
      }),
    )
  })

  test('a packet passed on keeps what stands beside the rewritten fields', () => {
    fc.assert(
      fc.property(somePacket, fields, (given, other) => {
        const bytes = foreign(given)
        rewriteHeader(bytes, other)
        expect(bytes).toEqual(foreign({ ...given, fields: other }))
      }),
    )
  })

  test('an extension is stepped over and told', () => {
    const bytes = Uint8Array.from([0x90, 8, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xbe, 0xde, 0, 1, 0x10, 0xff, 0, 0, 7, 7])
    const { fault, header } = read(bytes)
    expect(fault).toBe(null)
    expect(header).toMatchObject({ extensionProfile: 0xbede, extensionStart: 16, extensionBytes: 4 })
    expect(header).toMatchObject({ payloadStart: 20, payloadBytes: 2 })
  })

  const fixed = (first: number, second: number, ...rest: number[]) =>
    Uint8Array.from([first, second, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, ...rest])
  test.each<[RtpFault, string, Uint8Array]>([
    ['too-short', 'nothing', new Uint8Array(0)],
    ['too-short', 'eleven bytes', fixed(0x80, 0).subarray(0, 11)],
    ['wrong-version', 'a STUN request', fixed(0x00, 0x01)],
    ['wrong-version', 'version 1', fixed(0x40, 0)],
    ['is-rtcp', 'a sender report', fixed(0x80, 200)],
    ['csrc-cut', 'fifteen sources, room for one', fixed(0x8f, 0, 1, 2, 3, 4)],
    ['extension-cut', 'no room for its length', fixed(0x90, 0, 0xbe, 0xde)],
    ['extension-cut', 'longer than the packet', fixed(0x90, 0, 0xbe, 0xde, 0xff, 0xff, 0, 0)],
    ['wrong-padding', 'padding of nothing', fixed(0xa0, 0, 1, 0)],
    ['wrong-padding', 'more padding than payload', fixed(0xa0, 0, 1, 3)],
    ['wrong-padding', 'padding flag, no payload: the last byte is the SSRC', fixed(0xa0, 0)],
  ])('%s: %s', (fault, _, bytes) => {
    expect(read(bytes).fault).toBe(fault)
  })

  test('a size beyond the buffer is refused', () => {
    expect(readHeader(new Uint8Array(20).fill(0x80), 21, createRtpHeader())).toBe('too-short')
  })

  test('any bytes: refused, or every part inside the packet', () => {
    const bytes = fc.uint8Array({ maxLength: 90 }).map((bytes) => {
      if (bytes.length > 0) bytes[0] = 0x80 | ((bytes[0] as number) & 63)
      return bytes
    })
    fc.assert(
      fc.property(bytes, (bytes) => {
        const { fault, header } = read(bytes)
        expect(isRtcp(bytes, bytes.length) && fault === null).toBe(false)
        if (fault !== null) return
        expect(header.payloadBytes).toBeGreaterThanOrEqual(0)
        expect(header.extensionStart + header.extensionBytes).toBeLessThanOrEqual(header.payloadStart)
        expect(header.payloadStart + header.payloadBytes + header.paddingBytes).toBe(bytes.length)
      }),
    )
  })
})

describe.skipIf(data.missing)(`captured RTP${data.note}`, () => {
  test('seven seconds of A-law: 236 packets of 240 bytes, in order', () => {
    const headers = udpPayloads(data.path, 'g711a.pcap').map((bytes) => read(bytes))
    expect(headers.length).toBe(236)
    const [first] = headers
    headers.forEach(({ fault, header }, i) => {
      expect(fault).toBe(null)
      expect(header).toMatchObject({ payloadType: 8, payloadBytes: 240, ssrc: first?.header.ssrc })
      expect(header.sequence).toBe(((first?.header.sequence ?? 0) + i) & 0xffff)
      expect(header.timestamp).toBe(((first?.header.timestamp ?? 0) + i * 240) >>> 0)
    })
  })

  test('one digit of RFC 2833 in each of six files', () => {
    for (const digit of ['0', '1', '2', '3', '4', 'star']) {
      const headers = udpPayloads(data.path, `dtmf_2833_${digit}.pcap`).map((bytes) => read(bytes))
      expect(headers.length).toBe(10)
      for (const { fault, header } of headers) {
        expect(fault).toBe(null)
        expect(header).toMatchObject({ payloadType: 101, payloadBytes: 4 })
      }
    }
  })
})
