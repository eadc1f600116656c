// Certificates of a test's own, signed by themselves. In a test file:
//
//   const openssl = peer('openssl')
//   const { certificate, key, file } = makeCertificate(openssl.path, folder, 'center', 'DNS:localhost')
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** `names`: whom it is for, as `DNS:sip.example.com,IP:127.0.0.1`; nobody where it is empty. */
export function makeCertificate(program, folder, name, names, days = 30) {
  const [file, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)]
  const args = [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', `${days}`],
    ...['-keyout', keyFile, '-out', file, '-subj', `/CN=${name}`],
    ...(names === '' ? [] : ['-addext', `subjectAltName=${names}`]),
  ]
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`no certificate was made: ${stderr}`)
  return { certificate: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8'), file, keyFile }
}
