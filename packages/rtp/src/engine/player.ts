/** What is played to one party: sounds and silences one after the other, 20 ms at a time, once or for ever. */
import type { MediaToken } from './media.js'

/** Samples, or so many samples of silence. */
export type PlayerPart = Int16Array | number

export class Player {
  readonly token: MediaToken
  readonly #parts: readonly PlayerPart[]
  readonly #loops: boolean
  #part = 0
  /** Samples of the part that were played. */
  #at = 0

  constructor(token: MediaToken, parts: readonly PlayerPart[], loops: boolean) {
    this.token = token
    this.#parts = parts.filter((part) => lengthOf(part) > 0)
    this.#loops = loops
  }

  /** Fills the frame, with silence behind the end; false where all had been played before. */
  fill(frame: Int16Array): boolean {
    let filled = 0
    while (filled < frame.length) {
      if (this.#part === this.#parts.length && this.#loops) this.#part = 0
      const part = this.#parts[this.#part]
      if (part === undefined) break
      const count = Math.min(frame.length - filled, lengthOf(part) - this.#at)
      if (typeof part === 'number') frame.fill(0, filled, filled + count)
      else copy(part, this.#at, frame, filled, count)
      filled += count
      this.#at += count
      if (this.#at < lengthOf(part)) continue
      this.#part += 1
      this.#at = 0
    }
    frame.fill(0, filled)
    return filled > 0 || this.#loops
  }
}

const lengthOf = (part: PlayerPart): number => (typeof part === 'number' ? part : part.length)

const copy = (from: Int16Array, at: number, into: Int16Array, start: number, count: number): void => {
  for (let i = 0; i < count; i += 1) into[start + i] = from[at + i] as number
}
