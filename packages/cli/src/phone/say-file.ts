/** What a test phone says. */
import { readFile } from 'node:fs/promises'
import { CallweaveError } from '@callweave/core'
import { readWav, telephoneSamples } from '@callweave/rtp/audio'
import { type Host, shownPath } from '../frame/host.js'
import type { Conduct } from './conduct.js'

/** @throws CallweaveError `file-invalid` for what is missing or cannot be said. */
export const readSay = async (named: string | undefined, host: Host): Promise<Pick<Conduct, 'say'>> => {
  if (named === undefined) return {}
  const file = shownPath(host, named)
  const bytes = await readFile(file).catch((cause: Error) => {
    throw new CallweaveError('file-invalid', {
      where: file,
      message: `this file cannot be read: ${cause.message}`,
      cause,
    })
  })
  return { say: { file, samples: telephoneSamples(readWav(bytes, file)) } }
}
