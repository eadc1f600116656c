/** What both formats' encoders are: events in, blocks of bytes out. */
import type { CallEvent, Listeners } from '@callweave/core'
import type { EventLogHeader } from './header.js'

export interface EventEncoder {
  append(event: CallEvent): void
  /** The same, one function for each type: what a log's tap takes, and a little faster. */
  readonly listeners: Listeners
  /** Hands over all that is buffered, as one whole block. */
  flush(): void
  /** Flushes, and marks the log as whole. Nothing may be appended after. */
  end(): void
  /** Events appended so far. */
  readonly events: number
  /** Bytes handed over so far. */
  readonly bytes: number
}

export interface EventEncoderOptions {
  readonly header: EventLogHeader
  /** Takes bytes in order. The array is used again after the call. */
  readonly write: (bytes: Uint8Array) => void
  /** A block is handed over when it has grown to this; by default 1 MiB. */
  readonly blockBytes?: number
}

export const defaultBlockBytes = 1 << 20
