import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../../../scripts/certificates.mjs'
import { peer } from '../../../../scripts/peers.mjs'
import { certificateProblems, readCertificate } from './certificate.js'

const openssl = peer('openssl')
const dayMs = 86_400_000

describe.skipIf(openssl.missing)(`a certificate${openssl.note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-certificate-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const problemsOf = (names: string, afterMs: number): readonly string[] => {
    const pair = makeCertificate(openssl.path, folder, 'center', names)
    return certificateProblems(pair, Date.now() + afterMs).map(({ message, remedy }) => `${message}. ${remedy}`)
  }

  test('that is valid for a month is no problem; one that is not is said at the start', () => {
    expect(problemsOf('DNS:localhost', dayMs)).toEqual([])
    expect(problemsOf('DNS:localhost', -dayMs)).toEqual([
      expect.stringMatching(/is valid from .* only\. See the clock/),
    ])
    expect(problemsOf('DNS:localhost', 25 * dayMs)).toEqual([expect.stringMatching(/is valid until .*\. Have another/)])
    expect(problemsOf('DNS:localhost', 31 * dayMs)).toEqual([
      expect.stringMatching(/was valid until .*\. Phones refuse/),
    ])
  })

  test('says for whom it is and how long, and whether the key is its own', () => {
    const ours = makeCertificate(openssl.path, folder, 'ours', 'DNS:pbx.example.com,IP:192.0.2.10')
    const { key } = makeCertificate(openssl.path, folder, 'other', '')
    expect(readCertificate(ours, Date.now())).toMatchObject({
      faults: [],
      read: { dates: 'fine', names: ['pbx.example.com', '192.0.2.10'] },
    })
    expect(readCertificate({ ...ours, key }, Date.now()).faults).toEqual([{ fault: 'key-of-another' }])
    const cut = ours.certificate.slice(0, 200)
    expect(readCertificate({ ...ours, certificate: cut }, 0)).toMatchObject({ faults: [{ fault: 'no-certificate' }] })
  })

  test('that names nobody is said, too', () => {
    expect(problemsOf('', dayMs)).toEqual([expect.stringMatching(/subjectAltName.*Have one made for the name/)])
  })
})

test('what is no certificate is refused where it is used', () => {
  const pair = { certificate: 'no certificate', key: 'no key' }
  expect(certificateProblems(pair, 0)).toEqual([])
  expect(readCertificate(pair, 0)).toEqual({ faults: [{ fault: 'no-certificate' }, { fault: 'no-key' }], read: null })
})
