/** Core's port `Speech` over one or several engines and a folder that keeps what was spoken. */
import {
  CallweaveError,
  type Clock,
  hashOf,
  type Outcome,
  type Speech,
  type Spoken,
  type Utterance,
  type Voice,
} from '@callweave/core'
import type { SpeechEngine } from '../engine.js'
import { mostCharacters, saysSomething, spokenText } from '../text/spoken-text.js'
import { answerWithin } from './answer-within.js'
import type { SpeechThread } from './speech-thread.js'
import { createTimeoutClock } from './timeout-clock.js'
import { createWavStore, type WavStore } from './wav-store.js'

export interface SpeechOptions {
  /** The folder of prompts: files are made in `speech/` below it. */
  readonly folder: string
  /** The first that has a voice for a language speaks it. */
  readonly engines: readonly SpeechEngine[]
  /** Does what takes long, beside this thread. Closed with the speech. */
  readonly thread: SpeechThread
  /** Tells when a deadline has passed. Default: the process's own. */
  readonly clock?: Clock
}

export interface FileSpeech extends Speech {
  readonly folder: string
  /** Texts that are being spoken, looked for or written now. */
  readonly underWay: number
  /** Music for callers who wait, made once. @throws CallweaveError `peer-failed`. */
  music(): Promise<Spoken>
  /** Lets go of the engines. Texts under way are answered with `peer-failed`. */
  close(): Promise<void>
}

/** A change here or in `telephoneSpeech` that can be heard gives every file another name. */
const fileVersion = 1
/**
 * A text made at the time of a call is hardly said again: 10,000 a day are 600 MB. Whoever holds a file for longer than a
 * day asks for it again.
 */
const forgetAfterMs = 7 * 24 * 3_600_000
const musicFile = 'speech/music-1.wav'

export const createSpeech = (options: SpeechOptions): FileSpeech => {
  const { folder, engines, thread, clock = createTimeoutClock() } = options
  const store = createWavStore(folder, { forgetAfterMs })
  const speakers = speakersOf(engines)
  const underWay = new Map<string, Promise<Outcome<Spoken>>>()

  const speakOnce = (speaker: Speaker, text: string): Promise<Outcome<Spoken>> => {
    const file = fileFor(speaker, text)
    const running = underWay.get(file)
    if (running !== undefined) return running
    const begun = findOrMake(store, thread, speaker, text, file).finally(() => underWay.delete(file))
    underWay.set(file, begun)
    return begun
  }

  const outcomeOf = (utterance: Utterance): Promise<Outcome<Spoken>> => {
    const text = utterance.text.length > mostCharacters ? '' : spokenText(utterance.text)
    if (utterance.text.length > mostCharacters)
      return refused('this is too long to be said at once', `at most ${mostCharacters} characters`)
    if (!saysSomething(text)) return refused('there is nothing to say', 'a text')
    const ofLanguage = speakers.filter(({ voice }) => voice.language === utterance.language)
    if (ofLanguage.length === 0) return refused('no voice speaks this language', languagesOf(speakers))
    const speaker =
      utterance.voice === undefined ? ofLanguage[0] : ofLanguage.find(({ voice }) => voice.voice === utterance.voice)
    if (speaker === undefined)
      return refused('this is no voice of the language', ofLanguage.map(({ voice }) => voice.voice).join(', '))
    return speakOnce(speaker, text)
  }

  return {
    folder,
    voices: speakers.map(({ voice }) => voice),
    get underWay() {
      return underWay.size
    },
    speak: (order, deadline, answer) => {
      const utterance = { ...order }
      answerWithin(clock, deadline, answer, () => outcomeOf(utterance))
    },
    music: async () => {
      const lengthMs =
        (await store.find(musicFile)) ?? (await store.keep(musicFile, await thread.ask({ order: 'music' })))
      return { file: musicFile, lengthMs }
    },
    close: async () => {
      await Promise.all([thread.close(), ...engines.map((engine) => engine.close())])
      await Promise.all(underWay.values())
    },
  }
}

interface Speaker {
  readonly engine: SpeechEngine
  readonly voice: Voice
}

/** Of voices with the same name in one language the first engine's. */
const speakersOf = (engines: readonly SpeechEngine[]): readonly Speaker[] => {
  const found = new Map<string, Speaker>()
  for (const engine of engines) {
    for (const { voice, language } of engine.voices) {
      const key = JSON.stringify([language, voice])
      if (!found.has(key)) found.set(key, { engine, voice: { voice, language } })
    }
  }
  return [...found.values()]
}

const languagesOf = (speakers: readonly Speaker[]): string =>
  speakers.length === 0
    ? 'a voice, but there is none'
    : [...new Set(speakers.map(({ voice }) => voice.language))].join(', ')

const fileFor = ({ engine, voice }: Speaker, text: string): string =>
  `speech/${hashOf([fileVersion, engine.name, voice.voice, voice.language, text]).slice(0, 32)}.wav`

const findOrMake = async (
  store: WavStore,
  thread: SpeechThread,
  { engine, voice }: Speaker,
  text: string,
  file: string,
): Promise<Outcome<Spoken>> => {
  try {
    const found = await store.find(file)
    if (found !== undefined) return { ok: true, value: { file, lengthMs: found } }
    const pcm = await thread.finish(await engine.synthesize(text, voice))
    if (pcm.samples.length === 0)
      return await refused(`nothing of this text can be heard from '${voice.voice}'`, `words in '${voice.language}'`)
    return { ok: true, value: { file, lengthMs: await store.keep(file, pcm) } }
  } catch (error) {
    if (error instanceof CallweaveError) return { ok: false, error }
    throw error
  }
}

const refused = (message: string, expected: string): Promise<Outcome<never>> =>
  Promise.resolve({ ok: false, error: new CallweaveError('out-of-range', { message, expected }) })
