/** Reads an event log file of either format, piece by piece: a file of any size takes a few MiB of memory. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { type CallEvent, CallweaveError } from '@callweave/core'
import { createEventDecoder, type EventDecoder, type EventLogFormat } from '../log/decoder.js'
import type { EventLogHeader } from '../log/header.js'

/**
 * An event log on disk. Both ways of iterating begin at its first event each time, and end with the error that says
 * where the file is cut or damaged, after all events before that place. A log may begin at any number; from then on an
 * event that does not follow the one before is damage, too: something was taken out or put in.
 */
export interface EventLogReader extends Iterable<CallEvent>, AsyncIterable<CallEvent> {
  readonly path: string
  readonly format: EventLogFormat
  readonly header: EventLogHeader
}

export interface OpenEventLogOptions {
  /**
   * What to do with a log that is cut: `refuse` (the default) throws after its last whole event; `accept` ends there,
   * as for the log of a process that was killed, or that is still writing. Damage is refused either way.
   */
  readonly cut?: 'refuse' | 'accept'
  /** Told with the error that was not thrown when the log is cut and that is accepted. */
  readonly onCut?: (error: CallweaveError) => void
  /** Told while the log is iterated how far in the file it is, 0..1: once for each MiB. */
  readonly onRead?: (ratio: number) => void
}

const pieceBytes = 1 << 20

/** Reads the head. @throws CallweaveError `file-invalid` when the file is missing, empty, foreign or of a newer version. */
export const openEventLog = (path: string, options: OpenEventLogOptions = {}): EventLogReader => {
  const { cut = 'refuse', onCut, onRead } = options
  const decoder = createDecoder(path)
  for (const piece of piecesOf(path)) {
    decoder.feed(piece)
    if (decoder.header !== undefined) break
  }
  const { header, format } = decoder
  if (header === undefined || format === undefined) {
    decoder.end()
    throw new TypeError('a log without a head ends in an error')
  }
  const end = (reading: EventDecoder): void => {
    try {
      reading.end()
    } catch (error) {
      if (cut === 'refuse' || !(error instanceof CallweaveError)) throw error
      onCut?.(error)
    }
  }
  return {
    path,
    format,
    header,
    *[Symbol.iterator]() {
      const reading = createDecoder(path)
      const inTurn = createTurns(path)
      for (const piece of piecesOf(path, onRead)) {
        reading.feed(piece)
        yield* inTurn(reading.events())
      }
      end(reading)
    },
    async *[Symbol.asyncIterator]() {
      const reading = createDecoder(path)
      const inTurn = createTurns(path)
      for await (const piece of piecesOfLater(path, onRead)) {
        reading.feed(piece)
        yield* inTurn(reading.events())
      }
      end(reading)
    },
  }
}

const createDecoder = (path: string): EventDecoder =>
  createEventDecoder({
    where: path,
    crc32,
    utf8: (bytes, from, to) => Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8'),
  })

/** Hands on the events of one reading, piece after piece, as long as each follows the one before. */
const createTurns = (path: string): ((events: Iterable<CallEvent>) => Generator<CallEvent>) => {
  let last = 0
  let isFirst = true
  return function* (events) {
    for (const event of events) {
      const { seq } = event
      if (!isFirst && seq !== last + 1) throw outOfTurn(path, seq, last)
      isFirst = false
      last = seq
      yield event
    }
  }
}

const outOfTurn = (where: string, seq: number, last: number): CallweaveError =>
  new CallweaveError('file-invalid', {
    where,
    message:
      seq > last
        ? `this log has a gap: event ${seq} follows event ${last}`
        : `this log repeats itself: event ${seq} comes again after event ${last}`,
  })

const refuse = (path: string, cause: unknown): never => {
  const missing = (cause as { readonly code?: string }).code === 'ENOENT'
  const message = missing ? 'there is no such file' : `this file cannot be read: ${(cause as Error).message}`
  throw new CallweaveError('file-invalid', { where: path, message, cause })
}

/** The same array each time, filled anew. */
function* piecesOf(path: string, onRead?: OpenEventLogOptions['onRead']): Generator<Uint8Array> {
  const piece = new Uint8Array(pieceBytes)
  let file: number | undefined
  let done = 0
  try {
    file = openSync(path, 'r')
    const { size } = fstatSync(file)
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      yield piece.subarray(0, read)
      done += read
      onRead?.(Math.min(done / size, 1))
    }
  } catch (cause) {
    if (cause instanceof CallweaveError) throw cause
    refuse(path, cause)
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

async function* piecesOfLater(path: string, onRead?: OpenEventLogOptions['onRead']): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(pieceBytes)
  let done = 0
  const file = await open(path, 'r').catch((cause: unknown) => refuse(path, cause))
  try {
    const { size } = await file.stat()
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, pieceBytes)
      if (bytesRead === 0) return
      yield piece.subarray(0, bytesRead)
      done += bytesRead
      onRead?.(Math.min(done / size, 1))
    }
  } finally {
    await file.close()
  }
}
