/** Which files a journal has, and which of them somebody has taken away. */
import { firstSeqOf, listSegments, type SegmentFile } from './segments.js'

/** Events that are in no file any more. */
export interface LostEvents {
  readonly fromSeq: number
  readonly toSeq: number
}

export class JournalParts {
  readonly #folder: string
  #known: readonly SegmentFile[]

  constructor(folder: string) {
    this.#folder = folder
    this.#known = listSegments(folder)
  }

  /** Something is written to this file. */
  wrote(path: string): void {
    if (this.#known.at(-1)?.path !== path) this.#known = [...this.#known, { path, firstSeq: firstSeqOf(path) ?? 0 }]
  }

  /** What has been lost since it was asked last; `null` when every file is there. @param writtenSeq the newest that is written. */
  takeLost(writtenSeq: number): LostEvents | null {
    const there = new Set(listSegments(this.#folder).map(({ path }) => path))
    // What has only been handed over is in no file yet.
    const isLost = ({ path, firstSeq }: SegmentFile): boolean => firstSeq <= writtenSeq && !there.has(path)
    const known = this.#known
    const first = known.find(isLost)
    this.#known = known.filter((part) => !isLost(part))
    if (first === undefined) return null
    const next = known[known.findLastIndex(isLost) + 1]
    return { fromSeq: first.firstSeq, toSeq: next === undefined ? writtenSeq : next.firstSeq - 1 }
  }
}
