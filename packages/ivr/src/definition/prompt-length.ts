/** How long a sound takes: virtual time must spend on a prompt what real time would. */
import type { Sound } from '@callweave/core'
import { type PromptsData, promptText } from './prompts.js'

/**
 * Speech in ms, estimated from its text: 15 characters a second, and 4.5 for a Chinese, Japanese or Korean one, plus a
 * quarter of a second for each end of a sentence; at least half a second.
 *
 * 15 characters are 150 words a minute, the pace of recorded books (J. R. Williams, Guidelines for the use of multimedia
 * in instruction, 1998: 150 to 160), at six characters a word with its space. 4.5 characters are 270 a minute, between
 * the 240 of taught standard Mandarin and the 300 of news readers.
 */
export const speechLengthMs = (text: string): number => {
  let ms = 0
  for (const char of text) ms += wide.test(char) ? 1_000 / 4.5 : 1_000 / 15
  return Math.max(500, Math.round(ms + (text.match(sentenceEnd)?.length ?? 0) * 250))
}

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const sentenceEnd = /[.!?](?=\s)|[。！？](?!$)/gu

/** Half a second for each digit read out. */
const digitMs = 500

export interface SoundLengths {
  /** A prompt in a language; one without a text there is taken in the first language. */
  promptLengthMs(prompt: string, language: string): number
  /** Sounds one after the other. Music has no end: 0. */
  soundsLengthMs(sounds: readonly Sound[]): number
}

/** Lengths are worked out once for each prompt and language. `languages[0]` is the language of plain texts. */
export const createSoundLengths = (prompts: PromptsData, languages: readonly string[]): SoundLengths => {
  const first = languages[0] ?? 'en'
  const known = new Map<string, Map<string, number>>()

  const measure = (name: string, language: string): number => {
    const prompt = prompts[name]
    if (prompt === undefined) return 0
    if (typeof prompt === 'object' && typeof prompt.lengthMs === 'number') return prompt.lengthMs
    const text = promptText(prompts, name, language, first) ?? promptText(prompts, name, first, first)
    return text === undefined ? 0 : speechLengthMs(text)
  }

  const lengthsIn = (language: string): Map<string, number> => {
    const lengths = known.get(language) ?? new Map<string, number>()
    known.set(language, lengths)
    return lengths
  }

  const promptLengthMs = (name: string, language: string): number => {
    const lengths = known.get(language) ?? lengthsIn(language)
    const found = lengths.get(name)
    if (found !== undefined) return found
    const lengthMs = measure(name, language)
    lengths.set(name, lengthMs)
    return lengthMs
  }

  const soundLengthMs = (sound: Sound): number => {
    switch (sound.sound) {
      case 'prompt':
        return promptLengthMs(sound.prompt, sound.language)
      case 'say':
        return speechLengthMs(sound.text)
      case 'number':
        return String(sound.value).length * digitMs
      case 'tone':
        return 1_000
      case 'music':
        return 0
      case 'recording':
        return sound.lengthMs
    }
  }

  return {
    promptLengthMs,
    soundsLengthMs: (sounds) => {
      let ms = 0
      for (let i = 0; i < sounds.length; i += 1) ms += soundLengthMs(sounds[i] as Sound)
      return ms
    },
  }
}
