/** English, wherever Node runs. */
import type { SpeechEngine } from '../engine.js'
import { asciiText } from '../text/spoken-text.js'
import type { SpeechThread } from './speech-thread.js'

/**
 * Best first: `slt` is a woman, `rms` and `awb` are men (US, US, Scottish). The program has `kal`, too: put together of
 * recorded pieces, with the recording's noise in its pauses, 25 dB below the words; it is left out.
 */
const fliteVoices = ['slt', 'rms', 'awb'] as const

/** @param languages those of them that are English are spoken: `en`, `en-GB`. */
export const createFlite = (thread: SpeechThread, languages: readonly string[]): SpeechEngine => ({
  name: 'flite-2.3',
  voices: languages.filter(isEnglish).flatMap((language) => fliteVoices.map((voice) => ({ voice, language }))),
  synthesize: (text, { voice }) => thread.ask({ order: 'flite', text: asciiText(text), voice }),
  close: async () => undefined,
})

const isEnglish = (language: string): boolean => /^en([-_]|$)/i.test(language)
