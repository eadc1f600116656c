/**
 * The frame of a binary log.
 *
 *   file   = magic (8) version (4) length (4) crc (4) head (JSON, `length` bytes), then blocks, then the end mark
 *   block  = mark 'BLOK' (4) crc (4) length (4) events (4) first seq (8) first instant (8), then `length` bytes
 *   end    = mark 'LAST' (4) crc (4) 0 (4) 0 (4) events in all (8) 0 (8)
 *
 * Numbers are little-endian, those of 8 bytes are doubles. A crc covers all that follows it in its block. A block can
 * be read alone: what its bytes refer to (names, earlier numbers) stands in it. So a file that was cut is readable up
 * to its last whole block, and one without an end mark was not closed.
 */
import type { ByteSink } from './bytes.js'

export const magic = [0x89, 0x43, 0x57, 0x4c, 0x4f, 0x47, 0x0d, 0x0a] as const
export const formatVersion = 1
export const headBytes = 20
export const frameBytes = 32
const blockMark = 0x4b4f4c42
const endMark = 0x5453414c
/** A length beyond this is damage, not a block. */
const mostBytes = 1 << 28

export type Crc32 = (bytes: Uint8Array) => number

export interface Frame {
  readonly kind: 'block' | 'end'
  readonly crc: number
  readonly lengthBytes: number
  readonly events: number
  /** Of an end mark: the events of the whole log. */
  readonly firstSeq: number
  readonly firstAtMs: number
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Fills in the frame at the start of `sink`, around the bytes that follow it. */
export const sealBlock = (sink: ByteSink, events: number, firstSeq: number, firstAtMs: number, crc32: Crc32): void => {
  fillFrame(sink.bytes.subarray(0, sink.at), { mark: blockMark, events, firstSeq, firstAtMs }, crc32)
}

/** The mark that says that the log is whole. */
export const endFrame = (events: number, crc32: Crc32): Uint8Array => {
  const bytes = new Uint8Array(frameBytes)
  fillFrame(bytes, { mark: endMark, events: 0, firstSeq: events, firstAtMs: 0 }, crc32)
  return bytes
}

const fillFrame = (
  bytes: Uint8Array,
  frame: { mark: number; events: number; firstSeq: number; firstAtMs: number },
  crc32: Crc32,
): void => {
  const view = viewOf(bytes)
  view.setUint32(0, frame.mark, true)
  view.setUint32(8, bytes.length - frameBytes, true)
  view.setUint32(12, frame.events, true)
  view.setFloat64(16, frame.firstSeq, true)
  view.setFloat64(24, frame.firstAtMs, true)
  view.setUint32(4, crc32(bytes.subarray(8)), true)
}

/** The frame at `at`, of which `frameBytes` are there; `undefined` when no frame begins there. */
export const readFrame = (bytes: Uint8Array, at: number): Frame | undefined => {
  const view = viewOf(bytes)
  const mark = view.getUint32(at, true)
  const lengthBytes = view.getUint32(at + 8, true)
  if ((mark !== blockMark && mark !== endMark) || lengthBytes > mostBytes) return undefined
  return {
    kind: mark === blockMark ? 'block' : 'end',
    crc: view.getUint32(at + 4, true),
    lengthBytes,
    events: view.getUint32(at + 12, true),
    firstSeq: view.getFloat64(at + 16, true),
    firstAtMs: view.getFloat64(at + 24, true),
  }
}

/** The first bytes of a file. */
export const fileHead = (json: Uint8Array, crc32: Crc32): Uint8Array => {
  const bytes = new Uint8Array(headBytes + json.length)
  const view = viewOf(bytes)
  bytes.set(magic)
  view.setUint32(8, formatVersion, true)
  view.setUint32(12, json.length, true)
  view.setUint32(16, crc32(json), true)
  bytes.set(json, headBytes)
  return bytes
}

/** The fixed part of the head, of which `headBytes` are there. */
export const readFileHead = (bytes: Uint8Array): { version: number; lengthBytes: number; crc: number } => {
  const view = viewOf(bytes)
  return { version: view.getUint32(8, true), lengthBytes: view.getUint32(12, true), crc: view.getUint32(16, true) }
}
