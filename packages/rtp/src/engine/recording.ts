/** One recording: frames of one party into blocks of a second, and a header that is mended at the end. */

import { convertLaw } from '../g711/convert.js'
import { type Law, silenceOf } from '../g711/laws.js'
import { powerAtDbm0, powerOf } from '../tone/level.js'
import { mostDataBytes, wavHeader } from '../wav/write.js'
import type { RecordingEnd } from './facts.js'
import { frameSamples } from './frame.js'
import type { MediaToken } from './media.js'

/** A file that is written. Blocks come in order; each is the sink's own from then on. */
export interface RecordingSink {
  write(bytes: Uint8Array): void
  /**
   * Puts `header` in place of the first bytes, which are as many, and closes; `done` is told null, or what failed, and how much of it
   * is kept all the same.
   */
  close(header: Uint8Array, done: (failure: unknown, keptMs?: number) => void): void
}

export interface RecordingFiles {
  /** Begins a file. What fails later is told when it is closed. */
  create(path: string): RecordingSink
}

export interface RecordingOptions {
  readonly maxMs: number
  /** 0: silence does not end it. */
  readonly silenceMs: number
}

const unitsPerMs = 8
const blockBytes = 8_000
/** Quieter than a whisper into a phone. */
const silentPower = powerAtDbm0(-45)

export class Recording {
  readonly token: MediaToken
  readonly #law: Law
  readonly #sink: RecordingSink
  readonly #mostUnits: number
  readonly #silenceUnits: number
  #block = new Uint8Array(blockBytes)
  #filled = 0
  #units = 0
  #quietUnits = 0

  constructor(token: MediaToken, law: Law, sink: RecordingSink, { maxMs, silenceMs }: RecordingOptions) {
    this.token = token
    this.#law = law
    this.#sink = sink
    this.#mostUnits = Math.min(mostDataBytes, Math.max(1, Math.round(maxMs * unitsPerMs)))
    this.#silenceUnits = silenceMs > 0 ? silenceMs * unitsPerMs : Number.POSITIVE_INFINITY
    sink.write(wavHeader({ format: law }, mostDataBytes))
  }

  get lengthMs(): number {
    return Math.round(this.#units / unitsPerMs)
  }

  /** Takes 20 ms of codes of `law`; null for silence. Says why the recording is over, if it is. */
  take(codes: Uint8Array | null, law: Law, samples: Int16Array): RecordingEnd | null {
    const count = Math.min(frameSamples, this.#mostUnits - this.#units)
    for (let i = 0; i < count; i += 1) {
      if (this.#filled === blockBytes) this.#flush()
      this.#block[this.#filled] = codes === null ? silenceOf[this.#law] : (codes[i] as number)
      this.#filled += 1
    }
    if (codes !== null && law !== this.#law) this.#convert(law, count)
    this.#units += count
    this.#quietUnits = codes === null || powerOf(samples) < silentPower ? this.#quietUnits + count : 0
    if (this.#units >= this.#mostUnits) return 'length'
    return this.#quietUnits >= this.#silenceUnits ? 'silence' : null
  }

  /** Writes what is left and mends the header. */
  end(done: (failure: unknown, keptMs?: number) => void): void {
    this.#flush()
    this.#sink.close(wavHeader({ format: this.#law }, this.#units), done)
  }

  /** A law that was agreed on later: 8,000 is a multiple of 160, so a frame is never in two blocks. */
  #convert(law: Law, count: number): void {
    const frame = this.#block.subarray(this.#filled - count, this.#filled)
    convertLaw(law, frame, frame)
  }

  #flush(): void {
    if (this.#filled === 0) return
    this.#sink.write(this.#filled === blockBytes ? this.#block : this.#block.slice(0, this.#filled))
    this.#block = new Uint8Array(blockBytes)
    this.#filled = 0
  }
}
