/** The journal of this project's center, where it tells of something later than a simulated log. */
import { statSync } from 'node:fs'
import { readJournal } from '@callweave/server/journal'
import type { Host } from '../frame/host.js'
import { isCallweaveError } from '../frame/is-callweave-error.js'
import { centerFolder } from './center-folder.js'

/** Its folder; `undefined` where there is none, or the log at `path` is newer. A log that is not there is older than any. */
export const newerJournal = (path: string, host: Host): string | undefined => {
  const folder = centerFolder(undefined, host)
  const atMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY
  try {
    return readJournal(folder).changedAtMs > atMs ? folder : undefined
  } catch (error) {
    if (isCallweaveError(error)) return undefined
    throw error
  }
}
