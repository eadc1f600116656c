/** The simulated speech engine: files with a name and a length and no sound, as long as virtual time takes to say them. */
import { hashOf, type Outcome, type Speech, type Spoken, type Utterance, type Voice } from '@callweave/core'
import { speechLengthMs } from '@callweave/ivr'
import type { Disturbed } from './disturbance.js'
import { createPeer, done, type PeerOptions, wrong } from './peer.js'

export interface SimulatedSpeechOptions extends PeerOptions {
  readonly voices: readonly Voice[]
}

export interface SimulatedSpeech extends Speech, Disturbed {
  /** The files that it has made, with their lengths in ms. */
  files(): ReadonlyMap<string, number>
}

/** Times and failures are drawn from the streams `speech` and `speech-faults`. */
export const createSimulatedSpeech = ({ voices, ...options }: SimulatedSpeechOptions): SimulatedSpeech => {
  const peer = createPeer('speech', options)
  const files = new Map<string, number>()

  const speak = ({ text, language, voice }: Utterance): Outcome<Spoken> => {
    if (text.trim() === '') return wrong('there is nothing to say', 'a text')
    const ofLanguage = voices.filter((one) => one.language === language).map((one) => one.voice)
    const by = voice ?? ofLanguage[0]
    if (by === undefined) return wrong(`no voice speaks '${language}'`, languagesOf(voices))
    if (!ofLanguage.includes(by)) return wrong(`'${by}' is no voice that speaks '${language}'`, ofLanguage.join(', '))
    const file = `speech/${hashOf([text, language, by]).slice(0, 32)}.wav`
    const lengthMs = speechLengthMs(text)
    files.set(file, lengthMs)
    return done({ file, lengthMs })
  }

  return {
    voices,
    disturb: peer.disturb,
    speak: (order, within, answer) => {
      const utterance = { ...order }
      peer.ask(within, answer, () => speak(utterance))
    },
    files: () => files,
  }
}

const languagesOf = (voices: readonly Voice[]): string =>
  [...new Set(voices.map(({ language }) => language))].join(', ')
