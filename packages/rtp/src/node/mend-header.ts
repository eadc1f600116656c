/** The header of a recording that was not finished: it gets that of what is in the file. */
import { type FileHandle, open } from 'node:fs/promises'
import { formatOf, type WavFormat } from '../wav/format.js'
import { sizesOf, wavHeader } from '../wav/write.js'

const rateHz = 8_000
const mostHeaderBytes = 58

/** How long it is in ms, or null for one without a sample. Needs no more room than there is. */
export const mendHeader = async (path: string): Promise<number | null> => {
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
