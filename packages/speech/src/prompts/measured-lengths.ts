/** How long sounds take, by their files. */
import { createSoundLengths, type PromptsData, type SoundLengths } from '@callweave/ivr'
import { digitsOf } from './default-prompts.js'

export interface Measured {
  readonly prompts: PromptsData
  readonly languages: readonly string[]
  /** Undefined where there is no file: the length is estimated. */
  readonly promptMs: (prompt: string, language: string) => number | undefined
  readonly digitMs: (digit: number, language: string) => number | undefined
  readonly toneMs: (tone: string) => number | undefined
}

/** In place of the estimates of `createSoundLengths`. */
export const measuredLengths = ({ prompts, languages, promptMs, digitMs, toneMs }: Measured): SoundLengths => {
  const estimated = createSoundLengths(prompts, languages)
  const first = languages[0] ?? 'en'
  const promptLengthMs = (prompt: string, language: string): number =>
    promptMs(prompt, language) ?? promptMs(prompt, first) ?? estimated.promptLengthMs(prompt, language)
  return {
    promptLengthMs,
    soundsLengthMs: (sounds) => {
      let ms = 0
      for (const sound of sounds) {
        const guess = (): number => estimated.soundsLengthMs([sound])
        if (sound.sound === 'prompt') ms += promptLengthMs(sound.prompt, sound.language)
        else if (sound.sound === 'number')
          ms += numberMs(sound.value, (digit) => digitMs(digit, sound.language)) ?? guess()
        else if (sound.sound === 'tone') ms += toneMs(sound.tone) ?? guess()
        else ms += guess()
      }
      return ms
    },
  }
}

const numberMs = (value: number, digitMs: (digit: number) => number | undefined): number | undefined => {
  let ms = 0
  for (const digit of digitsOf(value)) {
    const one = digitMs(digit)
    if (one === undefined) return undefined
    ms += one
  }
  return ms
}
