/** One party: its leg, what comes from it, what it is sent, and whom it hears. */
import { encodeInto } from '../g711/laws.js'
import { createRtpHeader, headerBytes, type RtpFields, writeHeader } from '../packet/header.js'
import { speechQuality } from '../quality/e-model.js'
import type { MediaLeg } from '../relay/media-leg.js'
import type { UdpPorts } from '../relay/udp-ports.js'
import { eventBytes } from '../telephone-event/payload.js'
import type { Conversation } from './conversation.js'
import { frameMs, frameSamples } from './frame.js'
import type { Incoming } from './incoming.js'
import { KeysOut } from './keys-out.js'
import type { PartyFigures, PartyId, PartyMedia } from './media.js'
import { lawType, unknownType } from './payload-types.js'
import type { Player } from './player.js'
import type { Recording } from './recording.js'
import type { Reports } from './reports.js'

const keepAliveMs = 5_000

export type TapMode = 'monitor' | 'whisper' | 'barge-in'

export interface PartyOptions {
  readonly id: PartyId
  readonly leg: MediaLeg
  readonly incoming: Incoming
  readonly reports: Reports
  readonly conversation: Conversation
}

export class Party {
  readonly id: PartyId
  readonly leg: MediaLeg
  readonly incoming: Incoming
  readonly reports: Reports
  readonly keysOut = new KeysOut()
  /** Null until the two sides have agreed: nothing is sent, and what comes is dropped. */
  media: PartyMedia | null = null
  conversation: Conversation
  /** Whom this party taps: it hears that conversation, and not its own. */
  onto: { readonly party: Party; readonly mode: TapMode } | null = null
  readonly taps = new Set<Party>()
  player: Player | null = null
  recording: Recording | null = null
  /** What its conversation has mixed for it; null where that is relayed, or there is nothing. */
  mixed: Int16Array | null = null
  /** For the watch over silence. */
  heard = 0
  heardAtMs = 0
  isSilent = false
  #sentAtMs = Number.NEGATIVE_INFINITY
  /** Packets that had been sent when it was last looked after, and since when they are as many. */
  #packets = 0
  #quietSinceMs: number | null = null

  constructor({ id, leg, incoming, reports, conversation }: PartyOptions) {
    this.id = id
    this.leg = leg
    this.incoming = incoming
    this.reports = reports
    this.conversation = conversation
  }

  /** It hears others, and may be sent what they say. */
  get isReached(): boolean {
    return this.media !== null && this.media.remote !== null
  }

  /** Others may hear it. */
  get isHeard(): boolean {
    return this.media?.isHeard === true
  }

  /** We make what it hears at this time, so nothing is relayed to it. */
  get isServed(): boolean {
    return this.player !== null || this.keysOut.isBusy
  }

  /** Sends what is due at this instant. False where a player has come to its end. */
  send(dueAtMs: number, ports: UdpPorts, scratch: Scratch): boolean {
    const { player } = this
    const isOver = player !== null && !player.fill(scratch.frame)
    if (!this.isReached) {
      this.keysOut.clear()
      return !isOver
    }
    const { sender } = this.keysOut
    if (sender !== null) {
      const event = sender.next(this.leg.stream.timestampAt(dueAtMs), scratch.packet, headerBytes)
      if (event !== null) {
        scratch.fields.marker = event.marker
        const type = (this.media as PartyMedia).eventType as number
        this.#sendPacket(type, event.timestamp, eventBytes, ports, scratch)
      }
      return !isOver
    }
    if (this.keysOut.isSounding) this.keysOut.sound(scratch.frame)
    else if (player === null || isOver) {
      if (this.mixed !== null) this.#sendFrame(this.mixed, dueAtMs, ports, scratch)
      return !isOver
    }
    this.#sendFrame(scratch.frame, dueAtMs, ports, scratch)
    return !isOver
  }

  /**
   * Keeps a stream alive that has nothing to say, as when a party is parked or the one it hears is muted: a NAT forgets the way
   * after 30 s or more (RFC 6263; it asks for 15 s or less), and phones hang up when nothing comes for so long (Linphone after
   * 30 s, others after 60). One frame of silence every 5 s is what all of them count as media; one every 20 ms would cost as
   * much as a talk. Where we cannot speak the codec it is an empty packet of an unknown payload type (RFC 6263, 4.6).
   */
  keepAlive(nowMs: number, ports: UdpPorts, scratch: Scratch): void {
    const { media } = this
    const { packets } = this.leg.stream
    if (media === null || !this.isReached || packets !== this.#packets) this.#quietSinceMs = null
    this.#packets = packets
    this.#quietSinceMs ??= nowMs
    if (media === null || nowMs - this.#quietSinceMs < keepAliveMs) return
    if (media.law === null) {
      scratch.fields.marker = false
      this.#sendPacket(unknownType(media), this.leg.stream.timestampAt(nowMs), 0, ports, scratch)
    } else this.#sendFrame(scratch.frame.fill(0), nowMs, ports, scratch)
  }

  figures(): PartyFigures {
    const { reception, stream, lock } = this.leg
    const received = this.incoming.receivedBefore + reception.received
    const lost = this.incoming.lostBefore + Math.max(0, reception.lost)
    const { roundTripMs } = this.reports
    // One way of the round trip, a frame to fill, and what a jitter buffer of the other side will wait.
    const delayMs = (roundTripMs ?? 0) / 2 + frameMs + 2 * reception.jitterMs
    const lostRatio = lost / Math.max(1, received + lost)
    return {
      received,
      sent: stream.packets,
      lost,
      jitterMs: reception.jitterMs,
      roundTripMs,
      mos: received === 0 ? null : speechQuality({ delayMs, lostRatio }).mos,
      strangers: lock.strangers,
    }
  }

  #sendFrame(frame: Int16Array, dueAtMs: number, ports: UdpPorts, scratch: Scratch): void {
    const media = this.media as PartyMedia
    if (media.law === null) return
    encodeInto(media.law, frame, scratch.codes)
    // The first frame after a pause begins a talkspurt (RFC 3551, 4.1).
    scratch.fields.marker = dueAtMs - this.#sentAtMs > 1.5 * frameMs
    this.#sentAtMs = dueAtMs
    this.#sendPacket(lawType(media, media.law), this.leg.stream.timestampAt(dueAtMs), frameSamples, ports, scratch)
  }

  #sendPacket(type: number, timestamp: number, payloadBytes: number, ports: UdpPorts, scratch: Scratch): void {
    const to = this.leg.peer
    if (to === null) return
    const { fields, packet } = scratch
    fields.payloadType = type
    this.leg.stream.fill(fields, timestamp, payloadBytes)
    writeHeader(packet, fields)
    ports.send(this.leg.pair, false, packet, headerBytes + payloadBytes, to)
  }
}

/** Buffers that all parties of an engine send from. */
export interface Scratch {
  readonly frame: Int16Array
  readonly packet: Uint8Array
  /** The payload of `packet`, where it is a frame. */
  readonly codes: Uint8Array
  readonly fields: RtpFields
}

export const createScratch = (): Scratch => {
  const packet = new Uint8Array(headerBytes + frameSamples)
  return {
    frame: new Int16Array(frameSamples),
    packet,
    codes: packet.subarray(headerBytes),
    fields: createRtpHeader(),
  }
}
