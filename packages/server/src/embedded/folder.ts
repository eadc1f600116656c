/** What a running center keeps, below one folder of its project. */
import { join, resolve } from 'node:path'
import { makeFolders } from '@callweave/cdr/node'
import { CallweaveError } from '@callweave/core'

export interface CenterFolder {
  readonly path: string
  readonly journal: string
  /** SQLite. */
  readonly calls: string
  /** What callers said: messages, recordings. */
  readonly recordings: string
  /** Spoken prompts go below it. */
  readonly sounds: string
}

/** Where a center keeps what it has, when nobody says. */
export const defaultFolder = '.callweave'

/** Makes it where it is not there, for its owner alone. @throws CallweaveError `file-invalid`. */
export const makeFolder = (folder: string): CenterFolder => {
  const path = resolve(folder)
  const recordings = join(path, 'recordings')
  try {
    makeFolders(recordings, 0o700)
  } catch (cause) {
    throw new CallweaveError('file-invalid', {
      where: path,
      message: `this folder cannot be made: ${(cause as Error).message}`,
      remedy: 'Name another with --folder, on a disk that you may write to',
      cause,
    })
  }
  return { path, journal: join(path, 'journal'), calls: join(path, 'calls.sqlite'), recordings, sounds: path }
}
