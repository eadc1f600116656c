import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './parse-json.js'

describe('JSON', () => {
  it('a key with an escape is read as it was written, whatever was read before', () => {
    expect(parseJson(String.raw`{"a":0,"\\":0}`)).toEqual({ a: 0, '\\': 0 })
    expect(Object.keys(parseJson(String.raw`{"a":0,"\u0041":0}`) as object)).toEqual(['a', 'A'])
    expect(Object.keys(parseJson(String.raw`{"a":0,"\"":0}`) as object)).toEqual(['a', '"'])
  })

  it('any value comes back as JSON.stringify wrote it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\\', '"', '\n', '__proto__', '\ud83d', '\ue000', '\ue0000041', '\\u0041', '4008001234'),
    )
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.integer(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(value, (any) => {
        const written = JSON.stringify(any)
        expect(JSON.stringify(parseJson(written))).toBe(written)
      }),
    )
  })

  it.each([String.raw`"\x"`, String.raw`"\u00g0"`, String.raw`"\u12"`, '"\\', String.raw`{"a\":1}`, '{"a":"\\\n"}'])(
    '%j is refused as JSON.parse refuses it',
    (text) => {
      const refusal = (() => {
        try {
          return JSON.parse(text)
        } catch (error) {
          return error
        }
      })()
      expect(refusal).toBeInstanceOf(SyntaxError)
      expect(() => parseJson(text)).toThrow(refusal)
    },
  )
})
