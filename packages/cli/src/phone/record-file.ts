/** Where a test phone writes what it hears. */
import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { type Host, shownPath } from '../frame/host.js'
import type { Conduct } from './conduct.js'

/** @throws CallweaveError `file-invalid` where nothing can be written, so that no call is made for a recording that is lost. */
export const readRecord = async (named: string | undefined, host: Host): Promise<Pick<Conduct, 'record'>> => {
  if (named === undefined) return {}
  const file = shownPath(host, named)
  const place = await stat(file).catch(() => null)
  if (place?.isDirectory() === true)
    throw new CallweaveError('file-invalid', { where: file, message: 'a recording cannot be written over a folder' })
  await access(place === null ? dirname(file) : file, constants.W_OK).catch((cause: Error) => {
    throw new CallweaveError('file-invalid', {
      where: file,
      message: `this recording cannot be written: ${cause.message}`,
      cause,
    })
  })
  return { record: file }
}
