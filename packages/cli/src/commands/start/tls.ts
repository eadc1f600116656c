/** Certificate and key of SIP over TLS. */
import { readFile } from 'node:fs/promises'
import { CallweaveError } from '@callweave/core'
import { type CertificateFault, type CertificatePair, readCertificate } from '@callweave/server'
import type { Context } from '../../frame/command.js'
import { shownPath } from '../../frame/host.js'

export interface TlsFiles {
  readonly tlsCert: string | undefined
  readonly tlsKey: string | undefined
}

export interface TlsNames {
  readonly cert: string
  readonly key: string
}

/** The files that are named; `null` for none. @throws CallweaveError `usage` for one without the other. */
export const tlsFiles = ({ tlsCert, tlsKey }: TlsFiles, command: string, { host, words }: Context): TlsNames | null => {
  if (tlsCert === undefined && tlsKey === undefined) return null
  if (tlsCert === undefined || tlsKey === undefined) {
    const [one, other] = tlsCert === undefined ? ['--tls-key', '--tls-cert'] : ['--tls-cert', '--tls-key']
    throw new CallweaveError('usage', { where: command, message: words.errors.needs({ one, other }) })
  }
  return { cert: shownPath(host, tlsCert), key: shownPath(host, tlsKey) }
}

/**
 * @throws CallweaveError `usage` for one without the other; `file-invalid` for one that cannot be read, holds no certificate or
 * key, and for two that do not belong together. Dates that are over are no fault: the center says so, and starts.
 */
export const readTls = async (files: TlsFiles, context: Context): Promise<CertificatePair | undefined> => {
  const names = tlsFiles(files, 'cc start', context)
  if (names === null) return undefined
  const pair = { certificate: await readText(names.cert), key: await readText(names.key) }
  const [fault] = readCertificate(pair, Date.now()).faults
  if (fault === undefined) return pair
  const { where, message, remedy } = faultAt(fault, names, context)
  throw new CallweaveError('file-invalid', { where, message, remedy })
}

/** What a fault is called, of which file, and how it is mended. */
export const faultAt = (fault: CertificateFault, { cert, key }: TlsNames, { words: { doctor } }: Context) => {
  const { faults } = doctor.certificate
  const where = fault.fault === 'no-key' || fault.fault === 'key-of-another' ? key : cert
  const { message, remedy } = faults[fault.fault]({ cert, key, why: fault.fault === 'unusable' ? fault.why : '' })
  return { where, message, remedy }
}

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: Error) => {
    const message = `this file cannot be read: ${cause.message}`
    throw new CallweaveError('file-invalid', { where: file, message, cause })
  })
