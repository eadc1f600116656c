/** What a killed process was recording: each file gets the header of what is in it, and its name. */
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { mendHeader } from './mend-header.js'
import { unfinished } from './recording-file.js'

export interface MendedRecording {
  /** In the folder; without what said that it was not whole. */
  readonly file: string
  readonly lengthMs: number
}

/**
 * Mends every recording of the folder that its writer has left; nobody else may write there meanwhile. Up to a second at the
 * end was never on the disk. One in which nothing was said yet is taken away. One that cannot be mended stays as it is and is
 * told, as CallweaveError `file-invalid`.
 */
export const mendRecordings = async (
  folder: string,
  onTrouble: (error: CallweaveError) => void,
): Promise<readonly MendedRecording[]> => {
  const mended: MendedRecording[] = []
  for (const name of (await readdir(folder)).sort()) {
    if (!name.endsWith(`.wav${unfinished}`)) continue
    const path = join(folder, name)
    const file = name.slice(0, -unfinished.length)
    try {
      const lengthMs = await mendHeader(path)
      if (lengthMs === null) await rm(path)
      else {
        await rename(path, join(folder, file))
        mended.push({ file, lengthMs })
      }
    } catch (cause) {
      const message = `this recording cannot be mended: ${(cause as Error).message}`
      onTrouble(new CallweaveError('file-invalid', { where: path, message, cause }))
    }
  }
  return mended
}
