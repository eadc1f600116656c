/** Everything that a definition lets callers hear, as files with their lengths: what a switch asks when it plays. */
import {
  type Ask,
  CallweaveError,
  type Clock,
  formatPath,
  type Outcome,
  type Problem,
  type Sound,
  unreachable,
} from '@callweave/core'
import type { PromptsData, SoundLengths } from '@callweave/ivr'
import { digitTexts } from '../prompts/default-prompts.js'
import { measuredLengths } from '../prompts/measured-lengths.js'
import { type WantedPrompt, wantedPrompts } from '../prompts/wanted.js'
import { answerWithin } from './answer-within.js'
import { problemOf } from './music-folder.js'
import { openSoundDesk, type SoundDesk, type SoundDeskOptions, unknownSound } from './sound-desk.js'
import type { SoundFile } from './sound-file.js'
import { createTimeoutClock } from './timeout-clock.js'

export interface PromptSetOptions extends SoundDeskOptions {
  /** Of the definition. */
  readonly prompts: PromptsData
  /** Of the definition; the first is that of plain texts. */
  readonly languages: readonly string[]
  readonly clock?: Clock
}

export interface PromptSet {
  /** What cannot be heard, and what to do: a file that is missing, a language that nothing here speaks. */
  readonly problems: readonly Problem[]
  /** As long as the files are; what is not spoken yet is estimated. */
  readonly lengths: SoundLengths
  /**
   * The files of sounds, in order. Prompts, digits, tones and music are there; a text that is made at the time of the call
   * is spoken now, which takes some 50 ms. What could not be made at first is tried again.
   *
   * `out-of-range`: no such prompt, music or tone, a language that nothing here speaks, a number that is not whole.
   */
  readonly find: Ask<readonly Sound[], readonly SoundFile[]>
}

/** Looks for the file of each prompt in each language, and speaks those that have none. */
export const openPromptSet = async (options: PromptSetOptions): Promise<PromptSet> => {
  const { prompts, languages, clock = createTimeoutClock() } = options
  const desk = await openSoundDesk(options)
  const found = new Map<string, SoundFile & { readonly atMs: number }>()
  const wanted = new Map(wantedPrompts(prompts, languages).map((one) => [keyOf(one), one]))

  const promptFile = async (one: WantedPrompt): Promise<SoundFile> => {
    const last = found.get(keyOf(one))
    if (last !== undefined && clock.nowMs() - last.atMs < askAgainMs)
      return { file: last.file, lengthMs: last.lengthMs }
    const file = await desk.promptFile(one)
    found.set(keyOf(one), { ...file, atMs: clock.nowMs() })
    return file
  }
  /** Where a recording is missing that has a text, the text: a problem is told, and the caller hears something. */
  const heardFile = (one: WantedPrompt): Promise<SoundFile> =>
    promptFile(one).catch((error: unknown) => {
      if (one.file === undefined || one.text === undefined || !(error instanceof CallweaveError)) throw error
      return desk.textFile(one.text, one.textLanguage)
    })
  const filesOf = async (sound: Sound): Promise<readonly SoundFile[]> => {
    switch (sound.sound) {
      case 'prompt': {
        const one = wanted.get(keyOf(sound)) ?? wanted.get(keyOf({ ...sound, language: languages[0] ?? '' }))
        if (one === undefined) throw unknownSound('prompt', sound.prompt, Object.keys(prompts))
        return [await heardFile(one)]
      }
      case 'say':
        return [await desk.textFile(sound.text, sound.language)]
      case 'number':
        return desk.numberFiles(sound.value, sound.language)
      case 'music':
        return desk.musicFiles(sound.music)
      case 'tone':
        return [desk.toneFile(sound.tone)]
      case 'recording':
        // Where recordings are, the switch knows.
        throw unknownSound('recording', sound.recording, [])
      default:
        return unreachable(sound)
    }
  }
  const find = async (sounds: readonly Sound[]): Promise<Outcome<readonly SoundFile[]>> => {
    try {
      const files: SoundFile[] = []
      for (const sound of sounds) files.push(...(await filesOf(sound)))
      return { ok: true, value: files }
    } catch (error) {
      if (error instanceof CallweaveError) return { ok: false, error }
      throw error
    }
  }

  const problems = [...desk.problems, ...(await makeAll([...wanted.values()], promptFile))]
  const digits = await readDigits(languages, desk)
  return {
    problems: [...problems, ...digits.problems],
    lengths: measuredLengths({
      prompts,
      languages,
      promptMs: (prompt, language) => found.get(keyOf({ prompt, language }))?.lengthMs,
      digitMs: (digit, language) => digits.lengths.get(language)?.[digit],
      toneMs: desk.toneLengthMs,
    }),
    find: (sounds, deadline, answer) => {
      const asked = [...sounds]
      answerWithin(clock, deadline, answer, () => find(asked))
    },
  }
}

const keyOf = ({ prompt, language }: Pick<WantedPrompt, 'prompt' | 'language'>): string => `${language} ${prompt}`

/** Spoken files that nobody asks for are deleted after days, and a recording may have been changed. */
const askAgainMs = 3_600_000

/** So many are asked for at once: engines speak one or two at a time, and wait for no disk. */
const atOnce = 4

const makeAll = async (
  wanted: readonly WantedPrompt[],
  make: (one: WantedPrompt) => Promise<SoundFile>,
): Promise<readonly Problem[]> => {
  const problems = new Map<string, Problem>()
  const left = wanted.values()
  const work = async (): Promise<void> => {
    for (const one of left) {
      const path = formatPath(['prompts', one.prompt, one.file === undefined ? one.textLanguage : 'file'])
      try {
        await make(one)
      } catch (error) {
        const problem = problemOf(error, path)
        problems.set(`${path} ${problem.message}`, problem)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return [...problems.values()]
}

const readDigits = async (languages: readonly string[], desk: SoundDesk) => {
  const problems: Problem[] = []
  const lengths = new Map<string, readonly number[]>()
  for (const [i, language] of languages.entries()) {
    try {
      const files = await Promise.all(digitTexts(language).map((text) => desk.textFile(text, language)))
      lengths.set(
        language,
        files.map(({ lengthMs }) => lengthMs),
      )
    } catch (error) {
      problems.push({ ...problemOf(error, formatPath(['languages', i])), severity: 'warning' })
    }
  }
  return { problems, lengths }
}
