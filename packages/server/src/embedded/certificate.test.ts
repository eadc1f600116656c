import { expect, test } from 'vitest'
import { testCertificate } from '../../../sip/test/certificate.js'
import { certificateProblems } from './certificate.js'

const at = (date: string): readonly string[] =>
  certificateProblems(testCertificate, Date.parse(date)).map(({ message, remedy }) => `${message}. ${remedy}`)

test('a certificate that is valid for years is no problem; one that is not is said at the start', () => {
  expect(at('2030-01-01')).toEqual([])
  expect(at('2020-01-01')).toEqual([expect.stringMatching(/valid from Nov 22 .* 2026 GMT only\. See the clock/)])
  expect(at('2126-10-20')).toEqual([expect.stringMatching(/is valid until Oct 29 .* 2126 GMT\. Have another/)])
  expect(at('2127-01-01')).toEqual([expect.stringMatching(/was valid until .*\. Phones refuse it/)])
})

test('what is no certificate is refused where it is used', () => {
  expect(certificateProblems('no certificate', 0)).toEqual([])
})
