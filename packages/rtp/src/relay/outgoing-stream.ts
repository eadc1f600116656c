/**
 * One stream out of a leg, whatever is sent through it: prompts, tones, another leg's packets. The far end sees one SSRC,
 * sequence numbers without a jump and timestamps that keep time, so its jitter buffer never begins anew.
 */
import type { RtpFields, RtpHeader } from '../packet/header.js'
import { timestampGap } from '../packet/sequence.js'

export interface StreamStart {
  readonly ssrc: number
  /** Random ones (RFC 3550, 5.1). */
  readonly sequence: number
  readonly timestamp: number
}

const unitsPerMs = 8

export class OutgoingStream {
  readonly ssrc: number
  /** For sender reports. */
  packets = 0
  octets = 0
  readonly #firstTimestamp: number
  #sequence: number
  #startedAtMs: number | null = null
  /** The SSRC that is relayed; null while we make the media. */
  #source: number | null = null
  #sequenceShift = 0
  #timestampShift = 0
  #highest: number

  constructor({ ssrc, sequence, timestamp }: StreamStart) {
    this.ssrc = ssrc
    this.#firstTimestamp = timestamp
    this.#sequence = sequence
    this.#highest = (sequence - 1) & 0xffff
  }

  /** The timestamp of that instant. */
  timestampAt(nowMs: number): number {
    this.#startedAtMs ??= nowMs
    return (this.#firstTimestamp + Math.round((nowMs - this.#startedAtMs) * unitsPerMs)) >>> 0
  }

  /** Fills in what our own packet says next. */
  fill(fields: RtpFields, timestamp: number, payloadBytes: number): void {
    // A stream that was relayed goes on behind the highest number that went out.
    if (this.#source !== null) this.#sequence = (this.#highest + 1) & 0xffff
    fields.marker = fields.marker || this.#source !== null || this.packets === 0
    this.#source = null
    fields.ssrc = this.ssrc
    fields.sequence = this.#sequence
    fields.timestamp = timestamp
    this.#highest = this.#sequence
    this.#sequence = (this.#sequence + 1) & 0xffff
    this.#count(payloadBytes)
  }

  /** Turns a packet of another leg into one of this stream: gaps, order and pace stay as they came. */
  relay(header: RtpHeader, nowMs: number): void {
    if (header.ssrc !== this.#source) this.#follow(header, nowMs)
    header.ssrc = this.ssrc
    header.sequence = (header.sequence + this.#sequenceShift) & 0xffff
    header.timestamp = (header.timestamp + this.#timestampShift) >>> 0
    if (((header.sequence - this.#highest) & 0xffff) < 0x8000) this.#highest = header.sequence
    this.#count(header.payloadBytes)
  }

  #follow(header: RtpHeader, nowMs: number): void {
    this.#source = header.ssrc
    this.#sequenceShift = (this.#highest + 1 - header.sequence) & 0xffff
    this.#timestampShift = timestampGap(header.timestamp, this.timestampAt(nowMs))
    header.marker = true
  }

  #count(payloadBytes: number): void {
    this.packets = (this.packets + 1) >>> 0
    this.octets = (this.octets + payloadBytes) >>> 0
  }
}
