/** Making offers: RFC 3264 sections 5 and 8. */
import { badValue } from '../text/write.js'
import {
  addressOf,
  type Codec,
  type Direction,
  directionFrom,
  directionOf,
  receives,
  type SdpAddress,
  type SdpMedia,
  type SessionDescription,
} from './session.js'

export interface OfferedMedia {
  readonly kind?: string
  readonly port: number
  readonly protocol?: string
  /** In the order of liking. */
  readonly codecs: readonly Codec[]
  readonly direction?: Direction
  readonly ptimeMs?: number
}

export interface OfferParts {
  /** Where media is wanted. */
  readonly address: string
  /** Digits, one of its own for each session. */
  readonly sessionId: string
  readonly sessionVersion?: string
  readonly username?: string
  readonly media: readonly OfferedMedia[]
}

/** A description of our own: a first offer, also the late one in a 200. */
export const makeOffer = ({
  address,
  sessionId,
  sessionVersion = '0',
  username = '-',
  media,
}: OfferParts): SessionDescription => ({
  origin: { username, sessionId, sessionVersion, address: addressOf(address) },
  name: '-',
  connection: addressOf(address),
  direction: null,
  media: media.map(mediaOf),
  others: {},
})

export const mediaOf = ({
  kind = 'audio',
  port,
  protocol = 'RTP/AVP',
  codecs,
  direction = 'sendrecv',
  ptimeMs,
}: OfferedMedia): SdpMedia => ({
  kind,
  port,
  protocol,
  formats: codecs.map(({ payload }) => String(payload)),
  codecs,
  connection: null,
  direction,
  ptimeMs: ptimeMs ?? null,
  others: {},
})

/** A media line that is not taken: port 0, all else as offered (section 6). */
export const refusedMedia = ({ kind, protocol, formats, codecs }: SdpMedia): SdpMedia => ({
  kind,
  port: 0,
  protocol,
  formats,
  codecs,
  connection: null,
  direction: null,
  ptimeMs: null,
  others: {},
})

/**
 * The next description of the same session: m-lines may be changed and added, never removed, and the version rises by one
 * (section 8).
 *
 * @throws SipError `bad-value` when an m-line is gone.
 */
export const nextOffer = (
  before: SessionDescription,
  media: readonly SdpMedia[],
  connection = before.connection,
): SessionDescription => {
  if (media.length < before.media.length) throw badValue('an m-line is never removed: its port becomes 0')
  const sessionVersion = String(BigInt(before.origin.sessionVersion) + 1n)
  return { ...before, origin: { ...before.origin, sessionVersion }, media, connection }
}

export type HoldStyle = 'direction' | 'address'

const nowhere = (connection: SdpAddress | null): SdpAddress =>
  connection?.version === 6 ? { version: 6, address: '::' } : { version: 4, address: '0.0.0.0' }

/**
 * The offer that puts the other side on hold (section 8.4): it may go on sending only where we do not stop hearing it.
 * `address` also says 0.0.0.0, for those that are older than directions.
 */
export const holdOffer = (before: SessionDescription, style: HoldStyle = 'direction'): SessionDescription => {
  const media = before.media.map((each): SdpMedia => {
    if (each.port === 0) return each
    const isSending = directionOf(before, each) === 'sendrecv' || directionOf(before, each) === 'sendonly'
    const held = { ...each, direction: directionFrom(isSending, false) }
    return style === 'address' && each.connection !== null ? { ...held, connection: nowhere(each.connection) } : held
  })
  return nextOffer(before, media, style === 'address' ? nowhere(before.connection) : before.connection)
}

/** The offer that ends a hold: both ways again, from `connection`. */
export const resumeOffer = (held: SessionDescription, connection: SdpAddress): SessionDescription =>
  nextOffer(
    held,
    held.media.map((each): SdpMedia => {
      if (each.port === 0) return each
      return { ...each, direction: 'sendrecv', connection: each.connection === null ? null : connection }
    }),
    connection,
  )

/** What we send where the other side says this: it sends what we receive. */
export const mirrored = (direction: Direction): Direction =>
  directionFrom(receives(direction), direction === 'sendrecv' || direction === 'sendonly')
