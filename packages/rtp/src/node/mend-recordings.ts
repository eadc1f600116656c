/** What a killed process was recording: each file gets the header of what is in it, and its name. */
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { formatOf, type WavFormat } from '../wav/format.js'
import { sizesOf, wavHeader } from '../wav/write.js'
import { unfinished } from './recording-file.js'

export interface MendedRecording {
  /** In the folder; without what said that it was not whole. */
  readonly file: string
  readonly lengthMs: number
}

const rateHz = 8_000
const mostHeaderBytes = 58

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

/** How long it is, or null for one without a sample. */
const mendHeader = async (path: string): Promise<number | null> => {
  const file = await open(path, 'r+')
  try {
    const format = await formatIn(file)
    if (format === null) return null
    const headerBytes = sizesOf(format).dataSizeAt + 4
    const dataBytes = (await file.stat()).size - headerBytes
    if (dataBytes <= 0) return null
    const header = wavHeader({ format }, dataBytes)
    await file.write(header, 0, header.length, 0)
    return Math.round((dataBytes * 1_000) / rateHz)
  } finally {
    await file.close()
  }
}

const formatIn = async (file: FileHandle): Promise<WavFormat | null> => {
  const bytes = new Uint8Array(mostHeaderBytes)
  const { bytesRead } = await file.read(bytes, 0, mostHeaderBytes, 0)
  if (bytesRead < mostHeaderBytes) return null
  const view = new DataView(bytes.buffer)
  return formatOf(view.getUint16(20, true), view.getUint16(34, true))
}
