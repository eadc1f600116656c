/** Answers to offers, and what both sides have agreed on: RFC 3264 sections 6 and 7. */
import { SipError } from '../error.js'
import { commonCodecs, isSpeech, sameCodec } from './codec.js'
import { mediaOf, mirrored, refusedMedia } from './offer.js'
import {
  addressOf,
  type Codec,
  connectionOf,
  type Direction,
  directionFrom,
  directionOf,
  isNowhere,
  receives,
  type SdpAddress,
  type SdpMedia,
  type SessionDescription,
  sends,
} from './session.js'

export interface AcceptedMedia {
  readonly port: number
  /** What we take: our own codecs, or those of the leg that this one is bridged with. */
  readonly codecs: readonly Codec[]
  /** What we would like; the offer may allow less. Default both ways. */
  readonly direction?: Direction
  readonly ptimeMs?: number
}

export interface AnswerParts {
  readonly address: string
  readonly sessionId: string
  readonly sessionVersion?: string
  readonly username?: string
  /** What becomes of an m-line of the offer; `null` refuses it. Lines with port 0 are not asked about. */
  readonly accept: (media: SdpMedia, place: number) => AcceptedMedia | null
}

/**
 * The answer to an offer: as many m-lines, in the same order, each with the offered payload types that both sides have.
 * `null` when no line is left: 488. A line is refused, too, when only digits or comfort noise would be left of it.
 */
export const answerOffer = (offer: SessionDescription, parts: AnswerParts): SessionDescription | null => {
  const { address, sessionId, sessionVersion = '0', username = '-', accept } = parts
  const media = offer.media.map((each, place): SdpMedia => {
    const accepted = each.port === 0 ? null : accept(each, place)
    return accepted === null ? refusedMedia(each) : answerMedia(offer, each, accepted)
  })
  if (media.every(({ port }) => port === 0)) return null
  const from = addressOf(address)
  return {
    origin: { username, sessionId, sessionVersion, address: from },
    name: offer.name,
    connection: from,
    direction: null,
    media,
    others: {},
  }
}

const answerMedia = (offer: SessionDescription, media: SdpMedia, accepted: AcceptedMedia): SdpMedia => {
  const { port, codecs: ours, direction = 'sendrecv', ptimeMs = media.ptimeMs } = accepted
  const codecs = commonCodecs(media.codecs, ours)
  if (!codecs.some(isSpeech)) return refusedMedia(media)
  const allowed = mirrored(wantedBy(offer, media))
  return mediaOf({
    kind: media.kind,
    port,
    protocol: media.protocol,
    codecs,
    direction: directionFrom(sends(direction) && sends(allowed), receives(direction) && receives(allowed)),
    ...(ptimeMs === null ? {} : { ptimeMs }),
  })
}

/** The direction that a side means: where it says 0.0.0.0 it receives nothing, whatever else it says. */
const wantedBy = (session: SessionDescription, media: SdpMedia): Direction => {
  const direction = directionOf(session, media)
  return isNowhere(connectionOf(session, media)) ? directionFrom(sends(direction), false) : direction
}

/**
 * Whether an answer belongs to an offer: as many m-lines, of the same kinds, with nothing that was not offered.
 *
 * @throws SipError `bad-sdp` (null: an answer is not answered) when it does not; the session is as it was before.
 */
export const checkAnswer = (offer: SessionDescription, answer: SessionDescription): void => {
  if (answer.media.length !== offer.media.length) throw unfit('the answer has another number of m-lines than the offer')
  answer.media.forEach((media, place) => {
    const offered = offer.media[place] as SdpMedia
    if (media.kind !== offered.kind) throw unfit(`m-line ${place + 1} of the answer is of another kind`)
    if (media.port === 0) return
    if (offered.port === 0) throw unfit(`m-line ${place + 1} was not offered`)
    const isCommon =
      media.codecs.length === 0 || media.codecs.some((codec) => offered.codecs.some((own) => sameCodec(own, codec)))
    if (!isCommon) throw unfit(`m-line ${place + 1} of the answer has no codec of the offer`)
  })
}

const unfit = (message: string): SipError => new SipError('bad-sdp', { message, status: null })

/** What flows on one m-line, seen from our side. */
export interface AgreedMedia {
  readonly kind: string
  /** Where we send to; `null` where the other side has said nothing, or nowhere. */
  readonly sendTo: (SdpAddress & { readonly port: number }) | null
  /** What we send: the first that both have, with the payload type that the other side wants. */
  readonly send: Codec
  /** What may come, with our payload types. */
  readonly receive: readonly Codec[]
  /** The payload type for digits, in each direction; `null` when there is none. */
  readonly digits: { readonly send: number | null; readonly receive: number | null }
  readonly sends: boolean
  readonly receives: boolean
  /** The length of packets that the other side wants. */
  readonly ptimeMs: number | null
}

/** What has been agreed on, one for each m-line; `null` for those that are refused. */
export const agreedMedia = (local: SessionDescription, remote: SessionDescription): readonly (AgreedMedia | null)[] =>
  local.media.map((ours, place) => {
    const theirs = remote.media[place]
    if (theirs === undefined || ours.port === 0 || theirs.port === 0) return null
    const common = commonCodecs(theirs.codecs, ours.codecs)
    const send = common.find(isSpeech)
    if (send === undefined) return null
    const address = connectionOf(remote, theirs)
    const direction = directionOf(local, ours)
    const wanted = wantedBy(remote, theirs)
    return {
      kind: ours.kind,
      sendTo: address === null || isNowhere(address) ? null : { ...address, port: theirs.port },
      send,
      receive: commonCodecs(ours.codecs, theirs.codecs),
      digits: { send: digitsOf(common), receive: digitsOf(commonCodecs(ours.codecs, theirs.codecs)) },
      sends: sends(direction) && receives(wanted),
      receives: receives(direction) && sends(wanted),
      ptimeMs: theirs.ptimeMs,
    }
  })

const digitsOf = (codecs: readonly Codec[]): number | null =>
  codecs.find(({ name }) => name.toLowerCase() === 'telephone-event')?.payload ?? null
