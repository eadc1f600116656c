export { type OpenSpeechOptions, openSpeech } from './open-speech.js'
export { openPromptSet, type PromptSet, type PromptSetOptions } from './prompt-set.js'
export type { SoundFile } from './sound-file.js'
export type { FileSpeech } from './speech.js'
