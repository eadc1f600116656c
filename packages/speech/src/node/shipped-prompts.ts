/** The prompt files that this package has, made by `npm run prompts`: a list of what each says, and the files. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { spokenText } from '../text/spoken-text.js'
import { createWavStore } from './wav-store.js'

/** A line of `prompts/index.json`. */
export interface ShippedPrompt {
  /** Below `prompts`: `en/welcome.wav`. */
  readonly file: string
  readonly language: string
  readonly text: string
  readonly lengthMs: number
  /** Who made it. */
  readonly voice: string
}

export interface ShippedPrompts {
  readonly folder: string
  /** The file that says this. */
  find(text: string, language: string): ShippedPrompt | undefined
}

export const shippedFolder = fileURLToPath(new URL('../../prompts/', import.meta.url))

/** Files that are missing or damaged are left out. */
export const openShippedPrompts = async (folder = shippedFolder): Promise<ShippedPrompts> => {
  const store = createWavStore(folder)
  const found = new Map<string, ShippedPrompt>()
  for (const prompt of await readIndex(folder)) {
    if ((await store.find(prompt.file)) === prompt.lengthMs) found.set(keyOf(prompt.text, prompt.language), prompt)
  }
  return { folder, find: (text, language) => found.get(keyOf(text, language)) }
}

const readIndex = async (folder: string): Promise<readonly ShippedPrompt[]> => {
  const text = await readFile(`${folder}/index.json`, 'utf8').catch(() => '[]')
  return JSON.parse(text) as readonly ShippedPrompt[]
}

const keyOf = (text: string, language: string): string => `${language} ${spokenText(text)}`
