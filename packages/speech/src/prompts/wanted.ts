/** What files a definition's prompts ask for. */
import type { PromptsData } from '@callweave/ivr'

export interface WantedPrompt {
  readonly prompt: string
  readonly language: string
  /** The definition's own recording; it wins. */
  readonly file?: string
  /** What is spoken where there is no file, and the language it is in. */
  readonly text?: string
  readonly textLanguage: string
}

/** Each prompt in each language. One without a text there is taken in the first language. */
export const wantedPrompts = (prompts: PromptsData, languages: readonly string[]): readonly WantedPrompt[] =>
  Object.entries(prompts).flatMap(([prompt, settings]) =>
    languages.map((language) => ({ prompt, language, ...soundOf(settings, language, languages[0] ?? language) })),
  )

const soundOf = (
  settings: PromptsData[string],
  language: string,
  first: string,
): Pick<WantedPrompt, 'file' | 'text' | 'textLanguage'> => {
  if (typeof settings === 'string') return { text: settings, textLanguage: first }
  const { file } = settings
  const own = settings[language]
  const text = own ?? settings[first]
  return {
    ...(typeof file === 'string' ? { file: file.replaceAll('{language}', language) } : {}),
    ...(typeof text === 'string' ? { text } : {}),
    textLanguage: own === undefined ? first : language,
  }
}
