/** JSON values as bytes. */
import type { Terms } from '@callweave/core'
import type { ByteSink } from './bytes.js'

/** Past so many names, those that come are written afresh each time; a center has hundreds. */
const mostNames = 1 << 16
const billion = 1e9

export class JsonText {
  readonly #sink: ByteSink
  /** Names with their quotes, ready to be copied. */
  readonly #names = new Map<string, Uint8Array>()
  /** The last instant and its digits: many events share one. */
  #instant = Number.NaN
  #instantLength = 0
  readonly #instantDigits = new Uint8Array(20)

  constructor(sink: ByteSink) {
    this.#sink = sink
  }

  null(): void {
    const { bytes, at } = this.#sink
    bytes[at] = 0x6e
    bytes[at + 1] = 0x75
    bytes[at + 2] = 0x6c
    bytes[at + 3] = 0x6c
    this.#sink.at = at + 4
  }

  flag(value: boolean): void {
    this.#sink.utf8(value ? 'true' : 'false')
  }

  whole(value: number): void {
    const sink = this.#sink
    if (!((value | 0) === value || Number.isSafeInteger(value))) {
      throw new TypeError(`expected a whole number, found ${value}`)
    }
    let rest = value
    if (rest < 0) {
      sink.byte(0x2d)
      rest = -rest
    }
    if (rest < billion) this.#digits(rest, digitsOf(rest))
    else {
      const high = Math.floor(rest / billion)
      this.#digits(high, digitsOf(high))
      this.#digits(rest - high * billion, 9)
    }
  }

  instant(value: number): void {
    const sink = this.#sink
    if (value === this.#instant) {
      const { bytes } = sink
      for (let i = 0; i < this.#instantLength; i += 1) bytes[sink.at + i] = this.#instantDigits[i] as number
      sink.at += this.#instantLength
      return
    }
    const from = sink.at
    this.whole(value)
    this.#instant = value
    this.#instantLength = sink.at - from
    for (let i = 0; i < this.#instantLength; i += 1) this.#instantDigits[i] = sink.bytes[from + i] as number
  }

  name(value: string): void {
    const known = this.#names.get(value)
    if (known === undefined) {
      this.#newName(value)
      return
    }
    this.#sink.room(known.length)
    this.#sink.copy(known)
  }

  text(value: string): void {
    const sink = this.#sink
    const { length } = value
    sink.room(length + 2)
    const { bytes } = sink
    let { at } = sink
    bytes[at] = 0x22
    at += 1
    for (let i = 0; i < length; i += 1) {
      const code = value.charCodeAt(i)
      if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) {
        // Rare: to be escaped, or not ASCII.
        sink.utf8(JSON.stringify(value))
        return
      }
      bytes[at] = code
      at += 1
    }
    bytes[at] = 0x22
    sink.at = at + 1
  }

  list(value: readonly string[]): void {
    const sink = this.#sink
    sink.room(value.length + 2)
    sink.byte(0x5b)
    for (let i = 0; i < value.length; i += 1) {
      if (i > 0) this.#comma()
      this.name(value[i] as string)
    }
    sink.room(8)
    sink.byte(0x5d)
  }

  terms(value: Terms): void {
    const sink = this.#sink
    const keys = Object.keys(value)
    sink.byte(0x7b)
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i] as string
      const term = value[key] as number | string
      if (i > 0) this.#comma()
      this.name(key)
      sink.room(40)
      sink.byte(0x3a)
      if (typeof term === 'string') this.name(term)
      else if (Number.isSafeInteger(term)) this.whole(term)
      else if (Number.isFinite(term)) sink.utf8(String(term))
      else throw new TypeError(`${key}: a term cannot be ${term}`)
    }
    sink.room(8)
    sink.byte(0x7d)
  }

  #comma(): void {
    this.#sink.room(8)
    this.#sink.byte(0x2c)
  }

  #newName(value: string): void {
    const sink = this.#sink
    if (typeof value !== 'string') throw new TypeError(`expected a name, found ${String(value)}`)
    const from = sink.at
    this.text(value)
    if (this.#names.size < mostNames) this.#names.set(value, sink.bytes.slice(from, sink.at))
  }

  #digits(value: number, count: number): void {
    const { bytes, at } = this.#sink
    let rest = value
    for (let i = at + count - 1; i >= at; i -= 1) {
      const tenth = (rest / 10) | 0
      bytes[i] = 0x30 + (rest - tenth * 10)
      rest = tenth
    }
    this.#sink.at = at + count
  }
}

/** Of a whole number from 0 to 2^31 - 1. */
const digitsOf = (value: number): number => {
  if (value < 10) return 1
  if (value < 100) return 2
  if (value < 1_000) return 3
  if (value < 10_000) return 4
  if (value < 100_000) return 5
  if (value < 1_000_000) return 6
  if (value < 10_000_000) return 7
  if (value < 100_000_000) return 8
  return value < billion ? 9 : 10
}
