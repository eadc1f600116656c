/** Tones by name: what a caller hears where no words are said. One round of each, to be repeated where it goes on. */
import { clip, type Pcm, ratioOfDb, telephoneRateHz } from '../sound/pcm.js'

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

/** E.180 asks for -10 dBm0 within 5 dB; the peak of a sine of 0 dBm0 is 3.14 dB below full scale (G.711). */
const peak = 32_768 * ratioOfDb(-10 - 3.14)
/** A tone that begins at once clicks. */
const rampMs = 5

export const toneSamples = (tone: ToneName): Pcm => {
  const { hz, ms } = shapes[tone]
  const perMs = telephoneRateHz / 1_000
  const [on, off] = [ms[0] * perMs, ms[1] * perMs]
  const samples = new Int16Array(on + off)
  for (let i = 0; i < on; i += 1) {
    const ramp = Math.min(1, i / (rampMs * perMs), (on - i) / (rampMs * perMs))
    samples[i] = clip(peak * ramp * Math.sin((2 * Math.PI * hz * i) / telephoneRateHz))
  }
  return { samples, rateHz: telephoneRateHz }
}
