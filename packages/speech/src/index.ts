export type { SpeechEngine } from './engine.js'
export { defaultPrompts } from './prompts/default-prompts.js'
export type { Pcm } from './sound/pcm.js'
export { mostCharacters } from './text/spoken-text.js'
