/**
 * Telephone-events sent (RFC 4733, 2.5.1): one packet each tick, all with the timestamp of the press, durations growing; the
 * last one is sent three times. The voice of the leg rests meanwhile; its timestamps go on, its sequence numbers are shared.
 */
import { CallweaveError } from '@callweave/core'
import { eventOf, type TelephoneEvent, writeEvent } from './payload.js'

export interface EventSenderOptions {
  readonly clockHz?: number
  /** Time between two packets. */
  readonly tickMs?: number
  /** Minus dBm0, 0..63. */
  readonly volume?: number
  /** Silence between two keys, at least. Receivers ask for 40 ms. */
  readonly pauseMs?: number
}

/** What the header of the packet has to say. */
export interface EventPacket {
  readonly marker: boolean
  readonly timestamp: number
}

interface Press {
  readonly event: number
  readonly duration: number
}

const endRepeats = 3
const mostPending = 64
/** A longer press would need a second segment: 65,535 units are 8.19 s at 8 kHz. */
const longestMs = 8_000

export class EventSender {
  readonly #unitsPerMs: number
  readonly #tick: number
  readonly #volume: number
  readonly #pause: number
  readonly #pending: Press[] = []
  readonly #block: TelephoneEvent = { event: 0, isEnd: false, volume: 0, duration: 0 }
  #press: Press | null = null
  #startedAt = 0
  #endsSent = 0
  /** Units of pause still to be kept. */
  #pauseLeft = 0

  constructor({ clockHz = 8_000, tickMs = 20, volume = 10, pauseMs = 60 }: EventSenderOptions = {}) {
    this.#unitsPerMs = clockHz / 1_000
    this.#tick = tickMs * this.#unitsPerMs
    this.#volume = volume
    this.#pause = pauseMs * this.#unitsPerMs
  }

  /**
   * Puts a key behind those that are still to be sent.
   *
   * @throws CallweaveError `out-of-range` for what is no key, a duration outside 40..8,000 ms, or over 64 pending keys;
   * nothing was queued.
   */
  press(key: string, durationMs = 100): void {
    const event = eventOf(key)
    if (event < 0)
      throw new CallweaveError('out-of-range', { message: 'no key', found: key, expected: '0-9, *, #, A-D' })
    if (!(durationMs >= 40 && durationMs <= longestMs))
      throw new CallweaveError('out-of-range', {
        message: 'a key is held too short or too long',
        found: durationMs,
        expected: `40..${longestMs} ms`,
      })
    if (this.#pending.length >= mostPending)
      throw new CallweaveError('out-of-range', { message: 'too many keys at once', expected: `${mostPending} at most` })
    this.#pending.push({ event, duration: Math.round(durationMs * this.#unitsPerMs) })
  }

  /** Whether a key is being sent or waits to be. */
  get isBusy(): boolean {
    return this.#press !== null || this.#pending.length > 0
  }

  /**
   * The packet of this tick, its four bytes written at `at`; null where voice is due. `now` is the timestamp that a voice
   * packet of this tick would have.
   */
  next(now: number, bytes: Uint8Array, at: number): EventPacket | null {
    if (this.#press === null) {
      if (this.#pauseLeft > 0) {
        this.#pauseLeft -= this.#tick
        return null
      }
      const press = this.#pending.shift()
      if (press === undefined) return null
      this.#press = press
      this.#startedAt = now
      this.#endsSent = 0
    }
    const { event, duration } = this.#press
    // The packet of a tick tells what the tick brings, as a voice packet does: the first has the duration of one tick.
    const elapsed = ((now - this.#startedAt) >>> 0) + this.#tick
    const isEnd = elapsed >= duration
    const timestamp = this.#startedAt
    writeEvent(
      bytes,
      at,
      Object.assign(this.#block, { event, isEnd, volume: this.#volume, duration: Math.min(elapsed, duration) }),
    )
    const marker = now === this.#startedAt
    if (isEnd) {
      this.#endsSent += 1
      if (this.#endsSent === endRepeats) {
        this.#press = null
        this.#pauseLeft = this.#pause - (endRepeats - 1) * this.#tick
      }
    }
    return { marker, timestamp }
  }
}
