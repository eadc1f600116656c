/** Finds or makes the file of one sound. What is made is kept in the folder of prompts. */
import { join, resolve } from 'node:path'
import { CallweaveError, nearestName, type Problem } from '@callweave/core'
import { digitsOf, digitTexts } from '../prompts/default-prompts.js'
import type { WantedPrompt } from '../prompts/wanted.js'
import { type ToneName, toneNames, toneSamples } from '../tone/tones.js'
import { openMusicFolder } from './music-folder.js'
import { openShippedPrompts } from './shipped-prompts.js'
import { openSoundFile, type SoundFile } from './sound-file.js'
import type { FileSpeech } from './speech.js'
import { createWavStore } from './wav-store.js'

export interface SoundDeskOptions {
  /** The project's folder: files that the definition names count from here. */
  readonly project: string
  readonly speech: FileSpeech
  /** Music of the center's own. Without it, or where it is empty, `default` is a quiet loop of ours. */
  readonly musicFolder?: string
}

/** All that is asked throws CallweaveError: `out-of-range`, `file-invalid` or `peer-failed`. */
export interface SoundDesk {
  /** Of the music folder. */
  readonly problems: readonly Problem[]
  /** The own file, else the text. */
  promptFile(wanted: WantedPrompt): Promise<SoundFile>
  /** A file that the package has, else one that is spoken. */
  textFile(text: string, language: string): Promise<SoundFile>
  /** One for each digit. */
  numberFiles(value: number, language: string): Promise<readonly SoundFile[]>
  /** In the order to be played, from the beginning again after the last. */
  musicFiles(music: string): readonly SoundFile[]
  toneFile(tone: string): SoundFile
  /** Undefined where there is no such tone. */
  readonly toneLengthMs: (tone: string) => number | undefined
}

/** One utterance may stand behind a hundred others when a center starts. */
const deadlineMs = 60_000

export const openSoundDesk = async ({ project, speech, musicFolder }: SoundDeskOptions): Promise<SoundDesk> => {
  const shipped = await openShippedPrompts()
  const tones = await makeTones(speech.folder)
  const { music, problems } = await openMusicFolder(musicFolder === undefined ? null : resolve(project, musicFolder))
  if (!music.has('default')) {
    const { file, lengthMs } = await speech.music()
    music.set('default', [{ file: join(speech.folder, file), lengthMs }])
  }

  const speak = (text: string, language: string): Promise<SoundFile> =>
    new Promise((found, failed) => {
      speech.speak({ text, language }, { deadlineMs }, (outcome) => {
        if (outcome.ok) found({ ...outcome.value, file: join(speech.folder, outcome.value.file) })
        else failed(outcome.error)
      })
    })

  const textFile = async (text: string, language: string): Promise<SoundFile> => {
    const ready = shipped.find(text, language)
    if (ready !== undefined) return { file: join(shipped.folder, ready.file), lengthMs: ready.lengthMs }
    if (!speech.voices.some((voice) => voice.language === language)) throw noVoice(language)
    return speak(text, language)
  }

  return {
    problems,
    textFile,
    promptFile: async ({ file: own, text, textLanguage }) => {
      if (own !== undefined) return openSoundFile(resolve(project, own))
      if (text !== undefined) return textFile(text, textLanguage)
      throw new CallweaveError('out-of-range', {
        message: 'this prompt has neither a file nor a text',
        expected: `a text in '${textLanguage}' or a file`,
      })
    },
    numberFiles: async (value, language) => {
      if (!Number.isSafeInteger(value))
        throw new CallweaveError('out-of-range', { message: 'only whole numbers are read out', found: value })
      const words = digitTexts(language)
      return Promise.all(digitsOf(value).map((digit) => textFile(words[digit] as string, language)))
    },
    musicFiles: (name) => {
      const files = music.get(name)
      if (files === undefined) throw unknownSound('music', name, music.keys())
      return files
    },
    toneLengthMs: (tone) => tones.get(tone)?.lengthMs,
    toneFile: (tone) => {
      const found = tones.get(tone)
      if (found === undefined) throw unknownSound('tone', tone, toneNames)
      return found
    },
  }
}

const makeTones = async (folder: string): Promise<ReadonlyMap<string, SoundFile>> => {
  const store = createWavStore(folder)
  const made = toneNames.map(async (tone: ToneName) => {
    const file = `speech/tone-1-${tone}.wav`
    const lengthMs = (await store.find(file)) ?? (await store.keep(file, toneSamples(tone)))
    return [tone, { file: join(folder, file), lengthMs }] as const
  })
  return new Map(await Promise.all(made))
}

const noVoice = (language: string): CallweaveError =>
  new CallweaveError('out-of-range', {
    message: `nothing here speaks '${language}'`,
    expected: 'a voice for it, or a recording',
    remedy: 'Install the program espeak-ng (Debian: apt-get install espeak-ng), or give the prompt a file',
  })

export const unknownSound = (what: string, name: string, names: Iterable<string>): CallweaveError => {
  const nearest = nearestName(name, names)
  return new CallweaveError('out-of-range', {
    message: `there is no ${what} called '${name}'`,
    ...(nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` }),
  })
}
