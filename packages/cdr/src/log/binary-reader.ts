/** Reads a binary log from pieces: the head, then block after block. */
import { type CallEvent, CallweaveError, type ErrorParts } from '@callweave/core'
import { readBlock } from './binary-decoder.js'
import { type Plans, plansOf } from './binary-plan.js'
import {
  type Crc32,
  type Frame,
  formatVersion,
  frameBytes,
  headBytes,
  magic,
  readFileHead,
  readFrame,
} from './blocks.js'
import type { FormatReader } from './decoder.js'
import { type EventLogHeader, readHeader } from './header.js'
import { Pieces } from './pieces.js'

export interface BinaryReaderOptions {
  readonly where: string
  readonly crc32: Crc32
  readonly utf8: (bytes: Uint8Array, from: number, to: number) => string
}

export class BinaryReader implements FormatReader {
  header: EventLogHeader | undefined
  readonly #options: BinaryReaderOptions
  readonly #pieces = new Pieces()
  #plans: Plans | undefined
  #events = 0
  #lastSeq = 0
  #whole = false

  constructor(options: BinaryReaderOptions) {
    this.#options = options
  }

  feed(bytes: Uint8Array): void {
    this.#pieces.add(bytes)
    if (this.header === undefined) this.#readHead()
  }

  *events(): Generator<CallEvent> {
    const plans = this.#plans
    if (plans === undefined) return
    const pieces = this.#pieces
    while (pieces.length >= frameBytes) {
      if (this.#whole) throw this.#invalid({ message: 'something follows the end of this log' })
      const frame = readFrame(pieces.peek(frameBytes), 0)
      if (frame === undefined) throw this.#invalid({ message: 'this log is damaged: no block begins here' })
      const bytes = frameBytes + frame.lengthBytes
      if (pieces.length < bytes) return
      const block = pieces.peek(bytes)
      if (this.#options.crc32(block.subarray(8)) !== frame.crc) {
        throw this.#invalid({ message: 'this log is damaged: the checksum of the block that begins here is wrong' })
      }
      if (frame.kind === 'end') this.#readEnd(frame)
      else yield* this.#readBlock(plans, frame, block.subarray(frameBytes))
      pieces.drop(bytes)
    }
  }

  end(): void {
    if (this.header === undefined) throw this.#invalid({ message: 'this log is cut within its head' })
    if (this.#whole) return
    const { length } = this.#pieces
    const last = this.#lastSeq
    const message =
      length === 0
        ? `this log was not closed; its last whole event is number ${last}`
        : `this log is cut: a block begins here and does not end; its last whole event is number ${last}`
    throw this.#invalid({ message })
  }

  #readHead(): void {
    const { where, crc32, utf8 } = this.#options
    const pieces = this.#pieces
    if (pieces.length < headBytes) return
    const head = pieces.peek(headBytes)
    if (magic.some((byte, i) => head[i] !== byte)) {
      throw new CallweaveError('file-invalid', { where, message: 'this is not an event log of Callweave' })
    }
    const { version, lengthBytes, crc } = readFileHead(head)
    if (version > formatVersion) {
      throw new CallweaveError('file-invalid', {
        where,
        message: 'this event log was written by a newer Callweave',
        found: version,
        expected: `a binary format up to version ${formatVersion}`,
        remedy: 'Update Callweave to read it',
      })
    }
    if (pieces.length < headBytes + lengthBytes) return
    const json = pieces.peek(headBytes + lengthBytes).subarray(headBytes)
    if (crc32(json) !== crc) throw this.#invalid({ message: 'the head of this event log is damaged' })
    const { events, schemaVersion, definitionHash, seed, originMs } = readHeader(utf8(json, 0, json.length), where)
    this.#plans = plansOf(events, where)
    this.header = { schemaVersion, definitionHash, seed, originMs }
    pieces.drop(headBytes + lengthBytes)
  }

  *#readBlock(plans: Plans, frame: Frame, bytes: Uint8Array): Generator<CallEvent> {
    try {
      for (const event of readBlock(plans, frame, bytes)) {
        this.#events += 1
        this.#lastSeq = event.seq
        yield event
      }
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      throw this.#invalid({ message: `this log is damaged: the block that begins here cannot be read`, cause })
    }
  }

  #readEnd(frame: Frame): void {
    if (frame.firstSeq !== this.#events) {
      const expected = `${frame.firstSeq} events, as its end says`
      throw this.#invalid({ message: 'events are missing from this log', found: this.#events, expected })
    }
    this.#whole = true
  }

  #invalid(parts: ErrorParts): CallweaveError {
    return new CallweaveError('file-invalid', {
      where: `${this.#options.where} at byte ${this.#pieces.dropped}`,
      ...parts,
    })
  }
}
