/** Tones by name: what a caller hears where no words are said. One round of each, to be repeated where it goes on. */
import { TonePlayer } from '@callweave/rtp/audio'
import { type Pcm, telephoneRateHz } from '../sound/pcm.js'

interface ToneShape {
  readonly hz: number
  /** Sound, then silence. */
  readonly ms: readonly [on: number, off: number]
}

/**
 * 425 Hz and the cadences that ITU-T E.180 recommends; `beep` asks to speak after it. A switch that knows the country's
 * own tones plays those.
 */
const shapes = {
  beep: { hz: 1_000, ms: [400, 0] },
  busy: { hz: 425, ms: [500, 500] },
  congestion: { hz: 425, ms: [250, 250] },
  'ring-back': { hz: 425, ms: [1_000, 4_000] },
} as const satisfies Readonly<Record<string, ToneShape>>

export type ToneName = keyof typeof shapes

export const toneNames = Object.keys(shapes) as readonly ToneName[]

/** E.180 asks for -10 dBm0 within 5 dB. */
const toneDbm0 = -10
const rampMs = 5

export const toneSamples = (tone: ToneName): Pcm => {
  const { hz, ms } = shapes[tone]
  const samples = new Int16Array(((ms[0] + ms[1]) * telephoneRateHz) / 1_000)
  // Behind its end a player leaves silence.
  const player = new TonePlayer([{ tones: [{ hz, dbm0: toneDbm0 }], lengthMs: ms[0] }], { rampMs })
  player.fill(samples)
  return { samples, rateHz: telephoneRateHz }
}
