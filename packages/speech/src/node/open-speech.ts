/** The speech of this machine: flite for English, `espeak-ng` for other languages where it is installed. */
import type { Clock } from '@callweave/core'
import type { SpeechEngine } from '../engine.js'
import { openEspeak } from './espeak-engine.js'
import { createFlite } from './flite-engine.js'
import { createSpeech, type FileSpeech } from './speech.js'
import { SpeechThread } from './speech-thread.js'

export interface OpenSpeechOptions {
  /** The folder of prompts. */
  readonly folder: string
  /** What will be spoken, as in the definition. */
  readonly languages: readonly string[]
  /** Default: `espeak-ng`, wherever PATH has it. */
  readonly espeak?: string
  /** Engines of your own; they go before ours. Closed with the speech. */
  readonly engines?: readonly SpeechEngine[]
  readonly clock?: Clock
}

/**
 * Looks what can speak here. A language that nothing speaks is no error: it has no voice, and whoever wants it is told so.
 *
 * ```ts
 * import { openSpeech } from '@callweave/speech/node'
 *
 * const speech = await openSpeech({ folder: 'prompts', languages: ['en', 'zh'] })
 * speech.speak({ text: 'Please hold the line.', language: 'en' }, { deadlineMs: 5_000 }, (outcome) => {
 *   if (outcome.ok) console.log(outcome.value.file, outcome.value.lengthMs)
 *   else console.log(outcome.error.message)
 *   void speech.close()
 * })
 * ```
 */
export const openSpeech = async (options: OpenSpeechOptions): Promise<FileSpeech> => {
  const { folder, languages, espeak, engines: own = [], clock } = options
  const thread = new SpeechThread()
  const other = await openEspeak({ languages, ...(espeak === undefined ? {} : { program: espeak }) })
  const engines = [...own, createFlite(thread, languages), ...(other === null ? [] : [other])]
  return createSpeech({
    folder,
    engines,
    thread,
    ...(clock === undefined ? {} : { clock }),
  })
}
