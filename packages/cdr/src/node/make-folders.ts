/** Makes a folder and whatever is missing above it, one at a time. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * As `mkdirSync` with `recursive`, but it always comes back: that one goes round for ever where the system answers ENOENT for
 * a folder whose parent is there, as Linux does below /proc. Folders that were made before it failed stay.
 *
 * @throws the error of the system, with its `code`.
 */
export const makeFolders = (path: string, mode = 0o777): void => {
  const missing: string[] = []
  for (let at = resolve(path); !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at)
  for (const folder of missing) makeOne(folder, mode)
  if (!statSync(path).isDirectory()) throw Object.assign(new Error(`ENOTDIR: ${path} is a file`), { code: 'ENOTDIR' })
}

/** Somebody else may make it at the same moment. */
const makeOne = (folder: string, mode: number): void => {
  try {
    mkdirSync(folder, { mode })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
