import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asciiText, saysSomething, spokenText } from './spoken-text.js'

test('control characters are blanks, invisible marks go, rows of one sign are short', () => {
  expect(spokenText('  one\u0000two\r\n\tthree\u001b[31m ')).toBe('one two three [31m')
  expect(spokenText('a\u200bb\u202ec\ufeff')).toBe('abc')
  expect(spokenText('wait!!!!!!!!! -----')).toBe('wait!!! ---')
  expect(spokenText('您好，\u3000欢迎。')).toBe('您好， 欢迎。')
})

test('punctuation alone says nothing', () => {
  for (const text of ['', '...', '«»', '[[]]']) expect(saysSomething(text), text).toBe(false)
  for (const text of ['1', '好', '--help', '%', '5 €', 'é']) expect(saysSomething(text), text).toBe(true)
})

test('any text becomes one that is well formed and stays as it is when cleaned again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
      const clean = spokenText(text)
      expect(clean).not.toMatch(/\p{Cs}/u)
      expect(clean).not.toMatch(/\p{Cc}/u)
      expect(spokenText(clean)).toBe(clean)
      expect(asciiText(clean)).toMatch(/^[\x20-\x7e]*$/)
    }),
  )
})
