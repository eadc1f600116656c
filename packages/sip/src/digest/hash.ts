/** The hashes of Digest: RFC 7616 section 3.3. `-sess` variants mix the nonces in. */
import { hmac } from '@noble/hashes/hmac.js'
import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { encodeUtf8 } from '../text/utf8.js'

export type DigestAlgorithm = 'MD5' | 'MD5-sess' | 'SHA-256' | 'SHA-256-sess'

const algorithms: Readonly<Record<string, DigestAlgorithm>> = {
  md5: 'MD5',
  'md5-sess': 'MD5-sess',
  'sha-256': 'SHA-256',
  'sha-256-sess': 'SHA-256-sess',
}

/** Any case is taken; nothing named is MD5; `null` for one that is not known. */
export const digestAlgorithm = (name: string | null | undefined): DigestAlgorithm | null =>
  name === undefined || name === null ? 'MD5' : (algorithms[name.toLowerCase()] ?? null)

/** In hexadecimal, small letters. */
export const hashBytes = (algorithm: DigestAlgorithm, bytes: Uint8Array): string =>
  bytesToHex(algorithm.startsWith('MD5') ? md5(bytes) : sha256(bytes))

export const hashText = (algorithm: DigestAlgorithm, text: string): string => hashBytes(algorithm, encodeUtf8(text))

/** A keyed function for nonces: HMAC with SHA-256 under this key, cut to 128 bits. */
export const signWith =
  (key: Uint8Array) =>
  (text: string): string =>
    bytesToHex(hmac(sha256, key, encodeUtf8(text))).slice(0, 32)

/** Compares in a time that does not tell how much is the same. */
export const sameSecret = (a: string, b: string): boolean => {
  let differ = a.length ^ b.length
  for (let i = 0; i < a.length; i += 1) differ |= a.charCodeAt(i) ^ b.charCodeAt(i % (b.length || 1))
  return differ === 0
}
