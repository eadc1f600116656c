/** The section `prompts`: what is heard under a name, as text in each language, from a file, or both. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema } from './input.js'

interface PromptSettings {
  /** The recording; `{language}` in it stands for the language. Without it the text is spoken by a machine. */
  readonly file?: string
  /** How long it takes. Default: the recording's length where it is known, else estimated from the text. */
  readonly lengthMs?: number
}

/** A text in the center's first language, or one for each language. */
export type Prompt<Language extends string = string> =
  | string
  | (PromptSettings & { readonly [L in Exclude<Language, keyof PromptSettings>]?: string })

/** The section `prompts`, names unchecked. */
export interface PromptsData {
  readonly [prompt: string]: string | { readonly [setting: string]: string | number }
}

const promptSettings = settings({
  file: nameSchema.optional(),
  lengthMs: z.number().min(0, { error: 'must not be negative' }).max(3_600_000).optional(),
}).catchall(nameSchema)

export const promptsSchema: z.ZodType<PromptsData> = z.record(
  nameSchema,
  z.union([nameSchema, promptSettings], { error: "must be a text, or texts such as { en: 'Welcome' }" }),
)

/** The text of a prompt in a language, undefined where it has none. A plain text is in the first language. */
export const promptText = (prompts: PromptsData, name: string, language: string, first: string): string | undefined => {
  const prompt = prompts[name]
  if (prompt === undefined) return undefined
  if (typeof prompt === 'string') return language === first ? prompt : undefined
  const text = prompt[language]
  return typeof text === 'string' ? text : undefined
}
