/**
 * Jitter buffer for G.711, for legs that are mixed or recorded: packets go in as they come, frames come out at the pace of
 * whoever takes them. Bounded: two seconds of one leg in 32 KB, whatever is put in.
 *
 *   put ->  | played | <- next .... delay .... highest -> |   a ring by timestamps: any packet length, any order
 *
 * The delay follows what packets need (`DelayEstimate`). It is changed where nobody hears it: a frame without voice is
 * dropped or repeated at once, a quiet one now and then, a loud one only when the delay is far too long.
 */
import { decodeALaw, decodeMuLaw, type Law, silenceOf } from '../g711/laws.js'
import { sequenceGap, timestampGap } from '../packet/sequence.js'
import { DelayEstimate } from './delay.js'
import { missing, ringUnits, SampleRing, voice } from './ring.js'

export interface JitterBufferOptions {
  readonly law: Law
  /** 20 ms of delay are the least that a tick of 20 ms needs. */
  readonly leastDelayMs?: number
  readonly mostDelayMs?: number
  /** Samples in a frame taken out, at most 480. */
  readonly frameUnits?: number
}

/** What became of a packet. */
export type PutOutcome =
  | 'held'
  /** All of it was there. */
  | 'duplicate'
  /** All of it should have been played. */
  | 'late'
  /** It lies seconds off, so the source has begun anew, and so has the buffer. */
  | 'restarted'
  /** Empty, or longer than 200 ms. */
  | 'refused'

/** A frame that was taken out. One object, filled again each time. */
export interface Frame {
  /**
   * `waiting`: nothing has come yet. `frame`: the next one. `stretched`: silence put in, to wait longer for what is to come.
   */
  outcome: 'waiting' | 'frame' | 'stretched'
  /** Of its first sample. */
  timestamp: number
  voiceUnits: number
  /** Samples that were lost or late: the gap. What the sender left out on purpose is none. */
  missingUnits: number
}

export interface JitterCounts {
  played: number
  /** Samples lost or late when their time came, while later ones were there. */
  missed: number
  /** Samples of voice left out to shorten the delay. */
  dropped: number
  /** Frames of silence put in to lengthen it. */
  stretched: number
  latePackets: number
  duplicatePackets: number
  restarts: number
}

const unitsPerMs = 8
const mostPacketUnits = 1_600
/** Late packets in a row after which the sender's timestamps are believed rather than ours. */
const mostLateInRow = 25
/** Quieter than this (-48 dBov) a frame can be dropped or put in twice unheard. */
const quietSample = 128
/** Of delay beyond the target that is borne for a while. */
const hysteresisMs = 30
/** Of delay beyond the target that is not borne: even loud frames are dropped, one in ten. */
const tooLongMs = 120
const spacing = 10

export class JitterBuffer {
  readonly counts: JitterCounts = {
    played: 0,
    missed: 0,
    dropped: 0,
    stretched: 0,
    latePackets: 0,
    duplicatePackets: 0,
    restarts: 0,
  }
  readonly #ring = new SampleRing()
  readonly #delay: DelayEstimate
  readonly #mostDelayMs: number
  readonly #decode: (code: number) => number
  readonly #silence: number
  readonly #frameUnits: number
  readonly #scratch: Uint8Array
  #isEmpty = true
  #isPlaying = false
  /** The timestamp of the next sample to be played. */
  #next = 0
  /** Behind the last sample that was put in. */
  #end = 0
  #lastSequence = 0
  #firstAtMs = 0
  /** Transit times count from the first packet's timestamp. */
  #originTimestamp = 0
  #lateInRow = 0
  /** Frames since the delay was last changed. */
  #sinceChange = 0

  constructor({ law, leastDelayMs = 20, mostDelayMs = 400, frameUnits = 160 }: JitterBufferOptions) {
    this.#mostDelayMs = mostDelayMs
    this.#delay = new DelayEstimate({ leastMs: leastDelayMs, mostMs: mostDelayMs })
    this.#decode = law === 'a-law' ? decodeALaw : decodeMuLaw
    this.#silence = silenceOf[law]
    this.#frameUnits = Math.min(480, Math.max(8, Math.floor(frameUnits)))
    this.#scratch = new Uint8Array(this.#frameUnits)
  }

  /** Puts a packet's payload in: `count` codes from `start`. `nowMs` is when it came. */
  put(sequence: number, timestamp: number, bytes: Uint8Array, start: number, count: number, nowMs: number): PutOutcome {
    if (count < 1 || count > mostPacketUnits) return 'refused'
    if (this.#isEmpty) this.#begin(sequence, timestamp, nowMs)
    const ahead = timestampGap(this.#next, timestamp)
    if (ahead + count > ringUnits || ahead < -ringUnits || this.#isStuck(ahead + count)) {
      this.reset()
      this.counts.restarts += 1
      this.#begin(sequence, timestamp, nowMs)
      this.#store(sequence, timestamp, bytes, start, count, nowMs)
      return 'restarted'
    }
    return this.#store(sequence, timestamp, bytes, start, count, nowMs)
  }

  /** Takes the next frame into `codes` and tells of it in `frame`. To be called once in each frame's time. */
  take(codes: Uint8Array, frame: Frame, nowMs: number): void {
    frame.voiceUnits = 0
    frame.missingUnits = 0
    frame.timestamp = this.#next
    if (!this.#isPlaying) {
      if (this.#isEmpty || nowMs - this.#firstAtMs < this.#delay.targetMs()) {
        frame.outcome = 'waiting'
        codes.fill(this.#silence, 0, this.#frameUnits)
        return
      }
      this.#isPlaying = true
    }
    this.#sinceChange += 1
    if (this.#adjust(nowMs)) {
      frame.outcome = 'stretched'
      this.counts.stretched += 1
      codes.fill(this.#silence, 0, this.#frameUnits)
      return
    }
    frame.outcome = 'frame'
    frame.timestamp = this.#next
    frame.voiceUnits = this.#ring.count(this.#next, this.#frameUnits, voice)
    // What has not been sent yet is not missing: a source may fall silent for good.
    const due = Math.max(0, Math.min(this.#frameUnits, timestampGap(this.#next, this.#end)))
    frame.missingUnits = this.#ring.count(this.#next, due, missing)
    this.counts.played += frame.voiceUnits
    this.counts.missed += frame.missingUnits
    this.#ring.read(this.#next, codes.subarray(0, this.#frameUnits), this.#silence)
    this.#advance()
  }

  /** How long the next frame will have waited since the fastest packet of its time would have come. */
  delayMs(nowMs: number): number {
    const playedMs = timestampGap(this.#originTimestamp, this.#next) / unitsPerMs
    return this.#isEmpty ? 0 : nowMs - this.#delay.fastestMs - playedMs
  }

  /** Forgets all that is in it, as when the source (SSRC) changes. */
  reset(): void {
    this.#ring.clear()
    this.#delay.reset()
    this.#isEmpty = true
    this.#isPlaying = false
    this.#lateInRow = 0
  }

  #begin(sequence: number, timestamp: number, nowMs: number): void {
    this.#isEmpty = false
    this.#next = timestamp
    this.#end = timestamp
    this.#originTimestamp = timestamp
    this.#firstAtMs = nowMs
    this.#lastSequence = (sequence - 1) & 0xffff
    this.#sinceChange = 0
  }

  #store(
    sequence: number,
    timestamp: number,
    bytes: Uint8Array,
    start: number,
    count: number,
    nowMs: number,
  ): PutOutcome {
    this.#delay.take(nowMs - timestampGap(this.#originTimestamp, timestamp) / unitsPerMs)
    const beyond = timestampGap(this.#end, timestamp)
    const isNext = sequenceGap(this.#lastSequence, sequence) === 1
    if (isNext && beyond > 0) this.#ring.markRest(this.#end, beyond)
    if (sequenceGap(this.#lastSequence, sequence) > 0) this.#lastSequence = sequence
    let late = Math.max(0, timestampGap(timestamp, this.#next))
    if (!this.#isPlaying && late > 0) {
      // Nothing was played yet: the first packet to come was not the first that was sent.
      this.#next = timestamp
      late = 0
    }
    if (late >= count) {
      this.counts.latePackets += 1
      this.#lateInRow += 1
      return 'late'
    }
    this.#lateInRow = 0
    const fresh = this.#ring.write((timestamp + late) >>> 0, bytes, start + late, count - late)
    if (timestampGap(this.#end, timestamp) + count > 0) this.#end = (timestamp + count) >>> 0
    if (fresh > 0) return 'held'
    this.counts.duplicatePackets += 1
    return 'duplicate'
  }

  /** Whether packets only ever come too late, and this one does. */
  #isStuck(endsAhead: number): boolean {
    return this.#isPlaying && endsAhead <= 0 && this.#lateInRow >= mostLateInRow
  }

  /** Brings the delay nearer to its target. True where silence is to be put in. */
  #adjust(nowMs: number): boolean {
    const frameMs = this.#frameUnits / unitsPerMs
    const targetMs = this.#delay.targetMs()
    // Dry: what is to come may only be late. A source that has nothing to say is waited for until the delay is at its most.
    if (timestampGap(this.#next, this.#end) <= 0) return this.delayMs(nowMs) < this.#mostDelayMs
    let excessMs = this.delayMs(nowMs) - targetMs
    const hasVoice = this.#ring.count(this.#next, this.#frameUnits, voice) > 0
    if (excessMs <= -frameMs) return !hasVoice || (this.#isQuiet() && this.#isTime())
    while (excessMs >= frameMs + hysteresisMs && timestampGap(this.#next, this.#end) > this.#frameUnits) {
      const isUnheard = this.#ring.count(this.#next, this.#frameUnits, voice) === 0
      if (!isUnheard && !((this.#isQuiet() || excessMs >= tooLongMs) && this.#isTime())) break
      this.#drop()
      excessMs -= frameMs
    }
    return false
  }

  #isTime(): boolean {
    if (this.#sinceChange < spacing) return false
    this.#sinceChange = 0
    return true
  }

  #drop(): void {
    this.counts.missed += this.#ring.count(this.#next, this.#frameUnits, missing)
    this.counts.dropped += this.#ring.count(this.#next, this.#frameUnits, voice)
    this.#ring.read(this.#next, this.#scratch, this.#silence)
    this.#advance()
  }

  #isQuiet(): boolean {
    for (let i = 0; i < this.#frameUnits; i += 4) {
      const code = this.#ring.codeAt(this.#next + i)
      if (code !== null && Math.abs(this.#decode(code)) > quietSample) return false
    }
    return true
  }

  #advance(): void {
    this.#next = (this.#next + this.#frameUnits) >>> 0
    if (timestampGap(this.#end, this.#next) > 0) this.#end = this.#next
  }
}

export const createFrame = (): Frame => ({ outcome: 'waiting', timestamp: 0, voiceUnits: 0, missingUnits: 0 })
