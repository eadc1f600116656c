/**
 * How much of a binary event log is whole: for a journal whose process was killed while it wrote. Blocks are checked by
 * their checksums and not read.
 */
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { CallweaveError } from '@callweave/core'
import { frameBytes, headBytes, magic, readFileHead, readFrame } from '../log/blocks.js'

export interface WholeBlocks {
  readonly sizeBytes: number
  /** All bytes before this are whole; 0 when not even the head is. */
  readonly wholeBytes: number
  /** Of the whole blocks. */
  readonly events: number
  /** The numbers of the first and the last of them; 0 when there is none. */
  readonly firstSeq: number
  readonly lastSeq: number
  /** The log was closed: its end mark stands at its end. */
  readonly isClosed: boolean
  /**
   * What is not whole is followed by a block that is: damage in the middle. Where it is `false`, what is not whole is a
   * tail that was being written.
   */
  readonly isDamaged: boolean
}

/** @throws CallweaveError `file-invalid` when the file cannot be read, or is no binary event log that could be cut. */
export const findWholeBlocks = (path: string): WholeBlocks => {
  const bytes = readAll(path)
  const found = { sizeBytes: bytes.length, wholeBytes: 0, events: 0, firstSeq: 0, lastSeq: 0, isClosed: false }
  const start = headOf(bytes)
  if (start === undefined) {
    // Zeros are what a power cut leaves of a file that had been made longer.
    if (bytes.subarray(0, magic.length).some((byte, i) => byte !== magic[i] && byte !== 0)) {
      throw new CallweaveError('file-invalid', { where: path, message: 'this is not a binary event log of Callweave' })
    }
    return { ...found, isDamaged: hasBlockAfter(bytes, 0) }
  }
  let at = start
  while (at + frameBytes <= bytes.length && !found.isClosed) {
    const frame = wholeFrame(bytes, at)
    if (frame === undefined) break
    if (frame.kind === 'end') found.isClosed = true
    else {
      if (found.events === 0) found.firstSeq = frame.firstSeq
      found.events += frame.events
      found.lastSeq = frame.firstSeq + frame.events - 1
    }
    at += frameBytes + frame.lengthBytes
  }
  return { ...found, wholeBytes: at, isDamaged: hasBlockAfter(bytes, at) }
}

const readAll = (path: string): Buffer => {
  try {
    return readFileSync(path)
  } catch (cause) {
    const message = `this file cannot be read: ${(cause as Error).message}`
    throw new CallweaveError('file-invalid', { where: path, message, cause })
  }
}

/** Where the blocks begin. */
const headOf = (bytes: Buffer): number | undefined => {
  if (bytes.length < headBytes || magic.some((byte, i) => bytes[i] !== byte)) return undefined
  const { lengthBytes, crc } = readFileHead(bytes)
  const end = headBytes + lengthBytes
  if (end > bytes.length || crc32(bytes.subarray(headBytes, end)) !== crc) return undefined
  return end
}

const wholeFrame = (bytes: Buffer, at: number): ReturnType<typeof readFrame> => {
  if (at + frameBytes > bytes.length) return undefined
  const frame = readFrame(bytes, at)
  if (frame === undefined || at + frameBytes + frame.lengthBytes > bytes.length) return undefined
  return crc32(bytes.subarray(at + 8, at + frameBytes + frame.lengthBytes)) === frame.crc ? frame : undefined
}

const blockMark = 'BLOK'

const hasBlockAfter = (bytes: Buffer, from: number): boolean => {
  for (let at = bytes.indexOf(blockMark, from + 1); at >= 0; at = bytes.indexOf(blockMark, at + 1)) {
    if (wholeFrame(bytes, at) !== undefined) return true
  }
  return false
}
