export { type EspeakOptions, openEspeak } from './espeak-engine.js'
export { type OpenSpeechOptions, openSpeech } from './open-speech.js'
export { createSpeech, type FileSpeech, type SpeechOptions } from './speech.js'
