/** Bytes that arrive in pieces and are looked at as a whole. */

export class Pieces {
  /** How many bytes have been dropped: the place in the file of the first that is left. */
  dropped = 0
  #bytes = new Uint8Array(0)
  #from = 0
  #to = 0

  /** How many bytes are there. */
  get length(): number {
    return this.#to - this.#from
  }

  add(piece: Uint8Array): void {
    if (this.#bytes.length - this.#to < piece.length) this.#makeRoom(piece.length)
    this.#bytes.set(piece, this.#to)
    this.#to += piece.length
  }

  /** The first `length` bytes, of which so many are there. Valid until the next `add`. */
  peek(length: number): Uint8Array {
    return this.#bytes.subarray(this.#from, this.#from + length)
  }

  /** The place of that byte, counted from the first, or -1. */
  indexOf(byte: number, from: number): number {
    const at = this.#bytes.subarray(0, this.#to).indexOf(byte, this.#from + from)
    return at < 0 ? -1 : at - this.#from
  }

  drop(length: number): void {
    this.#from += length
    this.dropped += length
  }

  #makeRoom(more: number): void {
    const { length } = this
    const needed = length + more
    const bytes = needed > this.#bytes.length ? new Uint8Array(Math.max(needed, 2 * this.#bytes.length)) : this.#bytes
    if (bytes === this.#bytes) bytes.copyWithin(0, this.#from, this.#to)
    else bytes.set(this.#bytes.subarray(this.#from, this.#to))
    this.#bytes = bytes
    this.#from = 0
    this.#to = length
  }
}
