/** Certificates of a test's own, signed by themselves. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface TestCertificate {
  /** PEM. */
  readonly certificate: string
  readonly key: string
  /** Where the certificate lies, for whoever shall trust it. */
  readonly file: string
}

/**
 * @param program `peer('openssl').path`.
 * @param names whom it is for: `IP:127.0.0.1`, `DNS:sip.example.com`.
 */
export const makeCertificate = (program: string, folder: string, name: string, names: string): TestCertificate => {
  const [file, key] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)]
  const { status, stderr } = spawnSync(
    program,
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-keyout', key, '-out', file, '-subj', `/CN=${name}`, '-addext', `subjectAltName=${names}`],
    ],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`no certificate was made: ${stderr}`)
  return { certificate: readFileSync(file, 'utf8'), key: readFileSync(key, 'utf8'), file }
}
