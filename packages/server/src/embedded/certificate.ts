/** What is wrong with a certificate before any phone has seen it. */
import { X509Certificate } from 'node:crypto'
import type { Problem } from '@callweave/core'

const dayMs = 86_400_000
/** Time enough to have another one made. */
const soonMs = 14 * dayMs

/**
 * Warnings: it is not valid now, or not for long, or has no name that phones could compare (RFC 5922 section 7.1). One that
 * cannot be read is refused where it is used.
 */
export const certificateProblems = (pem: string, nowMs: number): readonly Problem[] => {
  const certificate = read(pem)
  if (certificate === null) return []
  const { validFrom, validTo, subjectAltName } = certificate
  const warning = (message: string, remedy: string): Problem => ({
    path: 'listen.tls.certificate',
    message,
    remedy,
    severity: 'warning',
  })
  const problems: Problem[] = []
  if (Date.parse(validFrom) > nowMs)
    problems.push(warning(`the certificate is valid from ${validFrom} only`, 'See the clock of this machine'))
  else if (Date.parse(validTo) < nowMs)
    problems.push(warning(`the certificate was valid until ${validTo}`, 'Phones refuse it: have another one made'))
  else if (Date.parse(validTo) < nowMs + soonMs)
    problems.push(warning(`the certificate is valid until ${validTo}`, 'Have another one made before'))
  if (subjectAltName === undefined)
    problems.push(
      warning(
        'the certificate says nothing of whom it is for (subjectAltName)',
        'Have one made for the name or the address by which phones reach us: DNS:pbx.example.com,IP:192.0.2.10',
      ),
    )
  return problems
}

const read = (pem: string): X509Certificate | null => {
  try {
    return new X509Certificate(pem)
  } catch {
    return null
  }
}
