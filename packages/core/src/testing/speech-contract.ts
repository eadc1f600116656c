/** What every engine keeps that speaks texts into prompt files: the same file for the same words, as long as it says. */
import type { Speech, Spoken, Utterance } from '../ports/speech.js'
import { type ContractCase, casesOf, promised, same } from './contract.js'
import { answered, codeOf, type OutsideRig, outsideCases, valued } from './outside-cases.js'

export interface SpeechRig extends OutsideRig {
  readonly speech: Speech
  /** The files that are there, with their lengths as found in them. */
  files(): ReadonlyMap<string, number> | Promise<ReadonlyMap<string, number>>
}

/** Digits are words in every language. */
const sentence = '4008001234. '

const speaks = (rig: SpeechRig, utterance: Utterance): Promise<Spoken> =>
  valued(rig, (...rest) => rig.speech.speak(utterance, ...rest))
const codeFor = async (rig: SpeechRig, utterance: Utterance) =>
  codeOf(await answered(rig, (...rest) => rig.speech.speak(utterance, ...rest)))
const first = ({ speech }: SpeechRig): string => speech.voices[0]?.language ?? ''

const cases: Readonly<Record<string, (rig: SpeechRig) => Promise<void>>> = {
  'there is a voice, and none twice': async ({ speech: { voices } }) => {
    promised(voices.length > 0, 'a voice')
    same(new Set(voices.map(({ voice, language }) => `${language} ${voice}`)).size, voices.length, 'none twice')
  },
  'the same text, language and voice give the same file, which is there once': async (rig) => {
    const spoken = await speaks(rig, { text: sentence, language: first(rig) })
    same(await speaks(rig, { text: sentence, language: first(rig) }), spoken, 'the same')
    same((await rig.files()).size, 1, 'one file')
  },
  'another text and another voice give another file': async (rig) => {
    const made: string[] = []
    for (const { voice, language } of rig.speech.voices) {
      for (const text of [sentence, `${sentence}5.`]) made.push((await speaks(rig, { text, language, voice })).file)
    }
    same(new Set(made).size, 2 * rig.speech.voices.length, 'a file for each')
  },
  'without a voice the first of the language speaks': async (rig) => {
    for (const { language } of rig.speech.voices) {
      const voice = rig.speech.voices.find((other) => other.language === language)?.voice ?? ''
      const spoken = await speaks(rig, { text: sentence, language })
      same(spoken, await speaks(rig, { text: sentence, language, voice }), `the first voice of '${language}'`)
    }
  },
  'the file is as long as it says, and longer for more text': async (rig) => {
    for (const { voice, language } of rig.speech.voices) {
      let beforeMs = 0
      for (const times of [1, 2, 4, 8]) {
        const { file, lengthMs } = await speaks(rig, { text: sentence.repeat(times), language, voice })
        promised(Number.isInteger(lengthMs) && lengthMs > beforeMs, `more than ${beforeMs} ms, found ${lengthMs}`)
        // A file ends with its last sample, an eighth of a millisecond long.
        promised(Math.abs(((await rig.files()).get(file) ?? 0) - lengthMs) <= 1, `'${file}' is ${lengthMs} ms long`)
        beforeMs = lengthMs
      }
    }
  },
  'nothing to say is out-of-range and leaves no file': async (rig) => {
    for (const text of ['', ' ', '\n\t']) {
      same(await codeFor(rig, { text, language: first(rig) }), 'out-of-range', JSON.stringify(text))
    }
    same((await rig.files()).size, 0, 'no file')
  },
  'a language without a voice, and a voice that is not there, are out-of-range': async (rig) => {
    const { voices } = rig.speech
    same(await codeFor(rig, { text: sentence, language: 'xx-none' }), 'out-of-range', 'no such language')
    same(await codeFor(rig, { text: sentence, language: first(rig), voice: 'nobody' }), 'out-of-range', 'no such voice')
    for (const { voice } of voices) {
      for (const { language } of voices) {
        const known = voices.some((one) => one.voice === voice && one.language === language)
        same(
          await codeFor(rig, { text: sentence, language, voice }),
          known ? 'ok' : 'out-of-range',
          `${voice} ${language}`,
        )
      }
    }
  },
  'text is words: no markup, no command, no path': async (rig) => {
    const hostile = [
      '--help',
      '<break time="9s"/>1',
      '"; touch x; "',
      '$(touch x)',
      '../../x',
      '1\u00002',
      '%s%n',
      '-o x.wav',
    ]
    for (const text of hostile) {
      const { file, lengthMs } = await speaks(rig, { text, language: first(rig) })
      promised(/^[a-z0-9_/-]+\.wav$/i.test(file) && !file.startsWith('/'), `a plain name for a file, found '${file}'`)
      promised(lengthMs > 0 && lengthMs < 8_000, `said as it stands, found ${lengthMs} ms`)
    }
    same((await rig.files()).size, hostile.length, 'a file for each, and no other')
  },
}

export const speechContract = (make: () => SpeechRig | Promise<SpeechRig>): readonly ContractCase[] =>
  casesOf('speech', make, {
    ...outsideCases<SpeechRig>(
      (rig, ...rest) => rig.speech.speak({ text: sentence, language: first(rig) }, ...rest),
      async (rig) => (await rig.files()).size,
    ),
    ...cases,
  })
