/**
 * The files of a journal: `0000000000000001.cwlog`, each named by the number of its first event and each a binary event
 * log that `cc log` and any other reader of those understand.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { findWholeBlocks } from '@callweave/cdr/node'
import { CallweaveError } from '@callweave/core'

export interface SegmentFile {
  readonly path: string
  readonly firstSeq: number
}

/** What a process that was killed had begun to write. Nobody was told that it was written. */
export interface CutTail {
  readonly file: string
  /** Where the file ends now; 0 when there was nothing whole in it and it is gone. */
  readonly atByte: number
  readonly bytes: number
}

export interface Recovered {
  /** The last event of the journal, 0 when it is empty. */
  readonly lastSeq: number
  readonly cut: readonly CutTail[]
}

const digits = 16
const named = /^(\d{16})\.cwlog$/

export const segmentPath = (folder: string, firstSeq: number): string =>
  join(folder, `${String(firstSeq).padStart(digits, '0')}.cwlog`)

/** `undefined` for a file that is none of ours. */
export const firstSeqOf = (path: string): number | undefined => {
  const match = named.exec(basename(path))
  return match === null ? undefined : Number(match[1])
}

/** In order. Other files are none of ours. */
export const listSegments = (folder: string): readonly SegmentFile[] =>
  readdirSync(folder)
    .flatMap((name) => {
      const firstSeq = firstSeqOf(name)
      return firstSeq === undefined ? [] : [{ path: join(folder, name), firstSeq }]
    })
    .sort((a, b) => a.firstSeq - b.firstSeq)

/**
 * Cuts the last file back to its last whole block. What is wrong with the files before it shows when they are read.
 *
 * @throws CallweaveError `file-invalid` when whole blocks follow what cannot be read: that is no tail, and is left alone.
 */
export const recoverSegments = (folder: string): Recovered => {
  const cut: CutTail[] = []
  for (const { path, firstSeq } of listSegments(folder).toReversed()) {
    const { sizeBytes, wholeBytes, events, isDamaged, ...found } = findWholeBlocks(path)
    if (isDamaged) throw damaged(path, wholeBytes)
    if (wholeBytes < sizeBytes)
      cut.push({ file: path, atByte: events === 0 ? 0 : wholeBytes, bytes: sizeBytes - wholeBytes })
    if (events === 0) {
      rmSync(path)
      continue
    }
    if (found.firstSeq !== firstSeq) {
      const message = 'this part of the journal does not begin as its name says'
      throw new CallweaveError('file-invalid', { where: path, message, found: found.firstSeq, expected: `${firstSeq}` })
    }
    if (wholeBytes < sizeBytes) truncate(path, wholeBytes)
    return { lastSeq: found.lastSeq, cut }
  }
  return { lastSeq: 0, cut }
}

const damaged = (path: string, atByte: number): CallweaveError =>
  new CallweaveError('file-invalid', {
    where: `${path} at byte ${atByte}`,
    message: 'the journal is damaged here, and whole events follow',
    remedy: 'Put the file back from a copy; nothing has been changed in it',
  })

const truncate = (path: string, bytes: number): void => {
  const file = openSync(path, 'r+')
  try {
    ftruncateSync(file, bytes)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
