/** Encodes batches of events, one block or more each, and says which file they belong to. */
import { crc32 } from 'node:zlib'
import { createBinaryEncoder, eventLogHeader } from '@callweave/cdr'
import type { CallEvent } from '@callweave/core'
import type { CallKeys } from './call-keys.js'
import type { Write } from './messages.js'
import { Nonces, type SealingParts, sealEvent } from './sealing.js'
import { segmentPath } from './segments.js'

export interface SegmentWriterOptions {
  readonly folder: string
  readonly lastSeq: number
  readonly segmentBytes: number
  readonly keys: CallKeys
  /** Takes bytes in order; they are not used again here. */
  readonly write: (write: Write) => void
}

interface Segment {
  readonly path: string
  readonly encoder: ReturnType<typeof createBinaryEncoder>
}

export class SegmentWriter {
  lastSeq: number
  readonly #options: SegmentWriterOptions
  readonly #pieces: Uint8Array[] = []
  readonly #sealing: SealingParts
  #segment: Segment | null = null
  /** Of the definition that the newest events belong to. */
  #definitionHash = ''

  constructor(options: SegmentWriterOptions) {
    this.#options = options
    this.#sealing = { keyFor: (call) => options.keys.keyFor(call), nonces: new Nonces() }
    this.lastSeq = options.lastSeq
  }

  /** @throws TypeError for events that do not follow the last one, or are none. */
  append(events: readonly CallEvent[]): void {
    for (const event of events) {
      if (event.seq !== this.lastSeq + 1) throw new TypeError(`event ${event.seq} does not follow ${this.lastSeq}`)
      if (event.type === 'log.opened') this.#definitionHash = event.definitionHash
      this.#segment ??= this.#begin(event)
      this.#segment.encoder.append(sealEvent(event, this.#sealing))
      this.lastSeq = event.seq
    }
    const segment = this.#segment as Segment
    segment.encoder.flush()
    this.#hand(segment)
    if (segment.encoder.bytes >= this.#options.segmentBytes) this.end()
  }

  /** Marks the file as whole; the next event begins another. */
  end(): void {
    const segment = this.#segment
    if (segment === null) return
    segment.encoder.end()
    this.#segment = null
    this.#hand(segment)
  }

  #begin({ seq, atMs }: CallEvent): Segment {
    const header = eventLogHeader({ definitionHash: this.#definitionHash, seed: null, originMs: atMs })
    const write = (bytes: Uint8Array): void => void this.#pieces.push(bytes.slice())
    return {
      path: segmentPath(this.#options.folder, seq),
      encoder: createBinaryEncoder({ header, write, crc32, blockBytes: mostBlockBytes }),
    }
  }

  #hand({ path }: Segment): void {
    const pieces = this.#pieces.splice(0)
    const [only] = pieces
    if (only === undefined) return
    const bytes = pieces.length === 1 ? only : joined(pieces)
    this.#options.write({ path, bytes, lastSeq: this.lastSeq, keys: this.#options.keys.takeMade() })
  }
}

/** A batch is smaller nearly always; the encoder's buffer is so large from the start. */
const mostBlockBytes = 1 << 18

const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
