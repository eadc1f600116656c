/** Reads a journal from a position on, over the borders of its files. */
import { statSync } from 'node:fs'
import { openEventLog } from '@callweave/cdr/node'
import { type CallEvent, CallweaveError } from '@callweave/core'
import { listSegments, type SegmentFile } from './segments.js'

/**
 * Up to what was whole at the end of the last file. @throws CallweaveError `file-invalid`, with the file and the place, where
 * something is damaged or missing; all events before it have been given out.
 */
export async function* readSegments(folder: string, fromSeq: number): AsyncGenerator<CallEvent> {
  const segments = listSegments(folder)
  const first = segments.findLastIndex(({ firstSeq }) => firstSeq <= fromSeq)
  let expected = first < 0 ? Math.max(1, fromSeq) : (segments[first] as SegmentFile).firstSeq
  for (let i = Math.max(0, first); i < segments.length; i += 1) {
    const segment = segments[i] as SegmentFile
    if (segment.firstSeq !== expected) throw missing(segments[i - 1], segment, expected)
    // A part that was not closed is no fault: the next one begins where it ends, or something is missing between them.
    for (const event of openEventLog(segment.path, { cut: 'accept' })) {
      if (event.seq !== expected) throw missing(undefined, segment, expected, event.seq)
      expected += 1
      if (event.seq >= fromSeq) yield event
    }
  }
}

export const missing = (
  before: SegmentFile | undefined,
  segment: SegmentFile,
  expected: number,
  found = segment.firstSeq,
): CallweaveError =>
  new CallweaveError('file-invalid', {
    where: before === undefined ? segment.path : `${before.path} at byte ${statSync(before.path).size}`,
    message: `the journal has a gap: event ${expected} is not there, and event ${found} follows in ${segment.path}`,
    remedy: 'Put the missing part back from a copy, or begin anew in an empty folder',
  })
