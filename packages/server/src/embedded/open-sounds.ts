/** What callers of a center hear: its prompts, spoken where they have no file, music and tones. */
import type { CenterSections } from '@callweave/center'
import type { Clock, Problem, Sound } from '@callweave/core'
import { openPromptSet, openSpeech } from '@callweave/speech/node'
import { createFileSounds, type FileSounds } from './switch-sounds.js'

export interface OpenSoundsOptions {
  readonly sections: CenterSections
  /** Files and the folder `music` count from here. */
  readonly project: string
  /** What is spoken is kept below it. */
  readonly folder: string
  readonly recordings: string
  readonly clock: Clock
}

export interface CenterSounds {
  readonly sounds: FileSounds
  readonly problems: readonly Problem[]
  close(): Promise<void>
}

/** Music of a project's own. */
const musicFolder = 'music'

/** Resolves when every prompt has been spoken, read and is at hand: seconds at a first start, then a fraction of one. */
export const openSounds = async ({
  sections,
  project,
  folder,
  recordings,
  clock,
}: OpenSoundsOptions): Promise<CenterSounds> => {
  const { prompts = {}, languages = ['en'] } = sections
  const speech = await openSpeech({ folder, languages })
  try {
    const set = await openPromptSet({ prompts, languages, project, speech, musicFolder })
    const sounds = createFileSounds({ prompts: set, clock, recordings })
    await sounds.prepare(everyday(Object.keys(prompts), languages))
    return { sounds, problems: set.problems, close: () => speech.close() }
  } catch (error) {
    await speech.close()
    throw error
  }
}

const everyday = (prompts: readonly string[], languages: readonly string[]): readonly Sound[] => [
  { sound: 'music', music: 'default' },
  ...['beep', 'busy', 'congestion', 'ring-back'].map((tone) => ({ sound: 'tone', tone }) as const),
  ...languages.flatMap((language) => [
    ...prompts.map((prompt) => ({ sound: 'prompt', prompt, language }) as const),
    ...Array.from({ length: 10 }, (_, value) => ({ sound: 'number', value, language }) as const),
  ]),
]
