/** The frequencies of the keys (ITU-T Q.23), and how to sound them. */
import { CallweaveError } from '@callweave/core'
import { eventOf } from '../telephone-event/payload.js'
import type { ToneSegment } from '../tone/player.js'

export const rowsHz = [697, 770, 852, 941] as const
export const columnsHz = [1_209, 1_336, 1_477, 1_633] as const

/** By row and column. */
export const keypad = ['123A', '456B', '789C', '*0#D'] as const

export interface DtmfToneOptions {
  readonly onMs?: number
  readonly offMs?: number
  /** Of the row's tone. */
  readonly lowDbm0?: number
  /** Of the column's; lines weaken it more, so it starts 2 dB louder. */
  readonly highDbm0?: number
}

/**
 * Segments that sound the keys one after the other, each followed by its pause.
 *
 * @throws CallweaveError `out-of-range` for a character that is no key.
 */
export const dtmfTones = (
  keys: string,
  { onMs = 100, offMs = 80, lowDbm0 = -9, highDbm0 = -7 }: DtmfToneOptions = {},
): readonly ToneSegment[] =>
  [...keys.toUpperCase()].flatMap((key) => {
    if (eventOf(key) < 0)
      throw new CallweaveError('out-of-range', { message: 'no key', found: key, expected: '0-9, *, #, A-D' })
    const row = keypad.findIndex((line) => line.includes(key))
    const low = { hz: rowsHz[row] as number, dbm0: lowDbm0 }
    const high = { hz: columnsHz[(keypad[row] as string).indexOf(key)] as number, dbm0: highDbm0 }
    return [
      { tones: [low, high], lengthMs: onMs },
      { tones: [], lengthMs: offMs },
    ]
  })
