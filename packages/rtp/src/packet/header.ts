/**
 * The RTP header (RFC 3550, 5.1), read and written in place: one `RtpHeader` is filled again for each packet, so the media
 * path allocates nothing.
 *
 *   0                   1                   2                   3
 *   |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *   |                           timestamp                           |
 *   |                             SSRC                              |
 *   | CSRC ... CC words | profile, length, extension words (when X) | payload | padding, its length (when P) |
 */

/** Where things stand in a packet. Positions are bytes from its first one. */
export interface RtpHeader {
  marker: boolean
  /** 0..127. */
  payloadType: number
  /** 0..65,535. */
  sequence: number
  /** 0..2^32-1, in the clock of the payload type: 8 kHz for all that is read here. */
  timestamp: number
  /** 0..2^32-1. */
  ssrc: number
  /** 0..15 contributing sources stand from byte 12 on; `csrcOf` reads one. */
  csrcCount: number
  /** The profile of the header extension, 0..65,535, or -1 where there is none. */
  extensionProfile: number
  extensionStart: number
  extensionBytes: number
  payloadStart: number
  /** May be 0: a packet of padding alone keeps a path through a firewall open. */
  payloadBytes: number
  /** With its own length byte; 0 where there is none. */
  paddingBytes: number
}

/** Why bytes are no RTP packet. */
export type RtpFault =
  | 'too-short'
  /** A version other than 2: STUN, DTLS, ZRTP and strangers' traffic. */
  | 'wrong-version'
  /** The second byte is an RTCP packet type (RFC 5761, 4). */
  | 'is-rtcp'
  | 'csrc-cut'
  | 'extension-cut'
  /** The last byte names no padding, or more than there is. */
  | 'wrong-padding'

export const headerBytes = 12

export const createRtpHeader = (): RtpHeader => ({
  marker: false,
  payloadType: 0,
  sequence: 0,
  timestamp: 0,
  ssrc: 0,
  csrcCount: 0,
  extensionProfile: -1,
  extensionStart: 0,
  extensionBytes: 0,
  payloadStart: 0,
  payloadBytes: 0,
  paddingBytes: 0,
})

/**
 * Reads the packet in the first `sizeBytes` of `bytes` into `header`. Null where it is sound; else why it is not, and
 * `header` holds nothing of use. Never throws, whatever the bytes.
 */
export const readHeader = (bytes: Uint8Array, sizeBytes: number, header: RtpHeader): RtpFault | null => {
  if (sizeBytes < headerBytes || sizeBytes > bytes.length) return 'too-short'
  const first = bytes[0] as number
  const second = bytes[1] as number
  if (first >> 6 !== 2) return 'wrong-version'
  if (second >= 192 && second <= 223) return 'is-rtcp'
  header.marker = second >= 128
  header.payloadType = second & 127
  header.sequence = word16(bytes, 2)
  header.timestamp = word32(bytes, 4)
  header.ssrc = word32(bytes, 8)
  header.csrcCount = first & 15
  let at = headerBytes + header.csrcCount * 4
  if (at > sizeBytes) return 'csrc-cut'
  header.extensionProfile = -1
  header.extensionStart = at
  header.extensionBytes = 0
  if ((first & 16) !== 0) {
    if (at + 4 > sizeBytes) return 'extension-cut'
    header.extensionProfile = word16(bytes, at)
    header.extensionStart = at + 4
    header.extensionBytes = word16(bytes, at + 2) * 4
    at += 4 + header.extensionBytes
    if (at > sizeBytes) return 'extension-cut'
  }
  header.payloadStart = at
  header.paddingBytes = 0
  if ((first & 32) !== 0) {
    const padding = bytes[sizeBytes - 1] as number
    if (padding === 0 || at + padding > sizeBytes) return 'wrong-padding'
    header.paddingBytes = padding
  }
  header.payloadBytes = sizeBytes - at - header.paddingBytes
  return null
}

/** The contributing source of that place, 0..csrcCount-1, of a packet that was read. */
export const csrcOf = (bytes: Uint8Array, index: number): number => word32(bytes, headerBytes + index * 4)

/** What a sender puts into each packet. */
export type RtpFields = Pick<RtpHeader, 'marker' | 'payloadType' | 'sequence' | 'timestamp' | 'ssrc'>

/** Writes the twelve bytes that every packet of ours begins with: no CSRC, no extension, no padding. */
export const writeHeader = (bytes: Uint8Array, fields: RtpFields): void => {
  bytes[0] = 128
  rewriteHeader(bytes, fields)
}

/**
 * Gives a packet that is passed on other fields and leaves what stands beside them: padding, CSRC, extension. Numbers are
 * taken modulo their width.
 */
export const rewriteHeader = (bytes: Uint8Array, fields: RtpFields): void => {
  bytes[1] = (fields.marker ? 128 : 0) | (fields.payloadType & 127)
  setWord16(bytes, 2, fields.sequence)
  setWord32(bytes, 4, fields.timestamp)
  setWord32(bytes, 8, fields.ssrc)
}

/** Whether bytes on a port shared by RTP and RTCP are RTCP (RFC 5761, 4). */
export const isRtcp = (bytes: Uint8Array, sizeBytes: number): boolean =>
  sizeBytes >= 4 && (bytes[0] as number) >> 6 === 2 && (bytes[1] as number) >= 192 && (bytes[1] as number) <= 223

/** Big-endian, from a place that the caller has proved to be inside. */
export const word16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)

export const word32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0

export const setWord16 = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value >>> 8
  bytes[at + 1] = value
}

export const setWord32 = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}
