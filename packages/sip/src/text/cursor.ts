/** A place in one value on the wire, and the productions that the headers share (RFC 3261 section 25.1). */
import { SipError, type SipErrorCode } from '../error.js'
import type { SipLimits } from '../limits.js'
import { classes, isDigit, TOKEN, VALUE } from './chars.js'
import { noParams, type Param, type Params } from './param.js'
import { decodeUtf8 } from './utf8.js'

const space = 32
const tab = 9
const quote = 34
const comma = 44
const semicolon = 59
const equals = 61
const backslash = 92

/** Reads from `at` up to `end`; `text` has one character for each byte, and folded lines have been joined. */
export class Cursor {
  text: string
  /**
   * The same, to be looked at one by one: all headers of an INVITE typed in 5.3 us instead of 6.3 with `charCodeAt`
   * (Node 24.21, one core of an AMD EPYC).
   */
  bytes: Uint8Array
  readonly limits: SipLimits
  /** What a server answers when the value is malformed. */
  readonly status: number | null
  at: number
  end: number
  /** The name of what is read, for the sentence of an error. */
  what: string
  /** How many parameters of the value have been read. */
  #params = 0

  constructor(
    text: string,
    bytes: Uint8Array,
    limits: SipLimits,
    status: number | null,
    what: string,
    at = 0,
    end = text.length,
  ) {
    this.text = text
    this.bytes = bytes
    this.limits = limits
    this.status = status
    this.what = what
    this.at = at
    this.end = end
  }

  /** Stands at another place. */
  move(text: string, bytes: Uint8Array, at: number, end: number, what: string): void {
    this.text = text
    this.bytes = bytes
    this.at = at
    this.end = end
    this.what = what
    this.#params = 0
  }

  /** @throws SipError always. */
  fail(expected: string, code: SipErrorCode = 'bad-header', offset = this.at, found = this.#shown(offset)): never {
    throw new SipError(code, {
      message: `${this.what}: expected ${expected}, found ${found}`,
      status: this.status,
      offset,
    })
  }

  #shown(offset: number): string {
    return offset >= this.end ? 'the end' : showByte(this.bytes[offset]!)
  }

  tooMany(what: string, most: number): never {
    const message = `${this.what}: more than ${most} ${what}`
    throw new SipError('too-large', { message, status: this.status, offset: this.at })
  }

  /** The code of the next character, -1 at the end. */
  peek(): number {
    return this.at < this.end ? this.bytes[this.at]! : -1
  }

  skipSpace(): void {
    const { bytes, end } = this
    let { at } = this
    while (at < end) {
      const code = bytes[at]!
      if (code !== space && code !== tab) break
      at += 1
    }
    this.at = at
  }

  /** Whether white space is all that is left; it is skipped. */
  done(): boolean {
    this.skipSpace()
    return this.at >= this.end
  }

  finish(): void {
    if (!this.done()) this.fail('the end')
  }

  /** Takes the character, with white space on both sides; `false` and only white space skipped when another one stands there. */
  takes(code: number): boolean {
    this.skipSpace()
    if (this.at >= this.end || this.bytes[this.at]! !== code) return false
    this.at += 1
    this.skipSpace()
    return true
  }

  takesComma(): boolean {
    return this.takes(comma)
  }

  takesSemicolon(): boolean {
    return this.takes(semicolon)
  }

  takesEquals(): boolean {
    return this.takes(equals)
  }

  expect(code: number): void {
    if (this.at >= this.end || this.bytes[this.at]! !== code) this.fail(showByte(code))
    this.at += 1
  }

  /** Passes over one or more characters of a class. */
  skip(bit: number, name: string, error?: SipErrorCode): void {
    const { bytes, end, at } = this
    let to = at
    while (to < end && (classes[bytes[to]!]! & bit) !== 0) to += 1
    if (to === at) this.fail(name, error)
    this.at = to
  }

  run(bit: number, name: string, error?: SipErrorCode): string {
    const { text, at } = this
    this.skip(bit, name, error)
    return text.slice(at, this.at)
  }

  token(): string {
    return this.run(TOKEN, 'a token')
  }

  /** A whole number from 0 to `most`. */
  number(most: number): number {
    const { bytes, end, at } = this
    let value = 0
    let to = at
    for (; to < end; to += 1) {
      const code = bytes[to]!
      if (!isDigit(code)) break
      value = value * 10 + code - 48
      if (value > most) this.fail(`a number up to ${most}`, 'bad-header', at, 'a greater one')
    }
    if (to === at) this.fail('a number')
    this.at = to
    return value
  }

  /** A string in quotes, without them and without its backslashes. */
  quoted(): string {
    const { text, bytes, end } = this
    this.expect(quote)
    let from = this.at
    let at = from
    let value = ''
    let high = false
    for (; at < end; at += 1) {
      const code = bytes[at]!
      if (code === quote) {
        this.at = at + 1
        value = value === '' ? text.slice(from, at) : value + text.slice(from, at)
        return high ? decodeUtf8(value) : value
      }
      if (code === backslash) {
        value += text.slice(from, at)
        at += 1
        const next = at < end ? bytes[at]! : -1
        // A pair of bytes over 127 is no quoted pair, but the lenient reading is the only one there is.
        if (next < 0 || next === 10 || next === 13) {
          this.at = at
          this.fail('a character after the backslash')
        }
        if (next > 127) high = true
        from = at
      } else if (code > 127) high = true
      else if ((code < space && code !== tab) || code === 127) {
        this.at = at
        this.fail('a character that may stand in quotes')
      }
    }
    this.at = at
    return this.fail('the closing quote')
  }

  /** A token in small letters. */
  lowerToken(): string {
    const { text, bytes, end, at } = this
    let to = at
    let hasCapitals = false
    for (; to < end; to += 1) {
      const code = bytes[to]!
      if ((classes[code]! & TOKEN) === 0) break
      if (code >= 65 && code <= 90) hasCapitals = true
    }
    if (to === at) this.fail('a token')
    this.at = to
    const token = text.slice(at, to)
    return hasCapitals ? token.toLowerCase() : token
  }

  /** `= value` of a parameter, `null` when there is none. */
  paramValue(): string | null {
    return this.takesEquals() ? this.value() : null
  }

  /** A token, a host or a string in quotes. */
  value(): string {
    if (this.peek() === quote) return this.quoted()
    const { text, bytes, end, at } = this
    let to = at
    let high = false
    for (; to < end; to += 1) {
      const code = bytes[to]!
      // UTF-8 in an unquoted value is in no grammar, but RFC 4475 section 3.1.1.2 wants it read.
      if (code > 127) high = true
      else if ((classes[code]! & VALUE) === 0) break
    }
    if (to === at) this.fail('a value')
    this.at = to
    const value = text.slice(at, to)
    return high ? decodeUtf8(value) : value
  }

  /** The name of the next of the parameters `;name=value`, in small letters; `null` when there is no more. */
  nextParam(): string | null {
    if (!this.takesSemicolon()) {
      this.#params = 0
      return null
    }
    this.#params += 1
    if (this.#params > this.limits.params) this.tooMany('parameters', this.limits.params)
    return this.lowerToken()
  }

  /** The parameters before and the one whose name has just been read. */
  keepParam(before: Params, name: string): Params {
    return this.#keep(before as Param[], name)
  }

  #keep(before: Param[], name: string): Params {
    const param = { name, value: this.paramValue() }
    if (before.length === 0) return [param]
    before.push(param)
    return before
  }

  /** `;name=value` as often as it stands there. */
  params(): Params {
    let params = noParams
    for (let name = this.nextParam(); name !== null; name = this.nextParam()) params = this.keepParam(params, name)
    return params
  }

  /** `= token` of a parameter that must have one. */
  paramToken(): string {
    return this.takesEquals() ? this.token() : this.fail("'=' and a token")
  }

  /** `= number` of a parameter that must have one. */
  paramNumber(most: number): number {
    return this.takesEquals() ? this.number(most) : this.fail("'=' and a number")
  }

  /** All that is left, without white space at its end: TEXT-UTF8. */
  rest(): string {
    const { text, bytes, at } = this
    let { end } = this
    while (end > at && (bytes[end - 1]! === space || bytes[end - 1]! === tab)) end -= 1
    let high = false
    for (let i = at; i < end; i += 1) {
      const code = bytes[i]!
      if (code > 127) high = true
      else if ((code < space && code !== tab) || code === 127) this.fail('text', 'bad-header', i)
    }
    this.at = end
    const value = text.slice(at, end)
    return high ? decodeUtf8(value) : value
  }
}

const showByte = (code: number): string =>
  code > 32 && code < 127 ? `'${String.fromCharCode(code)}'` : `byte 0x${code.toString(16).padStart(2, '0')}`
