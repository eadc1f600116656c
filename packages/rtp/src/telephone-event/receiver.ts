/**
 * Telephone-events received (RFC 4733, 2.5.2): each press is told once, however often its packets are repeated, late or lost.
 *
 * An event is known by its RTP timestamp. Packets of a timestamp that is over, or of an earlier one, say nothing new. The
 * first packet seen begins the event, with or without its marker; the first with the end flag ends it; where all of those
 * are lost, the next event or silence of `lostEndMs` does.
 */
import { timestampGap } from '../packet/sequence.js'
import { eventBytes, keys, readEvent, type TelephoneEvent } from './payload.js'

/** What a packet or the passing of time brought to light. */
export interface KeyChange {
  readonly kind: 'pressed' | 'released'
  /** One of `0`..`9`, `*`, `#`, `A`..`D`, or `flash`. */
  readonly key: string
  /** How long the key was down, as far as is known: 0 when it is pressed. */
  readonly durationMs: number
  /** False where the end was never seen. */
  readonly isComplete: boolean
}

export interface EventReceiverOptions {
  /** Takes each change, inside `take` and `tick`. */
  readonly onChange: (change: KeyChange) => void
  /** Units of the clock in a second: the rate of the payload type. */
  readonly clockHz?: number
  /** An event of which nothing was heard for this long is over. Packets come every 20 to 50 ms. */
  readonly lostEndMs?: number
}

const flash = 16
const longest = 0xffff
/** Blocks that one packet may hold (2.5.1.5); more than a few are nobody's keys. */
const mostBlocks = 4
/** An older timestamp than this is a sender that began anew, not a packet that was late. */
const oldestMs = 5_000

interface Current {
  event: number
  /** Of the segment that is running; long events go on under a new one (2.5.1.3). */
  timestamp: number
  /** Of the segments before this one. */
  before: number
  duration: number
  heardAtMs: number
}

export class EventReceiver {
  readonly #onChange: (change: KeyChange) => void
  readonly #unitsPerMs: number
  readonly #lostEndMs: number
  readonly #block: TelephoneEvent = { event: 0, isEnd: false, volume: 0, duration: 0 }
  #current: Current | null = null
  /** The timestamp of the last event that is over; what is not later is an echo of it. */
  #overAt: number | null = null

  constructor({ onChange, clockHz = 8_000, lostEndMs = 150 }: EventReceiverOptions) {
    this.#onChange = onChange
    this.#unitsPerMs = clockHz / 1_000
    this.#lostEndMs = lostEndMs
  }

  /** Takes the payload of one packet: `sizeBytes` from `start`. What is shorter than a block is ignored. */
  take(bytes: Uint8Array, start: number, sizeBytes: number, timestamp: number, nowMs: number): void {
    let at = timestamp
    const blocks = Math.min(Math.floor(sizeBytes / eventBytes), mostBlocks)
    for (let i = 0; i < blocks; i += 1) {
      readEvent(bytes, start + i * eventBytes, this.#block)
      this.#takeBlock(this.#block, at, nowMs)
      at = (at + this.#block.duration) >>> 0
    }
  }

  /** Ends what has been silent for too long. To be called every few packets' time. */
  tick(nowMs: number): void {
    if (this.#current !== null && nowMs - this.#current.heardAtMs >= this.#lostEndMs) this.#release(false)
  }

  /** Forgets the source, as when its SSRC changes; a key that is down is released. */
  reset(): void {
    if (this.#current !== null) this.#release(false)
    this.#overAt = null
  }

  #takeBlock({ event, isEnd, duration }: TelephoneEvent, timestamp: number, nowMs: number): void {
    if (event > flash || this.#isOver(timestamp)) return
    let current = this.#current
    if (current !== null && !this.#goesOn(current, event, timestamp, duration)) {
      if (this.#isEarlier(timestamp, current.timestamp)) return
      this.#release(false)
      current = null
    }
    if (current === null) {
      current = { event, timestamp, before: 0, duration, heardAtMs: nowMs }
      this.#current = current
      this.#onChange({ kind: 'pressed', key: nameOf(event), durationMs: 0, isComplete: true })
    }
    current.heardAtMs = nowMs
    current.duration = Math.max(current.duration, duration)
    if (isEnd) this.#release(true)
  }

  /** Whether a block belongs to the event that is running; makes its segment the current one. */
  #goesOn(current: Current, event: number, timestamp: number, duration: number): boolean {
    if (event !== current.event) return false
    const ahead = timestampGap(current.timestamp, timestamp)
    if (ahead === 0) return true
    const isSegment = ahead === longest
    // Some senders move the timestamp with each packet of one press, and its duration grows all the same.
    const isSloppy = ahead > 0 && duration > current.duration && Math.abs(duration - current.duration - ahead) <= 1
    if (isSegment) {
      current.before += longest
      current.duration = 0
    }
    if (isSegment || isSloppy) current.timestamp = timestamp
    return isSegment || isSloppy
  }

  #isOver(timestamp: number): boolean {
    return this.#overAt !== null && (timestamp === this.#overAt || this.#isEarlier(timestamp, this.#overAt))
  }

  #isEarlier(timestamp: number, than: number): boolean {
    const gap = timestampGap(than, timestamp)
    return gap < 0 && gap > -oldestMs * this.#unitsPerMs
  }

  #release(isComplete: boolean): void {
    const { event, timestamp, before, duration } = this.#current as Current
    this.#current = null
    this.#overAt = timestamp
    const durationMs = Math.round((before + duration) / this.#unitsPerMs)
    this.#onChange({ kind: 'released', key: nameOf(event), durationMs, isComplete })
  }
}

const nameOf = (event: number): string => (event === flash ? 'flash' : (keys[event] as string))
