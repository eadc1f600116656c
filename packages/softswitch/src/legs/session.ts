/**
 * The session descriptions of one leg: what we offered or answered, what they did, and what has been agreed on.
 *
 * Where we have to hear or speak it is G.711. A leg that offers none keeps its codecs for the other leg of its call: what
 * both have is passed through.
 */
import type { Law } from '@callweave/rtp/audio'
import type { PartyMedia } from '@callweave/rtp/engine'
import {
  type AgreedMedia,
  agreedMedia,
  answerOffer,
  type Codec,
  checkAnswer,
  commonCodecs,
  formatSdp,
  isHeld,
  isSpeech,
  makeOffer,
  nextOffer,
  parseSdp,
  pcma,
  pcmu,
  type SdpMedia,
  type SessionDescription,
  sameCodec,
  telephoneEvent,
} from '@callweave/sip/sdp'

export interface LegSessionOptions {
  /** Where media is wanted, as the far end has to see it. */
  readonly address: string
  readonly rtpPort: number
  /** By which of our addresses media go there, where there are several. */
  readonly from?: string
  /** Digits. */
  readonly sessionId: string
}

/** In `o=`: a name, since there are peers that take no `-`. */
const username = 'callweave'

const codecOf: Readonly<Record<Law, Codec>> = { 'a-law': pcma, 'mu-law': pcmu }
const other: Readonly<Record<Law, Law>> = { 'a-law': 'mu-law', 'mu-law': 'a-law' }

export const lawOf = (codec: Codec): Law | null =>
  sameCodec(codec, pcma) ? 'a-law' : sameCodec(codec, pcmu) ? 'mu-law' : null

const isRtpAudio = ({ kind, protocol, port }: SdpMedia): boolean =>
  kind === 'audio' && port !== 0 && (protocol === 'RTP/AVP' || protocol === 'RTP/AVPF')

/** The speech that an offer has, of its first audio line; empty where there is none that we could take part in. */
export const speechOf = (session: SessionDescription): readonly Codec[] =>
  (session.media.find(isRtpAudio)?.codecs ?? []).filter(isSpeech)

/** Whether we could hear and speak there ourselves. */
export const hasLaw = (codecs: readonly Codec[]): boolean => codecs.some((codec) => lawOf(codec) !== null)

export class LegSession {
  local: SessionDescription | null = null
  remote: SessionDescription | null = null
  readonly #options: LegSessionOptions
  #version = 0

  constructor(options: LegSessionOptions) {
    this.#options = options
  }

  /** Our offer: the laws, that one first, and keys; or what is passed through in their place. */
  offer(law: Law, passed: readonly Codec[] = []): string {
    const { address, rtpPort: port, sessionId } = this.#options
    const speech = passed.length > 0 ? passed : [codecOf[law], codecOf[other[law]]]
    const codecs = [...speech, telephoneEvent(freeType(speech))]
    this.local = makeOffer({ address, sessionId, username, media: [{ port, codecs, ptimeMs: 20 }] })
    return formatSdp(this.local)
  }

  /** What we have now, offered again: to an INVITE without an offer inside the call. */
  offerAgain(law: Law): string {
    if (this.local === null) return this.offer(law)
    const media = this.local.media.map((each) => (each.port === 0 ? each : { ...each, direction: 'sendrecv' as const }))
    this.local = nextOffer(this.local, media)
    this.#version = Number(this.local.origin.sessionVersion)
    return formatSdp(this.local)
  }

  /**
   * Our answer to an offer, in G.711 and one law only: `law`, where it was offered. `passed`: codecs of the other leg, where
   * the offer has no G.711. `null` when nothing is common: 488, and all is as it was.
   */
  answer(remote: SessionDescription, law: Law, passed: readonly Codec[] = []): string | null {
    const { address, rtpPort, sessionId } = this.#options
    const place = remote.media.findIndex(isRtpAudio)
    const chosen = chooseSpeech(remote.media[place]?.codecs ?? [], law, passed)
    const answer = answerOffer(remote, {
      address,
      sessionId,
      username,
      sessionVersion: String(this.#version),
      accept: (_, at) =>
        at === place && chosen.length > 0 ? { port: rtpPort, codecs: [...chosen, telephoneEvent()] } : null,
    })
    if (answer === null) return null
    this.#takeVersion(answer)
    this.remote = remote
    return formatSdp(this.local as SessionDescription)
  }

  /** Takes the answer to our offer. @throws SipError `bad-sdp` when it is none. */
  agree(answer: string): void {
    const remote = parseSdp(answer)
    if (this.local === null) return
    checkAnswer(this.local, remote)
    this.remote = remote
  }

  /** They want to hear nothing, in either style. */
  get isHeldThere(): boolean {
    const { remote } = this
    const media = remote?.media.find(isRtpAudio)
    return remote !== null && media !== undefined && isHeld(remote, media)
  }

  /** What may be sent to them; empty where nothing is agreed on. */
  get speech(): readonly Codec[] {
    const { agreed } = this
    return agreed === null ? [] : agreed.receive.filter(isSpeech)
  }

  get agreed(): AgreedMedia | null {
    if (this.local === null || this.remote === null) return null
    return agreedMedia(this.local, this.remote).find((each) => each !== null) ?? null
  }

  /** What the media need to know; `null` while nothing is agreed on. */
  media(): PartyMedia | null {
    const { agreed } = this
    if (agreed === null) return null
    const { sendTo, sends, receives, send, receive, digits } = agreed
    const isAddress = sendTo !== null && /^[\d.]+$|:/.test(sendTo.address)
    const remote = sends && isAddress ? { host: sendTo.address, port: sendTo.port } : null
    return {
      remote,
      remoteControl: remote === null ? null : { host: remote.host, port: remote.port + 1 },
      law: lawOf(send),
      codecs: receive.map(({ payload, name, clockHz }) => ({
        payloadType: payload,
        codec: `${name.toLowerCase()}/${clockHz}`,
      })),
      ...(this.#options.from === undefined ? {} : { from: this.#options.from }),
      eventType: digits.send ?? digits.receive,
      isHeard: receives && !this.isHeldThere,
    }
  }

  /** Another description has another version; the same keeps its own (RFC 3264 section 8). */
  #takeVersion(answer: SessionDescription): void {
    const before = this.local
    if (before !== null && formatSdp(before) !== formatSdp(answer)) {
      this.#version += 1
      this.local = { ...answer, origin: { ...answer.origin, sessionVersion: String(this.#version) } }
    } else this.local = answer
  }
}

const chooseSpeech = (offered: readonly Codec[], law: Law, passed: readonly Codec[]): readonly Codec[] => {
  const laws = offered.filter((codec) => lawOf(codec) !== null)
  const wanted = laws.find((codec) => lawOf(codec) === law) ?? laws[0]
  if (wanted !== undefined) return [wanted]
  return commonCodecs(offered.filter(isSpeech), passed).slice(0, 1)
}

/** 101 as everybody has it, unless something that is passed through has it. */
const freeType = (speech: readonly Codec[]): number => {
  for (let payload = 101; payload < 128; payload += 1) {
    if (speech.every((codec) => codec.payload !== payload)) return payload
  }
  return 100
}
