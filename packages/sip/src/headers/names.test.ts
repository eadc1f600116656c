import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../text/utf8.js'
import { findHeader, knownHeaders, spellingAt } from './names.js'

const usual = (bytes: Uint8Array) => {
  const text = String.fromCharCode(...bytes)
  return named.find(({ name }) => [name, name.toLowerCase()].some((each) => text.startsWith(`${each}:`)))
}

const named = knownHeaders.flatMap((known) =>
  [known.kind.name, known.kind.compact].flatMap((name) => (name === null ? [] : [{ name, known }])),
)

describe('names of headers', () => {
  it.each(named)('$name is found as it is usually written, and in whatever letters', ({ name, known }) => {
    for (const written of [name, name.toLowerCase()])
      expect(spellingAt(encodeUtf8(`x${written}: y`), 1)).toMatchObject({
        known,
        name: known.kind.name,
        size: name.length + 1,
      })
    for (const written of [name, name.toLowerCase(), name.toUpperCase()]) expect(findHeader(written)).toBe(known)
  })

  it('one that differs in a single byte is another, or none', () => {
    fc.assert(
      fc.property(fc.constantFrom(...named), fc.nat(40), fc.integer({ min: 0, max: 255 }), ({ name }, place, byte) => {
        const bytes = encodeUtf8(`${name}:`)
        bytes[place % bytes.length] = byte
        expect(spellingAt(bytes, 0)?.known).toBe(usual(bytes)?.known)
      }),
    )
  })

  it('nothing is found where a name is cut, or none stands', () => {
    for (const { name } of named) {
      expect(spellingAt(encodeUtf8(name), 0)).toBeNull()
      expect(spellingAt(encodeUtf8(`${name} :`), 0)).toBeNull()
      expect(findHeader(`${name}s-`)).toBeNull()
    }
    expect(spellingAt(new Uint8Array(0), 0)).toBeNull()
    expect(findHeader('')).toBeNull()
  })
})
