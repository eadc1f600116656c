/** Reads the journal of a center as one event log, with the keys that lie beside it: after it has ended, or while it runs. */
import type { KeyObject } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { EventLogHeader } from '@callweave/cdr'
import { findWholeBlocks, openEventLog } from '@callweave/cdr/node'
import { type CallEvent, CallweaveError } from '@callweave/core'
import { CallKeys } from './call-keys.js'
import { missing } from './read-segments.js'
import { unsealEvent } from './sealing.js'
import { firstSeqOf, listSegments, type SegmentFile } from './segments.js'

export interface JournalReader extends Iterable<CallEvent> {
  /** The folder of its files, or the one file that was asked for. */
  readonly path: string
  /** Of its first file; `definitionHash` is '' where its files were made with more than one definition. */
  readonly header: EventLogHeader
  /** When something was written to it last. */
  readonly changedAtMs: number
}

export interface ReadJournalOptions {
  /**
   * Told when its newest file is not closed: its center runs, or was killed. That is no fault; what is whole was given out.
   * `atByte`: where that ends.
   */
  readonly onOpenEnd?: (end: { readonly path: string; readonly lastSeq: number; readonly atByte: number }) => void
  /** Told while it is iterated how much of it was read, 0..1. */
  readonly onRead?: (ratio: number) => void
}

/** A folder, or a file that is named as those of a journal are. What is in it shows when it is read. */
export const isJournalPath = (path: string): boolean =>
  firstSeqOf(path) !== undefined || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/**
 * @param path the folder of a center (`.callweave`), its `journal`, or one file of that. Numbers, digits and attributes read
 * `erased` where their key was destroyed or does not lie there. Each iteration begins at the first event, and none goes
 * further than the first that came to the end.
 *
 * ```ts
 * import { readJournal } from '@callweave/server/journal'
 *
 * export const calls = (folder: string): number => {
 *   let ended = 0
 *   for (const { type } of readJournal(folder)) if (type === 'call.ended') ended += 1
 *   return ended
 * }
 * ```
 *
 * @throws CallweaveError `file-invalid` when no journal is there; while it is iterated, where something is damaged or missing,
 * after all events before that.
 */
export const readJournal = (path: string, options: ReadJournalOptions = {}): JournalReader => {
  const { folder, segments, following } = partsOf(path)
  const newest = segments.at(-1) as SegmentFile
  const sizes = segments.map((segment) => statSync(segment.path).size)
  const all = sizes.reduce((sum, size) => sum + size, 0)
  let endSeq = Number.POSITIVE_INFINITY
  let known: EventLogHeader | undefined

  function* read(keys: CallKeys): Generator<CallEvent> {
    const storedKey = (call: number): KeyObject | undefined => keys.storedKey(call)
    let before = 0
    let expected = (segments[0] as SegmentFile).firstSeq
    for (const [i, segment] of segments.entries()) {
      if (segment.firstSeq !== expected) throw missing(segments[i - 1], segment, expected)
      const size = sizes[i] as number
      const seen = (ratio: number): void => options.onRead?.(Math.min(1, (before + ratio * size) / Math.max(all, 1)))
      const isNewest = segment === newest && following === undefined
      for (const event of eventsOf(
        segment,
        isNewest,
        (atByte) => {
          options.onOpenEnd?.({ path: segment.path, lastSeq: expected - 1, atByte })
        },
        seen,
      )) {
        if (event.seq > endSeq) return
        if (event.seq !== expected) throw missing(undefined, segment, expected, event.seq)
        expected += 1
        yield unsealEvent(event, storedKey, segment.path)
      }
      before += size
    }
    if (following !== undefined && following.firstSeq !== expected) throw missing(newest, following, expected)
    endSeq = Math.min(endSeq, expected - 1)
  }

  return {
    path,
    get header() {
      known ??= headerOf(segments)
      return known
    },
    changedAtMs: statSync(newest.path).mtimeMs,
    *[Symbol.iterator]() {
      const keys = new CallKeys(folder)
      try {
        yield* read(keys)
      } finally {
        keys.close()
      }
    },
  }
}

interface Parts {
  /** Where the keys are. */
  readonly folder: string
  /** At least one. */
  readonly segments: readonly SegmentFile[]
  /** The file behind the last of them, where it is not the newest. */
  readonly following: SegmentFile | undefined
}

const partsOf = (path: string): Parts => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) throw new CallweaveError('file-invalid', { where: path, message: 'there is no such file' })
  const firstSeq = firstSeqOf(path)
  if (firstSeq !== undefined && !stat.isDirectory()) {
    const folder = dirname(path)
    const all = listSegments(folder)
    const at = all.findIndex((one) => basename(one.path) === basename(path))
    return { folder, segments: [{ path, firstSeq }], following: all[at + 1] }
  }
  for (const folder of [path, join(path, 'journal')]) {
    if (!existsSync(folder) || !statSync(folder).isDirectory()) continue
    const segments = listSegments(folder)
    if (segments.length > 0) return { folder, segments, following: undefined }
  }
  throw new CallweaveError('file-invalid', {
    where: path,
    message: 'there is no journal in this folder',
    remedy: 'Name the folder that cc start keeps its data in (.callweave), or a file',
  })
}

/** The newest may end anywhere, even within its head: it is being written, or was when its process died. */
function* eventsOf(
  { path }: SegmentFile,
  isNewest: boolean,
  onOpenEnd: (atByte: number) => void,
  onRead: (ratio: number) => void,
): Generator<CallEvent> {
  const ends = (): void => onOpenEnd(findWholeBlocks(path).wholeBytes)
  let last = 0
  try {
    for (const event of openEventLog(path, { cut: 'accept', onRead, ...(isNewest ? { onCut: ends } : {}) })) {
      last = event.seq
      yield event
    }
  } catch (error) {
    if (!isNewest || !(error instanceof CallweaveError) || error.code !== 'file-invalid') throw error
    // What a power cut leaves behind the last whole block is no damage; whole blocks behind it make it one.
    const { isDamaged, isClosed, lastSeq, wholeBytes } = findWholeBlocks(path)
    if (isDamaged || isClosed || lastSeq > last) throw error
    onOpenEnd(wholeBytes)
  }
}

/** Of those that have one: the newest may have been begun just now. */
const headerOf = (segments: readonly SegmentFile[]): EventLogHeader => {
  const headers = segments.flatMap(({ path }, i) => {
    try {
      return [openEventLog(path, { cut: 'accept' }).header]
    } catch (error) {
      if (i < segments.length - 1) throw error
      return []
    }
  })
  const [first = none] = headers
  // A file that begins with what a start closed, before the definition is said, has none.
  const [hash = '', ...others] = new Set(
    headers.map(({ definitionHash }) => definitionHash).filter((one) => one !== ''),
  )
  return { ...first, definitionHash: others.length === 0 ? hash : '' }
}

const none: EventLogHeader = { schemaVersion: 1, definitionHash: '', seed: null, originMs: 0 }
