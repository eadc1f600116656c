/**
 * Mandarin and a hundred other languages by the program `espeak-ng`, where it is installed. It is GPL, so it stays a program
 * of its own: started for each text, with its options as a list and no shell between, the text over its standard input.
 */
import { spawn } from 'node:child_process'
import { CallweaveError, type Voice } from '@callweave/core'
import type { SpeechEngine } from '../engine.js'
import { type Pcm, pcmOfWav } from '../sound/pcm.js'
import { type EspeakVoice, espeakVoices } from './espeak-voices.js'

export interface EspeakOptions {
  /** Default: `espeak-ng`, wherever PATH has it. */
  readonly program?: string
  /** The languages that voices are wanted for. */
  readonly languages: readonly string[]
  /** A sentence takes 30 ms. After this the program is ended. */
  readonly mostMs?: number
}

/** A thousand characters are 100 s, 4.4 MB. */
const mostBytes = 32_000_000
const mostAtOnce = 2
const mostWaiting = 500

/** Asks the program for its voices. @returns null where it is not installed. */
export const openEspeak = async (options: EspeakOptions): Promise<SpeechEngine | null> => {
  const { program = 'espeak-ng', languages, mostMs = 20_000 } = options
  const listed = await run(program, ['--voices'], '', 10_000).catch(() => null)
  if (listed === null) return null
  const voices = espeakVoices(listed.toString('utf8'), languages)
  return new Espeak(program, voices, mostMs)
}

class Espeak implements SpeechEngine {
  readonly name = 'espeak-ng'
  readonly voices: readonly Voice[]
  readonly #program: string
  readonly #mostMs: number
  readonly #waiting: (() => void)[] = []
  readonly #ends = new AbortController()
  #running = 0

  constructor(program: string, voices: readonly EspeakVoice[], mostMs: number) {
    this.#program = program
    this.voices = voices
    this.#mostMs = mostMs
  }

  async synthesize(text: string, { voice }: Voice): Promise<Pcm> {
    await this.#turn()
    try {
      const wav = await run(this.#program, argsFor(voice, text), plainWords(text), this.#mostMs, this.#ends.signal)
      return pcmOfWav(wav, 'espeak-ng')
    } finally {
      this.#running -= 1
      this.#waiting.shift()?.()
    }
  }

  async close(): Promise<void> {
    this.#ends.abort()
  }

  async #turn(): Promise<void> {
    if (this.#waiting.length >= mostWaiting) throw failed('too many texts wait to be spoken')
    if (this.#running >= mostAtOnce) await new Promise<void>((go) => this.#waiting.push(go))
    this.#running += 1
  }
}

/** UTF-8 from the standard input, a WAV file to the standard output. */
const argsFor = (voice: string, text: string): readonly string[] => {
  const pace = voice.startsWith(chinese) && [...text].length > fewCharacters ? chinesePace : pacePerMinute
  return ['-v', voice, '-s', String(pace), '-b', '1', '--stdin', '--stdout']
}

/** Words a minute, the program's own default: English comes at 15 characters a second. */
const pacePerMinute = 175
const chinese = 'sit/'
/** For 175 Mandarin comes at 2.5 characters a second, half of what people speak; for 260 at 3.6, beyond it tones blur. */
const chinesePace = 260
/** A digit alone would be over in 90 ms. */
const fewCharacters = 2

/** `[[...]]` would be read as phonemes. Tags are words as long as there is no `-m`. */
const plainWords = (text: string): string => text.replaceAll(/\[(?=\[)/g, '[ ')

const run = (
  program: string,
  args: readonly string[],
  input: string,
  mostMs: number,
  signal?: AbortSignal,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: environment(),
      timeout: mostMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
      ...(signal === undefined ? {} : { signal }),
    })
    const parts: Buffer[] = []
    let bytes = 0
    child.stdout.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes > mostBytes) child.kill('SIGKILL')
      else parts.push(part)
    })
    // It may end before it has read all.
    child.stdin.on('error', () => undefined)
    child.on('error', () => reject(failed('espeak-ng could not be run')))
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(parts))
      else reject(failed(code === null ? 'espeak-ng took too long or said too much' : `espeak-ng ended with ${code}`))
    })
    child.stdin.end(input)
  })

/** What it needs to find itself and its voices, and nothing else that may stand in ours. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    ['PATH', 'HOME', 'SystemRoot', 'ESPEAK_DATA_PATH'].flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

const failed = (why: string): CallweaveError =>
  new CallweaveError('peer-failed', { message: `the text was not spoken: ${why}`, remedy: 'Ask again' })
