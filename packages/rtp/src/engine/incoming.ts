/**
 * What comes from one party, beside what is relayed: keys by telephone-event, and frames for whoever wants the sound itself.
 * A party that nobody decodes has no jitter buffer and costs a comparison a packet.
 */
import { DtmfDetector } from '../dtmf/detector.js'
import { convertLaw } from '../g711/convert.js'
import { decodeInto, type Law } from '../g711/laws.js'
import { createFrame, JitterBuffer } from '../jitter/buffer.js'
import type { Reception } from '../quality/reception.js'
import type { MediaLeg } from '../relay/media-leg.js'
import { EventReceiver, type KeyChange } from '../telephone-event/receiver.js'
import { frameSamples } from './frame.js'
import type { PartyMedia } from './media.js'
import { type LawTypes, lawTypes } from './payload-types.js'

export interface IncomingOptions {
  readonly leg: MediaLeg
  readonly nowMs: () => number
  readonly onKey: (key: string, durationMs: number) => void
}

const mostPayloadBytes = 1_600

export class Incoming {
  /** The last frame taken; of use where `hasVoice`. */
  readonly samples = new Int16Array(frameSamples)
  readonly codes = new Uint8Array(frameSamples)
  hasVoice = false
  law: Law | null = null
  /** Packets and losses of sources that this party had before the one that is heard. */
  receivedBefore = 0
  lostBefore = 0
  readonly #leg: MediaLeg
  readonly #nowMs: () => number
  readonly #onKey: (key: string, durationMs: number) => void
  /** Who wants frames. */
  readonly #wanted = new Set<unknown>()
  readonly #frame = createFrame()
  #types: LawTypes = { muLaw: -1, aLaw: -1 }
  #jitter: JitterBuffer | null = null
  #events: EventReceiver | null = null
  #detector: DtmfDetector | null = null
  #scratch: Uint8Array | null = null
  #reception: Reception

  constructor({ leg, nowMs, onKey }: IncomingOptions) {
    this.#leg = leg
    this.#reception = leg.reception
    this.#nowMs = nowMs
    this.#onKey = onKey
  }

  agree(media: PartyMedia): void {
    if (media.law !== this.law) this.#jitter = null
    this.law = media.law
    this.#types = lawTypes(media)
    const onChange = (change: KeyChange): void => this.#hear(change)
    if (media.eventType !== null) this.#events ??= new EventReceiver({ onChange })
    if (media.eventType === null && media.law !== null) {
      this.#detector ??= new DtmfDetector({ onChange })
      this.want('keys')
    } else {
      this.#detector = null
      this.unwant('keys')
    }
    this.#keep()
  }

  /** Keeps frames from now on, until everybody who wanted them has let go. */
  want(by: unknown): void {
    this.#wanted.add(by)
    this.#keep()
  }

  unwant(by: unknown): void {
    if (!this.#wanted.delete(by) || this.#wanted.size > 0) return
    this.#jitter = null
    this.hasVoice = false
  }

  /** Takes each packet that the leg accepted. */
  take(
    bytes: Uint8Array,
    start: number,
    sizeBytes: number,
    payloadType: number,
    timestamp: number,
    sequence: number,
  ): void {
    if (this.#leg.reception !== this.#reception) this.#renew()
    if (payloadType === this.#leg.eventType) {
      this.#events?.take(bytes, start, sizeBytes, timestamp, this.#nowMs())
      return
    }
    const { muLaw, aLaw } = this.#types
    if (this.#jitter === null || (payloadType !== muLaw && payloadType !== aLaw)) return
    const isOther = payloadType !== (this.law === 'a-law' ? aLaw : muLaw)
    if (isOther) {
      this.#takeOther(bytes, start, sizeBytes, timestamp, sequence)
      return
    }
    this.#jitter.put(sequence, timestamp, bytes, start, sizeBytes, this.#nowMs())
  }

  /** 20 ms have passed. */
  tick(nowMs: number): void {
    this.#events?.tick(nowMs)
    if (this.#jitter === null) return
    this.#jitter.take(this.codes, this.#frame, nowMs)
    this.hasVoice = this.#frame.voiceUnits > 0
    decodeInto(this.law as Law, this.codes, this.samples)
    this.#detector?.take(this.samples)
  }

  /** A key that is down is told. */
  end(): void {
    this.#events?.reset()
    this.#detector?.reset()
    this.#wanted.clear()
    this.#jitter = null
  }

  #keep(): void {
    if (this.#wanted.size > 0 && this.law !== null) this.#jitter ??= new JitterBuffer({ law: this.law })
  }

  /** The other of the two laws, which the party may send as well. */
  #takeOther(bytes: Uint8Array, start: number, sizeBytes: number, timestamp: number, sequence: number): void {
    const count = Math.min(sizeBytes, mostPayloadBytes)
    this.#scratch ??= new Uint8Array(mostPayloadBytes)
    convertLaw(this.law === 'a-law' ? 'mu-law' : 'a-law', bytes.subarray(start, start + count), this.#scratch)
    this.#jitter?.put(sequence, timestamp, this.#scratch, 0, count, this.#nowMs())
  }

  /** Another SSRC: its numbers have nothing to do with those before. */
  #renew(): void {
    this.receivedBefore += this.#reception.received
    this.lostBefore += Math.max(0, this.#reception.lost)
    this.#reception = this.#leg.reception
    this.#jitter?.reset()
    this.#events?.reset()
  }

  #hear({ kind, key, durationMs }: KeyChange): void {
    if (kind === 'released' && key !== 'flash') this.#onKey(key, durationMs)
  }
}
