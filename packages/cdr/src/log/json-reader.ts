/** Reads JSON Lines from pieces: the head line, then an event a line, each checked against the schema. */
import {
  type CallEvent,
  CallweaveError,
  type ErrorParts,
  type EventType,
  eventSchema,
  type Field,
  parseJson,
} from '@callweave/core'
import type { FormatReader } from './decoder.js'
import { type EventLogHeader, readHeader } from './header.js'
import { Pieces } from './pieces.js'

export interface JsonReaderOptions {
  readonly where: string
  readonly utf8: (bytes: Uint8Array, from: number, to: number) => string
}

/** No event is longer; without a bound, a file of another kind would be read whole in search of a line's end. */
const mostLineBytes = 1 << 26

export class JsonReader implements FormatReader {
  header: EventLogHeader | undefined
  readonly #options: JsonReaderOptions
  readonly #pieces = new Pieces()
  #line = 0
  #lastSeq = 0

  constructor(options: JsonReaderOptions) {
    this.#options = options
  }

  feed(bytes: Uint8Array): void {
    this.#pieces.add(bytes)
    if (this.header !== undefined) return
    const line = this.#nextLine()
    if (line === undefined) return
    const { schemaVersion, definitionHash, seed, originMs } = readHeader(line, this.#options.where)
    this.header = { schemaVersion, definitionHash, seed, originMs }
  }

  *events(): Generator<CallEvent> {
    if (this.header === undefined) return
    for (let line = this.#nextLine(); line !== undefined; line = this.#nextLine()) {
      const event = this.#parse(line)
      this.#lastSeq = event.seq
      yield event
    }
  }

  end(): void {
    const { length } = this.#pieces
    if (this.header === undefined) {
      if (length > 0) readHeader(this.#options.utf8(this.#pieces.peek(length), 0, length), this.#options.where)
      throw this.#invalid({ message: 'this log is cut within its head' })
    }
    if (length === 0) return
    this.#line += 1
    throw this.#invalid({
      message: `this log is cut: its last line does not end; its last whole event is number ${this.#lastSeq}`,
    })
  }

  #nextLine(): string | undefined {
    const pieces = this.#pieces
    const end = pieces.indexOf(0x0a, 0)
    if (end < 0) {
      if (pieces.length > mostLineBytes) throw this.#invalid({ message: 'a line of this log has no end' })
      return undefined
    }
    this.#line += 1
    const text = this.#options.utf8(pieces.peek(end), 0, end)
    pieces.drop(end + 1)
    return text
  }

  #parse(line: string): CallEvent {
    let event: unknown
    try {
      event = parseJson(line)
    } catch (cause) {
      throw this.#invalid({ message: 'this line is not JSON', found: line, expected: 'one event', cause })
    }
    const wrong = wrongIn(event)
    if (wrong !== undefined) throw this.#invalid(wrong)
    return event as CallEvent
  }

  #invalid(parts: ErrorParts): CallweaveError {
    return new CallweaveError('file-invalid', { where: `${this.#options.where}:${Math.max(1, this.#line)}`, ...parts })
  }
}

const wrongIn = (parsed: unknown): ErrorParts | undefined => {
  if (typeof parsed !== 'object' || parsed === null) return { message: 'this line is no event', found: parsed }
  const event = parsed as Readonly<Record<string, unknown>>
  const { type } = event
  if (typeof type !== 'string' || !Object.hasOwn(eventSchema, type)) {
    return { message: 'there is no event of this type', found: type }
  }
  if (!isWhole(event.seq)) return { message: 'seq is not a whole number', found: event.seq }
  if (!isWhole(event.atMs)) return { message: 'atMs is not a whole number', found: event.atMs }
  const fields: Readonly<Record<string, Field<unknown>>> = eventSchema[type as EventType]
  for (const key in fields) {
    const { kind, nullable, codes, isOpen = false } = fields[key] as Field<unknown>
    const value = event[key]
    if (value !== null && codes !== undefined && !isOpen && !codes.includes(value as string)) {
      return { message: `${key} of ${type} is none of its codes`, found: value, expected: codes.join(', ') }
    }
    if (value === null ? nullable : isOf[kind](value)) continue
    return { message: `${key} of ${type} is not right`, found: value, expected: nullable ? `${kind} or null` : kind }
  }
  return undefined
}

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value)
const isText = (value: unknown): boolean => typeof value === 'string'
const isOf: { readonly [K in Field<unknown>['kind']]: (value: unknown) => boolean } = {
  int: isWhole,
  ms: isWhole,
  name: isText,
  text: isText,
  flag: (value) => typeof value === 'boolean',
  names: (value) => Array.isArray(value) && value.every(isText),
  terms: (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((term) => typeof term === 'string' || Number.isFinite(term)),
}
