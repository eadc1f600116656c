export type { SpeechEngine } from './engine.js'
export type { Pcm } from './sound/pcm.js'
export { mostCharacters, spokenText } from './text/spoken-text.js'
