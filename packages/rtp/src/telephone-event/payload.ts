/**
 * The payload of a telephone-event (RFC 4733, 2.3), four bytes a block:
 *
 *   | event 8 | E | R | volume 6 | duration 16, in units of the RTP clock |
 */
import { setWord16, word16 } from '../packet/header.js'

export const eventBytes = 4

/** The keys by event code 0..15 (RFC 4733, 3.2). */
export const keys = '0123456789*#ABCD'

/** One of `0`..`9`, `*`, `#`, `A`..`D`. */
export type DtmfKey = string

/** -1 where it is no key. Small letters count. */
export const eventOf = (key: DtmfKey): number => (key.length === 1 ? keys.indexOf(key.toUpperCase()) : -1)

export interface TelephoneEvent {
  /** 0..255; 0..15 are keys, 16 is a hook flash. */
  event: number
  isEnd: boolean
  /** The level is minus this many dBm0, 0..63. */
  volume: number
  /** 0..65,535. */
  duration: number
}

/** Reads the block at `at` into `event`; the caller has proved that four bytes are there. */
export const readEvent = (bytes: Uint8Array, at: number, event: TelephoneEvent): void => {
  const second = bytes[at + 1] as number
  event.event = bytes[at] as number
  event.isEnd = second >= 128
  event.volume = second & 63
  event.duration = word16(bytes, at + 2)
}

export const writeEvent = (bytes: Uint8Array, at: number, { event, isEnd, volume, duration }: TelephoneEvent): void => {
  bytes[at] = event
  bytes[at + 1] = (isEnd ? 128 : 0) | (volume & 63)
  setWord16(bytes, at + 2, duration)
}
