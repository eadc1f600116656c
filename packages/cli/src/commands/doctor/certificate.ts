/** Whether the certificate of SIP over TLS can be read, belongs to its key, is valid now, and for whom it is. */
import { readFile } from 'node:fs/promises'
import { type CertificateReading, readCertificate } from '@callweave/server'
import type { Context } from '../../frame/command.js'
import { faultAt, type TlsNames } from '../start/tls.js'
import { type CheckName, type Finding, failed, fine, warning } from './finding.js'

export const checkCertificate = async (names: TlsNames, context: Context): Promise<readonly Finding[]> => {
  const { doctor } = context.words
  const unread = (check: CheckName, file: string, { message }: Error): Finding =>
    failed(check, doctor.certificate.unreadable({ file, why: message }), doctor.certificate.unreadableRemedy)
  const [certificate, key] = await Promise.all([read(names.cert), read(names.key)])
  const missing = [
    ...(certificate instanceof Error ? [unread('certificate', names.cert, certificate)] : []),
    ...(key instanceof Error ? [unread('tls-key', names.key, key)] : []),
  ]
  // What could be read is looked at by itself.
  const pair = { certificate: textOf(certificate), key: textOf(key) }
  const { faults, read: found } = readCertificate(pair, Date.now())
  const told = (check: CheckName): Finding | undefined => missing.find((each) => each.check === check)
  const faulty = (check: CheckName, of: readonly string[]): Finding | undefined => {
    const fault = faults.find((each) => of.includes(each.fault))
    if (fault === undefined) return undefined
    const { where, message, remedy } = faultAt(fault, names, context)
    return failed(check, `${where}: ${message}`, remedy)
  }
  return [
    told('certificate') ?? faulty('certificate', ['no-certificate', 'unusable']) ?? fine('certificate', names.cert),
    told('tls-key') ??
      faulty('tls-key', ['no-key', 'key-of-another']) ??
      fine('tls-key', found === null ? names.key : doctor.certificate.matches),
    ...(found === null ? [] : [datesOf(found, context), namesOf(found, context)]),
  ]
}

type Found = NonNullable<CertificateReading['read']>

const datesOf = ({ dates, validFrom, validTo }: Found, { words: { doctor } }: Context): Finding => {
  const { early, earlyRemedy, late, lateRemedy, until, soonRemedy } = doctor.certificate
  switch (dates) {
    case 'early':
      return failed('certificate-dates', early({ from: validFrom }), earlyRemedy)
    case 'late':
      return failed('certificate-dates', late({ to: validTo }), lateRemedy)
    case 'soon':
      return warning('certificate-dates', until({ to: validTo }), soonRemedy)
    case 'fine':
      return fine('certificate-dates', until({ to: validTo }))
  }
}

const namesOf = ({ names }: Found, { words: { doctor } }: Context): Finding =>
  names.length === 0
    ? warning('certificate-names', doctor.certificate.nobody, doctor.certificate.nobodyRemedy)
    : fine('certificate-names', names.join(', '))

const read = (file: string): Promise<string | Error> => readFile(file, 'utf8').catch((error: Error) => error)

const textOf = (found: string | Error): string => (found instanceof Error ? '' : found)
