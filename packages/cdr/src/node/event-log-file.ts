/** Writes an event log to a file, block by block, from the thread that makes the events. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { type CallEvent, CallweaveError, type Listeners } from '@callweave/core'
import { createBinaryEncoder } from '../log/binary-encoder.js'
import type { EventLogFormat } from '../log/decoder.js'
import type { EventLogHeader } from '../log/header.js'
import { createJsonEncoder } from '../log/json-encoder.js'

export interface EventLogFile {
  readonly path: string
  append(event: CallEvent): void
  /** `append`, one function for each type: `log.tap(file.listeners)`. */
  readonly listeners: Listeners
  /** Writes what is buffered. When it returns, all events so far survive a kill of the process. */
  flush(): void
  /** Flushes and marks the log as whole. Harmless when it is closed already. */
  close(): void
  readonly events: number
  readonly bytes: number
}

export interface EventLogFileOptions {
  /** `jsonl` can be read by eye and by `jq`; `binary` is an eighth to a tenth of its size and several times faster. */
  readonly format: EventLogFormat
  readonly header: EventLogHeader
  /** Events are written in blocks of about so many bytes; by default 1 MiB. */
  readonly blockBytes?: number
}

/**
 * Begins a new file, in place of one that is there, and writes its head.
 *
 * ```ts
 * import { eventLogHeader } from '@callweave/cdr'
 * import { createEventLogFile, openEventLog } from '@callweave/cdr/node'
 * import { createEventLog } from '@callweave/core'
 *
 * const header = eventLogHeader({ definitionHash: '4f2a...', seed: '7', originMs: 0 })
 * const file = createEventLogFile('monday.cwlog', { format: 'binary', header })
 * createEventLog().tap(file.listeners)
 * file.close()
 * for (const event of openEventLog('monday.cwlog')) console.log(event.atMs, event.type)
 * ```
 *
 * @throws CallweaveError `file-invalid` when it cannot be written. `append`, `flush` and `close` throw it too, when the disk
 * is full: the file is closed by then and ends in a cut block.
 */
export const createEventLogFile = (path: string, options: EventLogFileOptions): EventLogFile => {
  const { format, header, blockBytes } = options
  const file = open(path)
  let closed = false

  const write = (bytes: Uint8Array): void => {
    if (closed) throw new CallweaveError('illegal-state', { where: path, message: 'this event log is closed' })
    try {
      for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from, bytes.length - from)
    } catch (cause) {
      // What is half written stays cut: nothing more may follow it.
      closed = true
      closeSync(file)
      throw refusal(path, cause)
    }
  }
  const encoderOptions = { header, write, ...(blockBytes === undefined ? {} : { blockBytes }) }
  const encoder =
    format === 'binary' ? createBinaryEncoder({ ...encoderOptions, crc32 }) : createJsonEncoder(encoderOptions)

  return {
    path,
    append: (event) => encoder.append(event),
    listeners: encoder.listeners,
    flush: () => encoder.flush(),
    close() {
      if (closed) return
      encoder.end()
      closed = true
      closeSync(file)
    },
    get events() {
      return encoder.events
    },
    get bytes() {
      return encoder.bytes
    },
  }
}

const open = (path: string): number => {
  try {
    return openSync(path, 'w')
  } catch (cause) {
    throw refusal(path, cause)
  }
}

const refusal = (path: string, cause: unknown): CallweaveError => {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new CallweaveError('file-invalid', { where: path, message: `this event log cannot be written: ${why}`, cause })
}
