/** Reads compound RTCP packets (RFC 3550, 6.1 and A.2). Never throws: what is not sound is refused whole, with the reason. */
import { word16, word32 } from '../packet/header.js'
import { blockBytes, middleOf, msOfNtp, packetTypeOf, type ReportBlock, type RtcpPacket } from './packet.js'

/** Why bytes are no compound packet. */
export type RtcpFault =
  | 'too-short'
  | 'wrong-version'
  /** A compound packet begins with a report. */
  | 'no-report-first'
  /** A length runs out of the datagram, or leaves a rest. */
  | 'wrong-length'
  /** Padding elsewhere than at the end, of a size that cannot be. */
  | 'wrong-padding'
  /** More reports, sources or items than the packet's length has room for. */
  | 'body-cut'

export type RtcpReading =
  | { readonly packets: readonly RtcpPacket[]; readonly fault: null }
  | { readonly packets: readonly []; readonly fault: RtcpFault }

/** Reads the datagram in the first `sizeBytes` of `bytes`. */
export const readRtcp = (bytes: Uint8Array, sizeBytes: number): RtcpReading => {
  const refuse = (fault: RtcpFault): RtcpReading => ({ packets: [], fault })
  if (sizeBytes < 8 || sizeBytes > bytes.length) return refuse('too-short')
  const packets: RtcpPacket[] = []
  for (let at = 0; at < sizeBytes; ) {
    if (at + 4 > sizeBytes) return refuse('wrong-length')
    const first = bytes[at] as number
    const type = bytes[at + 1] as number
    if (first >> 6 !== 2) return refuse('wrong-version')
    if (at === 0 && type !== 200 && type !== 201) return refuse('no-report-first')
    const end = at + 4 + word16(bytes, at + 2) * 4
    if (end > sizeBytes) return refuse('wrong-length')
    let bodyEnd = end
    if ((first & 32) !== 0) {
      const padding = bytes[end - 1] as number
      if (end !== sizeBytes || padding === 0 || padding % 4 !== 0 || at + 4 + padding > end)
        return refuse('wrong-padding')
      bodyEnd -= padding
    }
    const body = readBody(type, first & 31, bytes, at + 4, bodyEnd)
    if (body === null) return refuse('body-cut')
    packets.push(...body)
    at = end
  }
  return { packets, fault: null }
}

/** Null where the body is shorter than its count says. */
const readBody = (
  type: number,
  count: number,
  bytes: Uint8Array,
  at: number,
  end: number,
): readonly RtcpPacket[] | null => {
  switch (type) {
    case packetTypeOf['sender-report']: {
      if (at + 24 + count * blockBytes > end) return null
      const [seconds, fraction] = [word32(bytes, at + 4), word32(bytes, at + 8)]
      return [
        {
          kind: 'sender-report',
          ssrc: word32(bytes, at),
          atMs: msOfNtp(seconds, fraction),
          ntpMiddle: middleOf(seconds, fraction),
          timestamp: word32(bytes, at + 12),
          packets: word32(bytes, at + 16),
          octets: word32(bytes, at + 20),
          blocks: readBlocks(bytes, at + 24, count),
        },
      ]
    }
    case packetTypeOf['receiver-report']:
      if (at + 4 + count * blockBytes > end) return null
      return [{ kind: 'receiver-report', ssrc: word32(bytes, at), blocks: readBlocks(bytes, at + 4, count) }]
    case packetTypeOf['source-description']:
      return readDescriptions(bytes, at, end, count)
    case packetTypeOf.goodbye: {
      const text = at + count * 4
      if (text > end) return null
      const ssrcs = Array.from({ length: count }, (_, i) => word32(bytes, at + i * 4))
      if (text === end) return [{ kind: 'goodbye', ssrcs, reason: '' }]
      const length = bytes[text] as number
      return text + 1 + length > end ? null : [{ kind: 'goodbye', ssrcs, reason: textOf(bytes, text + 1, length) }]
    }
    default:
      return [{ kind: 'other', packetType: type }]
  }
}

const readBlocks = (bytes: Uint8Array, start: number, count: number): readonly ReportBlock[] =>
  Array.from({ length: count }, (_, i) => {
    const at = start + i * blockBytes
    return {
      ssrc: word32(bytes, at),
      lostRatio: (bytes[at + 4] as number) / 256,
      lost: (word32(bytes, at + 4) << 8) >> 8,
      highest: word32(bytes, at + 8),
      jitter: word32(bytes, at + 12),
      lastReport: word32(bytes, at + 16),
      delaySince: word32(bytes, at + 20),
    }
  })

/**
 * Chunks of a source and its items, each ended by a zero and filled up to a multiple of four (6.5). The zero of the last one
 * may be missing where its items end with the packet, as werift-rtp writes it; before another chunk it would not be known
 * from an item.
 */
const readDescriptions = (
  bytes: Uint8Array,
  start: number,
  end: number,
  count: number,
): readonly RtcpPacket[] | null => {
  const found: RtcpPacket[] = []
  let at = start
  for (let i = 0; i < count; i += 1) {
    const chunk = at
    if (chunk + 4 > end) return null
    let cname = ''
    at += 4
    while (at < end && bytes[at] !== 0) {
      const length = bytes[at + 1] as number
      if (at + 2 > end || at + 2 + length > end) return null
      if (bytes[at] === 1) cname = textOf(bytes, at + 2, length)
      at += 2 + length
    }
    if (at < end) at = chunk + Math.floor((at - chunk) / 4 + 1) * 4
    found.push({ kind: 'source-description', ssrc: word32(bytes, chunk), cname })
  }
  return found
}

/** Printable ASCII as it is; all else, which could disturb a log, as `?`. */
const textOf = (bytes: Uint8Array, at: number, length: number): string => {
  let text = ''
  for (let i = at; i < at + length; i += 1) {
    const code = bytes[i] as number
    text += code >= 32 && code < 127 ? String.fromCharCode(code) : '?'
  }
  return text
}
