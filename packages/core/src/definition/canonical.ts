/**
 * Canonical data: the one text that stands for a definition, whatever order its keys were written in. Its SHA-256 is
 * the `definitionHash` in logs and results.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { CallweaveError } from '../error.js'
import { formatPath, type Path } from './problem.js'

/** JSON with sorted keys and without `undefined`. @throws CallweaveError `definition-invalid` on what is no data. */
export const canonicalText = (value: unknown): string => write(value, [])

/** SHA-256 of the canonical text, 64 hex digits. */
export const hashOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalText(value))))

const write = (value: unknown, path: Path): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return JSON.stringify(value)
    throw notData(value, path)
  }
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, [...path, i])).join(',')}]`
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${write(item, [...path, key])}`).join(',')}}`
  }
  throw notData(value, path)
}

const notData = (value: unknown, path: Path): CallweaveError =>
  new CallweaveError('definition-invalid', {
    where: formatPath(path),
    message: `a ${typeof value} cannot stand in a definition`,
    found: String(value),
    expected: 'plain data: text, numbers, flags, lists and objects',
    remedy: 'Register code under a name with defineStrategy or defineFunction',
  })
