/** The headers of one message: lines on the wire, each read into a typed value when it is first asked for. */
import { SipError } from '../error.js'
import { repeated } from '../headers/kind.js'
import { knownHeader, knownHeaders } from '../headers/names.js'
import {
  type FirstValue,
  type HeaderName,
  type HeaderValues,
  headerKinds,
  type KnownHeader,
  type ListName,
} from '../headers/table.js'
import { defaultLimits, type SipLimits } from '../limits.js'
import { Cursor } from '../text/cursor.js'

/** A header that has no type here. */
export interface Extension {
  readonly name: string
  readonly value: string
}

/** Headers as plain data, what `SipHeaders.all` gives and a message is made of. */
export type HeaderFields = { readonly [K in HeaderName]?: HeaderValues[K] | undefined } & {
  readonly extensions?: readonly Extension[] | undefined
}

/** One line: `text` has one character for each byte, folds joined, and may hold other lines too. */
export interface HeaderLine {
  readonly known: KnownHeader | null
  readonly text: string
  readonly bytes: Uint8Array
  /** The full name; of a header that has no type the name as written. */
  readonly name: string
  readonly at: number
  readonly end: number
  /** What all lines of this kind hold, at the first of them, once it has been read. */
  value: unknown
  /** The first value of the line, once it has been read alone: of the top Via it is asked several times. */
  first: unknown
}

export interface SipHeaders {
  /**
   * The typed value; `undefined` when no such header is there. It is read on the first call and kept.
   *
   * @throws SipError `bad-header`, `bad-uri`, `repeated-header` or `too-large` when it is malformed.
   */
  get<K extends HeaderName>(name: K): HeaderValues[K] | undefined
  /** As `get`. @throws SipError `missing-header` when it is not there. */
  need<K extends HeaderName>(name: K): HeaderValues[K]
  /**
   * The first value of a list, read alone: the others may be malformed. `undefined` when there is none.
   *
   * @throws SipError as `get`.
   */
  first<K extends ListName>(name: K): FirstValue<K> | undefined
  has(name: HeaderName): boolean
  /** The values of each line under this name on the wire, as text, whether it has a type or not. */
  textsOf(name: string): readonly string[]
  /** Reads every header. @throws SipError for the first that is malformed. */
  all(): HeaderFields
  /** The lines as they stand. */
  readonly lines: readonly HeaderLine[]
}

export class LazyHeaders implements SipHeaders {
  readonly lines: readonly HeaderLine[]
  readonly #limits: SipLimits
  readonly #status: number | null
  /** One for all headers: none is read while another is. */
  #cursor: Cursor | null = null
  /** Headers are mostly asked for in the order in which they stand, so the search goes on where it ended. */
  #next = 0

  /**
   * Of `checkedHeaders` those that stand once only are there once at most: whoever makes this has seen to it. `status` is what a
   * server answers when one of the lines is malformed.
   */
  constructor(lines: readonly HeaderLine[], limits: SipLimits, status: number | null) {
    this.lines = lines
    this.#limits = limits
    this.#status = status
  }

  get<K extends HeaderName>(name: K): HeaderValues[K] | undefined {
    const { lines } = this
    let at = this.#next
    for (let left = lines.length; left > 0; left -= 1, at += 1) {
      if (at >= lines.length) at = 0
      const line = lines[at] as HeaderLine
      if (line.known?.key !== name) continue
      this.#next = at + 1
      if (line.value === undefined) line.value = this.#valueOf(line.known, at)
      return line.value as HeaderValues[K]
    }
    return undefined
  }

  need<K extends HeaderName>(name: K): HeaderValues[K] {
    return this.get(name) ?? missing(name, this.#status)
  }

  first<K extends ListName>(name: K): FirstValue<K> | undefined {
    const { lines } = this
    for (let at = 0; at < lines.length; at += 1) {
      const line = lines[at] as HeaderLine
      if (line.known?.key !== name) continue
      if (line.value !== undefined) return (line.value as readonly FirstValue<K>[])[0]
      if (line.first === undefined && line.at !== line.end) {
        const { readFirst }: { readonly readFirst: (cursor: Cursor) => unknown } = headerKinds[name]
        line.first = readFirst(this.#cursorAt(line, line.name))
      }
      return line.first as FirstValue<K> | undefined
    }
    return undefined
  }

  has(name: HeaderName): boolean {
    return this.lines.some(({ known }) => known?.key === name)
  }

  textsOf(name: string): readonly string[] {
    const wanted = name.toLowerCase()
    const known = knownHeaders.find(({ kind }) => kind.name.toLowerCase() === wanted || kind.compact === wanted)
    return this.lines
      .filter((line) => (known === undefined ? line.name.toLowerCase() === wanted : line.known === known))
      .map((line) => this.#textOf(line))
  }

  all(): HeaderFields {
    const fields: Record<string, unknown> = {}
    const extensions: Extension[] = []
    for (const line of this.lines) {
      if (line.known === null) extensions.push({ name: line.name, value: this.#textOf(line) })
      else fields[line.known.key] ??= this.get(line.known.key)
    }
    if (extensions.length > 0) fields.extensions = extensions
    return fields
  }

  /** Reads all lines of the kind at once: the first of them holds the value, the others look there. */
  #valueOf(known: KnownHeader, at: number): unknown {
    const { lines } = this
    // There is no other line: looking for one costs a fifteenth of all where a server needs five headers of twenty.
    if (known.bit !== 0 && known.kind.once)
      return known.kind.read(this.#cursorAt(lines[at] as HeaderLine, known.kind.name), undefined)
    let first = 0
    while (lines[first]?.known !== known) first += 1
    if (first === at) return this.#read(known, at)
    const line = lines[first] as HeaderLine
    line.value ??= this.#read(known, first)
    return line.value
  }

  #read({ kind }: KnownHeader, first: number): unknown {
    const { lines } = this
    let value: unknown
    for (let i = first; i < lines.length; i += 1) {
      const line = lines[i] as HeaderLine
      if (line.known?.kind !== kind) continue
      const cursor = this.#cursorAt(line, kind.name)
      if (kind.once && value !== undefined) throw repeated(kind.name, { status: this.#status, at: line.at })
      value = kind.read(cursor, value as undefined)
    }
    return value
  }

  #textOf(line: HeaderLine): string {
    return this.#cursorAt(line, line.name).rest()
  }

  #cursorAt({ text, bytes, at, end }: HeaderLine, name: string): Cursor {
    if (this.#cursor === null) this.#cursor = new Cursor(text, bytes, this.#limits, this.#status, name, at, end)
    else this.#cursor.move(text, bytes, at, end, name)
    return this.#cursor
  }
}

/** Of headers of our own these only: whoever keeps few of them keeps no line of the others. */
export const onlyHeaders = ({ lines }: SipHeaders, names: ReadonlySet<HeaderName>): SipHeaders =>
  new LazyHeaders(
    lines.filter(({ known }) => known !== null && names.has(known.key)),
    defaultLimits,
    500,
  )

const missing = (name: HeaderName, status: number | null): never => {
  throw new SipError('missing-header', { message: `${knownHeader(name).kind.name} is missing`, status })
}
