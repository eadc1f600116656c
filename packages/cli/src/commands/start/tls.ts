/** Certificate and key of SIP over TLS. */
import { readFile } from 'node:fs/promises'
import { CallweaveError } from '@callweave/core'
import type { Context } from '../../frame/command.js'
import { shownPath } from '../../frame/host.js'

export interface TlsFiles {
  readonly tlsCert: string | undefined
  readonly tlsKey: string | undefined
}

/** @throws CallweaveError `usage` for one without the other, `file-invalid` for one that cannot be read. */
export const readTls = async ({ tlsCert, tlsKey }: TlsFiles, { host, words }: Context) => {
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsCert === undefined || tlsKey === undefined) {
    const [one, other] = tlsCert === undefined ? ['--tls-key', '--tls-cert'] : ['--tls-cert', '--tls-key']
    throw new CallweaveError('usage', { where: 'cc start', message: words.errors.needs({ one, other }) })
  }
  return { certificate: await readText(shownPath(host, tlsCert)), key: await readText(shownPath(host, tlsKey)) }
}

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: Error) => {
    const message = `this file cannot be read: ${cause.message}`
    throw new CallweaveError('file-invalid', { where: file, message, cause })
  })
