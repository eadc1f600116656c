/** RTCP as data (RFC 3550, 6): what a compound packet of a call says. A few a minute, so plain objects will do. */

/** What a receiver says of one source (6.4.1). */
export interface ReportBlock {
  /** Of the source that is reported on. */
  readonly ssrc: number
  /** Of the packets since the last report, 0..1 in steps of 1/256. */
  readonly lostRatio: number
  /** Since the beginning, -8,388,608..8,388,607; negative where duplicates came. */
  readonly lost: number
  /** The highest sequence number, with its cycles above it. */
  readonly highest: number
  /** In units of the RTP clock. */
  readonly jitter: number
  /** The middle 32 bits of the last sender report's NTP instant; 0 where none came. */
  readonly lastReport: number
  /** Since that report, in 1/65,536 s. */
  readonly delaySince: number
}

export interface SenderReport {
  readonly kind: 'sender-report'
  readonly ssrc: number
  /** Of the instant of the report, ms since 1970. */
  readonly atMs: number
  /** The middle 32 bits of it, as a receiver gives them back. */
  readonly ntpMiddle: number
  /** The same instant by the RTP clock. */
  readonly timestamp: number
  readonly packets: number
  /** Of payload alone. */
  readonly octets: number
  readonly blocks: readonly ReportBlock[]
}

export interface ReceiverReport {
  readonly kind: 'receiver-report'
  readonly ssrc: number
  readonly blocks: readonly ReportBlock[]
}

/** The name of a source (6.5); other items are not kept. */
export interface SourceDescription {
  readonly kind: 'source-description'
  readonly ssrc: number
  readonly cname: string
}

export interface Goodbye {
  readonly kind: 'goodbye'
  readonly ssrcs: readonly number[]
  /** Empty where none is given. */
  readonly reason: string
}

/** A packet that says nothing to us: extended reports, feedback, applications'. */
export interface OtherRtcp {
  readonly kind: 'other'
  readonly packetType: number
}

export type RtcpPacket = SenderReport | ReceiverReport | SourceDescription | Goodbye | OtherRtcp

export const packetTypeOf = {
  'sender-report': 200,
  'receiver-report': 201,
  'source-description': 202,
  goodbye: 203,
} as const

export const blockBytes = 24

/** Seconds from 1900 to 1970. */
const ntpEpoch = 2_208_988_800

/** The two words of an NTP instant. */
export const ntpOf = (atMs: number): { readonly seconds: number; readonly fraction: number } => ({
  seconds: (Math.floor(atMs / 1_000) + ntpEpoch) >>> 0,
  fraction: Math.floor((((atMs % 1_000) + 1_000) % 1_000) * 4_294_967.296) >>> 0,
})

export const msOfNtp = (seconds: number, fraction: number): number =>
  (seconds - ntpEpoch) * 1_000 + fraction / 4_294_967.296

/** What report blocks give back: 16 bits of seconds, 16 of their fraction. */
export const middleOf = (seconds: number, fraction: number): number =>
  (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0

export const middleAt = (atMs: number): number => {
  const { seconds, fraction } = ntpOf(atMs)
  return middleOf(seconds, fraction)
}
