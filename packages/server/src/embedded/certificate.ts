/** What is wrong with a certificate and its key before any phone has seen them. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import type { Problem } from '@callweave/core'

/** PEM, both. */
export interface CertificatePair {
  /** With those up to the root behind it. */
  readonly certificate: string
  readonly key: string
}

/** What keeps it from being used at all. `unusable`: `why` is the system's word, as for a key that is too short. */
export type CertificateFault =
  | { readonly fault: 'no-certificate' }
  | { readonly fault: 'no-key' }
  | { readonly fault: 'key-of-another' }
  | { readonly fault: 'unusable'; readonly why: string }

/** Whether phones take it now: `early` before its dates, `late` after them, `soon` within 14 days of their end. */
export type CertificateDates = 'fine' | 'soon' | 'early' | 'late'

export interface CertificateReading {
  readonly faults: readonly CertificateFault[]
  /** `null` where there is no certificate to read. Dates as the certificate has them. */
  readonly read: {
    readonly validFrom: string
    readonly validTo: string
    readonly dates: CertificateDates
    /** The hosts that it is for (RFC 5922 section 7.1): names and addresses of its subjectAltName. */
    readonly names: readonly string[]
  } | null
}

const dayMs = 86_400_000
/** Time enough to have another one made. */
const soonMs = 14 * dayMs

export const readCertificate = ({ certificate: pem, key }: CertificatePair, nowMs: number): CertificateReading => {
  const certificate = orNull(() => new X509Certificate(pem))
  const privateKey = orNull(() => createPrivateKey(key))
  const faults = faultsOf(certificate, privateKey)
  if (faults.length === 0) {
    const why = unusable({ certificate: pem, key })
    if (why !== null) faults.push({ fault: 'unusable', why })
  }
  if (certificate === null) return { faults, read: null }
  const { validFrom, validTo, subjectAltName = '' } = certificate
  return { faults, read: { validFrom, validTo, dates: datesOf(certificate, nowMs), names: namesOf(subjectAltName) } }
}

/**
 * Warnings: it is not valid now, or not for long, or has no name that phones could compare (RFC 5922 section 7.1). One that
 * cannot be read is refused where it is used.
 */
export const certificateProblems = (pair: CertificatePair, nowMs: number): readonly Problem[] => {
  const { read } = readCertificate(pair, nowMs)
  if (read === null) return []
  const { validFrom, validTo, dates, names } = read
  const warning = (message: string, remedy: string): Problem => ({
    path: 'listen.tls.certificate',
    message,
    remedy,
    severity: 'warning',
  })
  const problems: Problem[] = []
  if (dates === 'early')
    problems.push(warning(`the certificate is valid from ${validFrom} only`, 'See the clock of this machine'))
  else if (dates === 'late')
    problems.push(warning(`the certificate was valid until ${validTo}`, 'Phones refuse it: have another one made'))
  else if (dates === 'soon')
    problems.push(warning(`the certificate is valid until ${validTo}`, 'Have another one made before'))
  if (names.length === 0)
    problems.push(
      warning(
        'the certificate says nothing of whom it is for (subjectAltName)',
        'Have one made for the name or the address by which phones reach us: DNS:pbx.example.com,IP:192.0.2.10',
      ),
    )
  return problems
}

const faultsOf = (certificate: X509Certificate | null, key: KeyObject | null): CertificateFault[] => {
  const faults: CertificateFault[] = []
  if (certificate === null) faults.push({ fault: 'no-certificate' })
  if (key === null) faults.push({ fault: 'no-key' })
  if (certificate !== null && key !== null && !certificate.checkPrivateKey(key))
    faults.push({ fault: 'key-of-another' })
  return faults
}

const datesOf = ({ validFrom, validTo }: X509Certificate, nowMs: number): CertificateDates => {
  if (Date.parse(validFrom) > nowMs) return 'early'
  if (Date.parse(validTo) < nowMs) return 'late'
  return Date.parse(validTo) < nowMs + soonMs ? 'soon' : 'fine'
}

/** `DNS:pbx.example.com, IP Address:192.0.2.10`, as Node writes them. */
const namesOf = (subjectAltName: string): readonly string[] =>
  subjectAltName.split(', ').flatMap((each) => /^(?:DNS|IP Address|URI):(.+)$/.exec(each)?.[1] ?? [])

/** Why TLS does not take them; `null` where it does. */
const unusable = ({ certificate, key }: CertificatePair): string | null => {
  try {
    createSecureContext({ cert: certificate, key, minVersion: 'TLSv1.2' })
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const orNull = <T>(read: () => T): T | null => {
  try {
    return read()
  } catch {
    return null
  }
}
