/** Numbers and text as bytes. The hot path of the binary log: everything here is monomorphic and allocates nothing. */

/**
 * Bytes that grow. `room` is asked before a value of unbounded length; the caller leaves enough slack for the rest.
 *
 * An unsigned number is seven bits a byte, low bits first, the top bit saying that more follow. A signed one has its
 * sign in the lowest bit of the first byte, so that every safe integer fits; minus zero is free to stand for `null`.
 */
export class ByteSink {
  bytes: Uint8Array
  at = 0

  constructor(size: number) {
    this.bytes = new Uint8Array(size)
  }

  room(more: number): void {
    if (this.at + more <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.at + more))
    grown.set(this.bytes)
    this.bytes = grown
  }

  byte(value: number): void {
    this.bytes[this.at] = value
    this.at += 1
  }

  unsigned(value: number): void {
    const { bytes } = this
    let { at } = this
    let rest = value
    while (rest > 0x7fffffff) {
      bytes[at] = (rest & 0x7f) | 0x80
      at += 1
      rest = Math.floor(rest / 128)
    }
    while (rest > 0x7f) {
      bytes[at] = (rest & 0x7f) | 0x80
      at += 1
      rest >>>= 7
    }
    bytes[at] = rest
    this.at = at + 1
  }

  signed(value: number): void {
    const magnitude = value < 0 ? -value : value
    const low = ((magnitude & 0x3f) << 1) | (value < 0 ? 1 : 0)
    if (magnitude < 0x40) {
      this.byte(low)
      return
    }
    this.byte(low | 0x80)
    this.unsigned(magnitude > 0x7fffffff ? Math.floor(magnitude / 0x40) : magnitude >>> 6)
  }

  /** A signed number with a mark of 0 or 1 below its sign. */
  marked(value: number, mark: number): void {
    const magnitude = value < 0 ? -value : value
    const low = ((magnitude & 0x1f) << 2) | (value < 0 ? 2 : 0) | mark
    if (magnitude < 0x20) {
      this.byte(low)
      return
    }
    this.byte(low | 0x80)
    this.unsigned(magnitude > 0x7fffffff ? Math.floor(magnitude / 0x20) : magnitude >>> 5)
  }

  /**
   * Length in bytes, raised by `above` to leave room for marks, then UTF-8. A lone surrogate is written as three bytes,
   * so that every string comes back.
   */
  text(value: string, above: number): void {
    const { length } = value
    this.room(3 * length + 10)
    const { bytes } = this
    let { at } = this
    if (length + above < 0x80) {
      // Nearly all text is short and ASCII: its length is known before it is written.
      const lengthAt = at
      at += 1
      let i = 0
      for (; i < length; i += 1) {
        const code = value.charCodeAt(i)
        if (code > 0x7f) break
        bytes[at] = code
        at += 1
      }
      if (i === length) {
        bytes[lengthAt] = length + above
        this.at = at
        return
      }
    }
    this.unsigned(utf8Length(value) + above)
    this.at = writeUtf8(bytes, this.at, value)
  }

  /** Few bytes, for which there is room: a loop beats `set` up to some twenty. */
  copy(from: Uint8Array): void {
    const { bytes, at } = this
    const { length } = from
    for (let i = 0; i < length; i += 1) bytes[at + i] = from[i] as number
    this.at = at + length
  }

  /** UTF-8 without its length. */
  utf8(value: string): void {
    this.room(3 * value.length)
    this.at = writeUtf8(this.bytes, this.at, value)
  }

  double(value: number): void {
    new DataView(this.bytes.buffer, this.bytes.byteOffset).setFloat64(this.at, value, true)
    this.at += 8
  }
}

const utf8Length = (value: string): number => {
  let length = 0
  for (let i = 0; i < value.length; i += 1) {
    const code = value.codePointAt(i) as number
    if (code > 0xffff) i += 1
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return length
}

/** Writes and returns where the next byte goes. */
export const writeUtf8 = (bytes: Uint8Array, from: number, value: string): number => {
  let at = from
  for (let i = 0; i < value.length; i += 1) {
    const code = value.codePointAt(i) as number
    if (code < 0x80) {
      bytes[at++] = code
      continue
    }
    if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6)
    else {
      if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12)
      else {
        i += 1
        bytes[at++] = 0xf0 | (code >> 18)
        bytes[at++] = 0x80 | ((code >> 12) & 0x3f)
      }
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f)
    }
    bytes[at++] = 0x80 | (code & 0x3f)
  }
  return at
}

/** Reads what a `ByteSink` wrote. Reading past the end is a `RangeError`: the frame around it was not what it says. */
export class ByteSource {
  readonly bytes: Uint8Array
  at: number
  readonly end: number

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  byte(): number {
    if (this.at >= this.end) throw new RangeError('past the end')
    const value = this.bytes[this.at] as number
    this.at += 1
    return value
  }

  unsigned(): number {
    const first = this.byte()
    return first < 0x80 ? first : (first & 0x7f) + 0x80 * this.unsigned()
  }

  /** `null` for minus zero. */
  signed(): number | null {
    const first = this.byte()
    const low = (first & 0x7e) >> 1
    const magnitude = first < 0x80 ? low : low + 0x40 * this.unsigned()
    if ((first & 1) === 0) return magnitude
    return magnitude === 0 ? null : -magnitude
  }

  /** `null` for minus zero; `fromMs` is added where the mark is 1. */
  marked(fromMs: number): number | null {
    const first = this.byte()
    const low = (first & 0x7c) >> 2
    const magnitude = first < 0x80 ? low : low + 0x20 * this.unsigned()
    if ((first & 2) !== 0 && magnitude === 0) return null
    const value = (first & 2) === 0 ? magnitude : -magnitude
    return (first & 1) === 0 ? value : value + fromMs
  }

  /** The text whose length was read before. */
  text(length: number): string {
    const from = this.at
    if (from + length > this.end) throw new RangeError('past the end')
    this.at = from + length
    return readUtf8(this.bytes, from, this.at)
  }

  double(): number {
    if (this.at + 8 > this.end) throw new RangeError('past the end')
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset).getFloat64(this.at, true)
    this.at += 8
    return value
  }
}

/** The inverse of `writeUtf8`. */
export const readUtf8 = (bytes: Uint8Array, from: number, to: number): string => {
  let text = ''
  for (let at = from; at < to; ) {
    const first = bytes[at++] as number
    if (first < 0x80) {
      text += String.fromCharCode(first)
      continue
    }
    let code = first < 0xe0 ? first & 0x1f : first < 0xf0 ? first & 0x0f : first & 0x07
    for (let more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3; more > 0; more -= 1) {
      code = (code << 6) | ((bytes[at++] as number) & 0x3f)
    }
    text += String.fromCodePoint(code)
  }
  return text
}
