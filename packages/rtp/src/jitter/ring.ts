/**
 * Two seconds of one-byte samples by their timestamps. Each place says whether it is missing, voice, or rest: time in which
 * the sender had nothing to say, known from timestamps that went on while sequence numbers did not.
 */

export const ringUnits = 16_384
const mask = ringUnits - 1

export const missing = 0
export const voice = 1
export const rest = 2

export class SampleRing {
  readonly #codes = new Uint8Array(ringUnits)
  readonly #marks = new Uint8Array(ringUnits)

  /** Null where there is no voice. */
  codeAt(timestamp: number): number | null {
    const at = timestamp & mask
    return this.#marks[at] === voice ? (this.#codes[at] as number) : null
  }

  /** Stores what is new of a packet; returns how much that was. */
  write(timestamp: number, bytes: Uint8Array, start: number, count: number): number {
    let fresh = 0
    for (let i = 0; i < count; i += 1) {
      const at = (timestamp + i) & mask
      if (this.#marks[at] === voice) continue
      this.#codes[at] = bytes[start + i] as number
      this.#marks[at] = voice
      fresh += 1
    }
    return fresh
  }

  /** Marks what is missing as rest. */
  markRest(timestamp: number, count: number): void {
    for (let i = 0; i < count; i += 1) {
      const at = (timestamp + i) & mask
      if (this.#marks[at] === missing) this.#marks[at] = rest
    }
  }

  /** How many of `count` places have that mark. */
  count(timestamp: number, count: number, mark: number): number {
    let found = 0
    for (let i = 0; i < count; i += 1) if (this.#marks[(timestamp + i) & mask] === mark) found += 1
    return found
  }

  /** Takes `into.length` samples out, `silence` where there is no voice; the places are free then. */
  read(timestamp: number, into: Uint8Array, silence: number): void {
    for (let i = 0; i < into.length; i += 1) {
      const at = (timestamp + i) & mask
      into[i] = this.#marks[at] === voice ? (this.#codes[at] as number) : silence
      this.#marks[at] = missing
    }
  }

  clear(): void {
    this.#marks.fill(missing)
  }
}
