/** A sound as a switch can play it. */
import { readFile } from 'node:fs/promises'
import { CallweaveError } from '@callweave/core'
import { readWav } from '@callweave/rtp/audio'

export interface SoundFile {
  /** Where it is: a WAV file. Own recordings may have any rate and several channels. */
  readonly file: string
  /** Whole ms. */
  readonly lengthMs: number
}

/** Looks how long a file is. @throws CallweaveError `file-invalid`: it is missing, empty or cannot be played. */
export const openSoundFile = async (file: string): Promise<SoundFile> => {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CallweaveError('file-invalid', { where: file, message: 'this file cannot be read', cause })
  })
  const lengthMs = Math.round(readWav(bytes, file).lengthMs)
  if (lengthMs > 0) return { file, lengthMs }
  throw new CallweaveError('file-invalid', { where: file, message: 'there is no sound in this file' })
}
