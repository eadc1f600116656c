import { expect, test } from 'vitest'
import { createSoundLengths, speechLengthMs } from './prompt-length.js'

test('I1 prompt length: 15 Latin or 4.5 Chinese characters a second', () => {
  expect(speechLengthMs('a'.repeat(150))).toBe(10_000)
  expect(speechLengthMs('请'.repeat(45))).toBe(10_000)
  expect(speechLengthMs('Yes')).toBe(500)
  expect(speechLengthMs(`${'a'.repeat(75)}. ${'a'.repeat(73)}`)).toBe(10_000 + 250)
})

test('I1 prompt length: what is given holds, a missing language is heard in the first', () => {
  const lengths = createSoundLengths(
    { given: { en: 'x', lengthMs: 7_000 }, english: 'a'.repeat(150), both: { en: 'a'.repeat(30), zh: '请'.repeat(9) } },
    ['en', 'zh'],
  )
  expect(lengths.promptLengthMs('given', 'zh')).toBe(7_000)
  expect(lengths.promptLengthMs('english', 'zh')).toBe(10_000)
  expect(lengths.promptLengthMs('both', 'zh')).toBe(2_000)
  expect(lengths.promptLengthMs('none', 'en')).toBe(0)
  expect(
    lengths.soundsLengthMs([
      { sound: 'prompt', prompt: 'both', language: 'en' },
      { sound: 'say', text: 'a'.repeat(15), language: 'en' },
      { sound: 'number', value: 8001, language: 'en' },
      { sound: 'tone', tone: 'beep' },
      { sound: 'music', music: 'waiting' },
    ]),
  ).toBe(2_000 + 1_000 + 2_000 + 1_000)
})
