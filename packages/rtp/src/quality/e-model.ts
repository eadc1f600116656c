/**
 * How a call sounds, from what can be measured: the E-model of ITU-T G.107 (06/2015).
 *
 * Delay (Idd, 7.4) and lost packets (Ie-eff, 7.5) are measured; all else stands at the defaults of its table 3, for which R
 * is 93.2. Echo is taken as cancelled. G.711 has Ie 0; Bpl is 4.3, and 25.1 where losses are concealed (G.113, appendix I).
 */

export interface SpeechPath {
  /** From mouth to ear: network, jitter buffer, frames. */
  readonly delayMs: number
  /** Of packets lost on the way or too late to be played, 0..1. */
  readonly lostRatio: number
  /** How long losses are, against those of pure chance; 1 where they come alone. */
  readonly burstRatio?: number
  /** Whether the listener's side fills gaps with something better than silence. */
  readonly isConcealed?: boolean
}

export interface SpeechQuality {
  /** 0..93.2. Above 80 users are satisfied, below 60 nearly all are not (G.109). */
  readonly r: number
  /** The mean opinion that R stands for, 1..4.41 (G.107, annex B): a computed one, nobody was asked. */
  readonly mos: number
  readonly method: 'G.107 delay and loss'
}

const base = 93.2

export const speechQuality = (path: SpeechPath): SpeechQuality => {
  const { delayMs, lostRatio, burstRatio = 1, isConcealed = false } = path
  const lossPercent = 100 * Math.max(0, Math.min(1, lostRatio))
  const robustness = isConcealed ? 25.1 : 4.3
  const loss = lossPercent === 0 ? 0 : (95 * lossPercent) / (lossPercent / Math.max(1, burstRatio) + robustness)
  const r = Math.max(0, base - delayImpairment(delayMs) - loss)
  return { r, mos: mosOf(r), method: 'G.107 delay and loss' }
}

/** Idd: nothing up to 100 ms, 3 at 200, 24 at 400. */
const delayImpairment = (delayMs: number): number => {
  if (delayMs <= 100) return 0
  const x = Math.log2(delayMs / 100)
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2)
}

export const mosOf = (r: number): number => {
  if (r <= 0) return 1
  if (r >= 100) return 4.5
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6)
}
