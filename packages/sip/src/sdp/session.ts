/** Session descriptions (RFC 4566, RFC 8866) as typed values. */

export interface SdpAddress {
  readonly version: 4 | 6
  readonly address: string
}

export interface SdpOrigin {
  readonly username: string
  /** Digits; too long for a number. */
  readonly sessionId: string
  /** Digits. Rises by one with each change of the description. */
  readonly sessionVersion: string
  readonly address: SdpAddress
}

/** What flows, seen from the one who says it. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

export interface Codec {
  /** Payload type 0 to 127. */
  readonly payload: number
  /** As written: names are compared without regard to case. */
  readonly name: string
  /** 0 for a static payload type that this package does not know. */
  readonly clockHz: number
  /** `null` when not said, which means 1. */
  readonly channels: number | null
  /** What `a=fmtp` says. */
  readonly parameters: string | null
}

/** Lines that have no field here, as `sdp-transform` reads them; they are written again. */
export type SdpOthers = Readonly<Record<string, unknown>>

/** One m-line and what belongs to it. */
export interface SdpMedia {
  /** `audio`, `video`, `image`, `application`... */
  readonly kind: string
  /** 0 refuses the media. */
  readonly port: number
  /** `RTP/AVP`, `RTP/SAVPF`, `udptl`... */
  readonly protocol: string
  /** The formats as they stand behind the protocol. */
  readonly formats: readonly string[]
  /** Those of the formats, where the protocol is RTP; empty elsewhere. */
  readonly codecs: readonly Codec[]
  /** `null` where that of the session holds. */
  readonly connection: SdpAddress | null
  /** `null` where that of the session holds. */
  readonly direction: Direction | null
  readonly ptimeMs: number | null
  readonly others: SdpOthers
}

export interface SessionDescription {
  readonly origin: SdpOrigin
  readonly name: string
  readonly connection: SdpAddress | null
  readonly direction: Direction | null
  readonly media: readonly SdpMedia[]
  readonly others: SdpOthers
}

export const addressOf = (address: string): SdpAddress => ({ version: address.includes(':') ? 6 : 4, address })

/** The direction that holds: that of the media, else that of the session, else both ways. */
export const directionOf = (session: SessionDescription, media: SdpMedia): Direction =>
  media.direction ?? session.direction ?? 'sendrecv'

/** Where the media is wanted; `null` when nobody said it. */
export const connectionOf = (session: SessionDescription, media: SdpMedia): SdpAddress | null =>
  media.connection ?? session.connection

/** The address of the old style of hold (RFC 2543 section B.5): nothing is wanted there. */
export const isNowhere = (address: SdpAddress | null): boolean =>
  address !== null && (address.address === '0.0.0.0' || address.address === '::')

/** Whether the other side has put this media on hold, in either style: it wants to hear nothing. */
export const isHeld = (session: SessionDescription, media: SdpMedia): boolean => {
  const direction = directionOf(session, media)
  return direction === 'sendonly' || direction === 'inactive' || isNowhere(connectionOf(session, media))
}

export const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly'
export const receives = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'recvonly'

export const directionFrom = (isSending: boolean, isReceiving: boolean): Direction =>
  isSending ? (isReceiving ? 'sendrecv' : 'sendonly') : isReceiving ? 'recvonly' : 'inactive'
