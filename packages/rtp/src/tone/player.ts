/** Plays tones by a list of segments: a cadence, keys, a beep. Phases run through a segment without a break. */
import { CallweaveError } from '@callweave/core'
import { amplitudeAtDbm0, clip } from './level.js'

export interface Tone {
  /** Above 0, below half the rate. */
  readonly hz: number
  readonly dbm0: number
}

/** Silence where no tone is named. */
export interface ToneSegment {
  readonly tones: readonly Tone[]
  readonly lengthMs: number
}

export interface TonePlayerOptions {
  /** Begins anew after the last segment. */
  readonly repeats?: boolean
  /** At both ends of each segment, in equal steps: a tone that begins or ends at once clicks. Default 0, so that segments join. */
  readonly rampMs?: number
  readonly rateHz?: number
}

/** A sine by rotation: two multiplications a sample, and no drift that 64-bit floats would show in a day. */
interface Oscillator {
  x: number
  y: number
  readonly cos: number
  readonly sin: number
}

export class TonePlayer {
  readonly #segments: readonly ToneSegment[]
  readonly #repeats: boolean
  readonly #rateHz: number
  readonly #rampSamples: number
  #segment = -1
  #length = 0
  #left = 0
  #oscillators: Oscillator[] = []

  /** @throws CallweaveError `out-of-range` for a tone that the rate cannot carry, or a cadence without length. */
  constructor(segments: readonly ToneSegment[], options: TonePlayerOptions = {}) {
    const { repeats = false, rampMs = 0, rateHz = 8_000 } = options
    const tones = segments.flatMap((segment) => segment.tones)
    const wrong = tones.find(({ hz, dbm0 }) => !(hz > 0 && hz < rateHz / 2 && Number.isFinite(dbm0)))
    if (wrong !== undefined)
      throw new CallweaveError('out-of-range', { message: 'no tone', found: wrong, expected: `0..${rateHz / 2} Hz` })
    if (!segments.every(({ lengthMs }) => lengthMs * rateHz >= 1_000 && Number.isFinite(lengthMs)))
      throw new CallweaveError('out-of-range', { message: 'a segment has no length', expected: 'a sample or more' })
    if (!(rampMs >= 0))
      throw new CallweaveError('out-of-range', { message: 'no ramp', found: rampMs, expected: '0 ms or more' })
    this.#segments = segments
    this.#repeats = repeats && segments.length > 0
    this.#rateHz = rateHz
    this.#rampSamples = (rampMs * rateHz) / 1_000
    this.#next()
  }

  get isOver(): boolean {
    return this.#segment >= this.#segments.length
  }

  /** Fills `samples`, with silence behind the end. Returns how many samples came before it. */
  fill(samples: Int16Array): number {
    let at = 0
    while (at < samples.length && !this.isOver) {
      const count = Math.min(samples.length - at, this.#left)
      this.#play(samples, at, at + count)
      at += count
      this.#left -= count
      if (this.#left === 0) this.#next()
    }
    samples.fill(0, at)
    return at
  }

  #play(samples: Int16Array, from: number, to: number): void {
    samples.fill(0, from, to)
    for (const oscillator of this.#oscillators) {
      const { cos, sin } = oscillator
      let { x, y } = oscillator
      for (let i = from; i < to; i += 1) {
        samples[i] = clip(Math.round((samples[i] as number) + y * this.#gainAt(i - from)))
        const turned = x * cos - y * sin
        y = x * sin + y * cos
        x = turned
      }
      oscillator.x = x
      oscillator.y = y
    }
  }

  /** `ahead` samples from here on in the segment. */
  #gainAt(ahead: number): number {
    if (this.#rampSamples === 0) return 1
    const left = this.#left - ahead
    return Math.min(1, (this.#length - left) / this.#rampSamples, left / this.#rampSamples)
  }

  #next(): void {
    this.#segment += 1
    if (this.isOver && this.#repeats) this.#segment = 0
    const segment = this.#segments[this.#segment]
    if (segment === undefined) return
    this.#length = Math.round((segment.lengthMs * this.#rateHz) / 1_000)
    this.#left = this.#length
    this.#oscillators = segment.tones.map(({ hz, dbm0 }) => {
      const angle = (2 * Math.PI * hz) / this.#rateHz
      return { x: amplitudeAtDbm0(dbm0), y: 0, cos: Math.cos(angle), sin: Math.sin(angle) }
    })
  }
}
