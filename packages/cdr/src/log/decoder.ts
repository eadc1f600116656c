/**
 * Reads an event log of either format from bytes that come in pieces. The first byte tells the format.
 *
 * Every mistake in the file is a `CallweaveError` `file-invalid` that says where: the byte in a binary log, the line
 * in JSON Lines. It is thrown after all events before it have been given out.
 */
import { type CallEvent, CallweaveError } from '@callweave/core'
import { BinaryReader } from './binary-reader.js'
import { type Crc32, magic } from './blocks.js'
import { readUtf8 } from './bytes.js'
import { crc32 } from './crc32.js'
import { type EventLogHeader, logName } from './header.js'
import { JsonReader } from './json-reader.js'

export type EventLogFormat = 'jsonl' | 'binary'

export interface EventDecoder {
  /** Takes the next piece of the file, which it may keep. */
  feed(bytes: Uint8Array): void
  /** The events that are whole by now. Has to be run to its end before the next piece is fed. */
  events(): Generator<CallEvent>
  /** Says that no more bytes come. @throws CallweaveError `file-invalid` when the log is empty or cut. */
  end(): void
  /** `undefined` until enough bytes have come. */
  readonly header: EventLogHeader | undefined
  readonly format: EventLogFormat | undefined
}

export interface EventDecoderOptions {
  /** What errors call the file. */
  readonly where: string
  readonly crc32?: Crc32
  /** UTF-8 to text, from one place to another; Node's is faster than our own. */
  readonly utf8?: (bytes: Uint8Array, from: number, to: number) => string
}

/** One format's reader. */
export interface FormatReader {
  readonly header: EventLogHeader | undefined
  feed(bytes: Uint8Array): void
  events(): Generator<CallEvent>
  end(): void
}

export const createEventDecoder = (options: EventDecoderOptions): EventDecoder => {
  const { where, crc32: crc = crc32, utf8 = readUtf8 } = options
  let reader: FormatReader | undefined
  let format: EventLogFormat | undefined

  const choose = (first: number): FormatReader => {
    if (first === magic[0]) {
      format = 'binary'
      return new BinaryReader({ where, crc32: crc, utf8 })
    }
    if (first !== 0x7b) {
      throw new CallweaveError('file-invalid', {
        where,
        message: 'this is not an event log of Callweave',
        expected: `a binary log, or JSON Lines that begin with {"log":"${logName}",...}`,
      })
    }
    format = 'jsonl'
    return new JsonReader({ where, utf8 })
  }

  return {
    feed(bytes) {
      if (bytes.length === 0) return
      reader ??= choose(bytes[0] as number)
      reader.feed(bytes)
    },
    *events() {
      if (reader !== undefined) yield* reader.events()
    },
    end() {
      if (reader === undefined) {
        throw new CallweaveError('file-invalid', { where, message: 'this event log is empty' })
      }
      reader.end()
    },
    get header() {
      return reader?.header
    },
    get format() {
      return format
    },
  }
}
