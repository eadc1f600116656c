/** Where messages begin and end in a stream of bytes: RFC 3261 sections 7.5 and 18.3, keep-alives of RFC 5626 section 3.5.1. */
import { SipError } from '../error.js'
import { repeated } from '../headers/kind.js'
import { type SipLimits, withDefaults } from '../limits.js'
import { bytesAsText } from '../text/utf8.js'
import { LazyHeaders } from './headers.js'
import { indexLines } from './index-lines.js'
import type { SipMessage } from './message.js'
import { type ParseOptions, parseMessage } from './parse.js'
import { isStatusLine } from './start-line.js'

export type StreamPart =
  | { readonly kind: 'message'; readonly message: SipMessage; readonly bytes: Uint8Array }
  /** A message that was whole but malformed; what follows is read on. */
  | { readonly kind: 'malformed'; readonly error: SipError; readonly bytes: Uint8Array }
  /** A message that was whole and not wanted: nothing of it was read but how long it is. */
  | { readonly kind: 'unwanted' }
  /** CRLF CRLF between messages: a CRLF is wanted back. */
  | { readonly kind: 'ping' }
  /**
   * Nobody can tell where the next message begins: the connection is to be closed. Nothing is read after it; `bytes` is what
   * stood there, up to the limit of a head.
   */
  | { readonly kind: 'broken'; readonly error: SipError; readonly bytes: Uint8Array }

export interface SipStreamOptions extends ParseOptions {
  /** Asked of each message that is whole, before it is read. Without this all are wanted. */
  readonly isWanted?: (bytes: Uint8Array) => boolean
}

export interface SipStream {
  /** What has become whole by these bytes, in order. Each byte is looked at a bounded number of times. */
  push(chunk: Uint8Array): readonly StreamPart[]
  /** Bytes of a message that is not whole. */
  readonly waitingBytes: number
}

const cr = 13
const lf = 10

const nothing = new Uint8Array(0)

class FramedStream implements SipStream {
  readonly #limits: SipLimits
  readonly #options: ParseOptions
  readonly #isWanted: ((bytes: Uint8Array) => boolean) | undefined
  /** What has come and is not used up stands in here between `#from` and `#to`. */
  #bytes: Uint8Array = new Uint8Array(0)
  #from = 0
  #to = 0
  /** Whether there may be room behind `#to`: a chunk is not ours to write to. */
  #isOurs = false
  /** No empty line ends before this place. */
  #searched = 0
  /** Length of the message once its head is whole, 0 before. */
  #size = 0
  /** Line ends in front of a message, as far as they make a ping. */
  #lineEnds = 0
  #broken = false

  constructor({ isWanted, ...options }: SipStreamOptions) {
    this.#limits = withDefaults(options.limits)
    this.#options = { ...options, over: 'stream' }
    this.#isWanted = isWanted
  }

  get waitingBytes(): number {
    return this.#to - this.#from
  }

  push(chunk: Uint8Array): readonly StreamPart[] {
    const parts: StreamPart[] = []
    if (this.#broken) return parts
    this.#append(chunk)
    try {
      while (this.#next(parts)) {
        // goes on as long as something is whole
      }
    } catch (error) {
      if (!(error instanceof SipError)) throw error
      this.#broken = true
      const bytes = this.#bytes.slice(this.#from, Math.min(this.#to, this.#from + this.#limits.headBytes))
      this.#bytes = new Uint8Array(0)
      this.#from = 0
      this.#to = 0
      parts.push({ kind: 'broken', error, bytes })
    }
    return parts
  }

  #append(chunk: Uint8Array): void {
    if (this.#from === this.#to) {
      // The usual case: nothing waits, and the chunk is taken as it is.
      this.#bytes = chunk
      this.#isOurs = false
      this.#from = 0
      this.#searched = 0
      this.#to = chunk.length
      return
    }
    if (this.#isOurs && this.#to + chunk.length <= this.#bytes.length) {
      this.#bytes.set(chunk, this.#to)
      this.#to += chunk.length
      return
    }
    const waiting = this.#to - this.#from
    const grown = new Uint8Array(Math.max(2 * waiting, waiting + chunk.length))
    grown.set(this.#bytes.subarray(this.#from, this.#to))
    grown.set(chunk, waiting)
    this.#bytes = grown
    this.#isOurs = true
    this.#searched -= this.#from
    this.#from = 0
    this.#to = waiting + chunk.length
  }

  #next(parts: StreamPart[]): boolean {
    if (this.#size === 0 && !this.#startMessage(parts)) return false
    if (this.#to - this.#from < this.#size) return false
    const end = this.#from + this.#size
    const isWanted = this.#isWanted?.(this.#bytes.subarray(this.#from, end)) ?? true
    const bytes = isWanted ? this.#bytes.slice(this.#from, end) : nothing
    this.#from = end
    this.#searched = this.#from
    this.#size = 0
    if (!isWanted) {
      parts.push({ kind: 'unwanted' })
      return this.#from < this.#to
    }
    try {
      parts.push({ kind: 'message', message: parseMessage(bytes, this.#options), bytes })
    } catch (error) {
      if (!(error instanceof SipError)) throw error
      parts.push({ kind: 'malformed', error, bytes })
    }
    return this.#from < this.#to
  }

  /** Finds the head of the next message and how long the message is. */
  #startMessage(parts: StreamPart[]): boolean {
    this.#skipLineEnds(parts)
    const end = this.#headEnd()
    const size = (end < 0 ? this.#to : end) - this.#from
    if (size > this.#limits.headBytes)
      throw new SipError('too-large', {
        message: `the headers are longer than ${this.#limits.headBytes} bytes`,
        status: 513,
      })
    if (end < 0) return false
    this.#size = size + bodyLength(this.#bytes.subarray(this.#from, end), this.#limits)
    return true
  }

  #skipLineEnds(parts: StreamPart[]): void {
    for (; this.#from < this.#to; this.#from += 1) {
      const code = this.#bytes[this.#from]
      if (code !== cr && code !== lf) break
      if (code === lf) this.#lineEnds += 1
      if (this.#lineEnds < 2) continue
      parts.push({ kind: 'ping' })
      this.#lineEnds = 0
    }
    if (this.#from < this.#to) this.#lineEnds = 0
    this.#searched = Math.max(this.#searched, this.#from)
  }

  /** Behind the first empty line, or -1. */
  #headEnd(): number {
    const bytes = this.#bytes
    for (let at = this.#searched; at < this.#to; at += 1) {
      if (bytes[at] !== lf) continue
      const before = bytes[at - 1] === cr ? at - 2 : at - 1
      if (before >= this.#from && bytes[before] === lf) return at + 1
    }
    this.#searched = this.#to
    return -1
  }
}

/** @throws SipError when the head does not say how long the body is, or it is too long. */
const bodyLength = (bytes: Uint8Array, limits: SipLimits): number => {
  const head = bytesAsText(bytes)
  const answer = isStatusLine(head, 0) ? null : 400
  const { lines } = indexLines(head, bytes, head.indexOf('\n') + 1, limits, answer)
  const [, second] = lines.filter(({ known }) => known?.key === 'contentLength')
  if (second !== undefined) throw repeated(second.name, { status: answer, at: second.at })
  const length = new LazyHeaders(lines, limits, answer).get('contentLength')
  if (length === undefined)
    throw new SipError('bad-length', { message: 'Content-Length is missing in a stream', status: answer })
  const isTooLong = length > limits.bodyBytes || head.length + length > limits.messageBytes
  if (isTooLong) throw new SipError('too-large', { message: 'the message is too long', status: answer && 513 })
  return length
}

/** Reads messages out of a stream. `limits` bound what one that is not whole may hold back. */
export const createSipStream = (options: SipStreamOptions = {}): SipStream => new FramedStream(options)
