/** What a caller hears while nobody speaks: tones and cadences of some networks (ITU-T E.180, supplement 2). */
import type { ToneSegment } from './player.js'

export type ToneCountry = 'cn' | 'de' | 'fr' | 'gb' | 'us'
export type ProgressTone = 'dial' | 'ring-back' | 'busy' | 'congestion' | 'call-waiting'

interface Cadence {
  readonly hz: readonly number[]
  /** Sound, silence, sound ... in ms; all sound where there is one number. */
  readonly ms: readonly number[]
}

/** Nominal level of each tone in the networks named; two together are 3 dB more. */
const levelDbm0 = -13

const tables: Readonly<Record<ToneCountry, Readonly<Record<ProgressTone, Cadence>>>> = {
  cn: {
    dial: { hz: [450], ms: [1_000] },
    'ring-back': { hz: [450], ms: [1_000, 4_000] },
    busy: { hz: [450], ms: [350, 350] },
    congestion: { hz: [450], ms: [700, 700] },
    'call-waiting': { hz: [450], ms: [400, 4_000] },
  },
  de: {
    dial: { hz: [425], ms: [1_000] },
    'ring-back': { hz: [425], ms: [1_000, 4_000] },
    busy: { hz: [425], ms: [480, 480] },
    congestion: { hz: [425], ms: [240, 240] },
    'call-waiting': { hz: [425], ms: [200, 200, 200, 5_000] },
  },
  fr: {
    dial: { hz: [440], ms: [1_000] },
    'ring-back': { hz: [440], ms: [1_500, 3_500] },
    busy: { hz: [440], ms: [500, 500] },
    congestion: { hz: [440], ms: [250, 250] },
    'call-waiting': { hz: [440], ms: [300, 10_000] },
  },
  gb: {
    dial: { hz: [350, 440], ms: [1_000] },
    'ring-back': { hz: [400, 450], ms: [400, 200, 400, 2_000] },
    busy: { hz: [400], ms: [375, 375] },
    congestion: { hz: [400], ms: [400, 350, 225, 525] },
    'call-waiting': { hz: [400], ms: [100, 3_000] },
  },
  us: {
    dial: { hz: [350, 440], ms: [1_000] },
    'ring-back': { hz: [440, 480], ms: [2_000, 4_000] },
    busy: { hz: [480, 620], ms: [500, 500] },
    congestion: { hz: [480, 620], ms: [250, 250] },
    'call-waiting': { hz: [440], ms: [300, 10_000] },
  },
}

/** One round of the tone, to be repeated. All frequencies are multiples of 5 Hz, so that a continuous tone joins itself. */
export const progressTone = (country: ToneCountry, tone: ProgressTone): readonly ToneSegment[] => {
  const { hz, ms } = tables[country][tone]
  const tones = hz.map((each) => ({ hz: each, dbm0: levelDbm0 }))
  return ms.map((lengthMs, i) => ({ tones: i % 2 === 0 ? tones : [], lengthMs }))
}
