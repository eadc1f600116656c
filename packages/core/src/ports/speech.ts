/** Speech: makes a prompt file of a text. Runs in a worker or a process of its own; the center only names what to say. */
import type { Ask } from './outside.js'

export interface Speech {
  /** What it can speak, best first. A language without a voice here cannot be spoken. */
  readonly voices: readonly Voice[]
  /**
   * Speaks a text. The same text, language and voice give the same file, which is spoken once. The text is never read as
   * markup or as part of a command, and no word of it stands in the file's name.
   * `out-of-range`: nothing to say, a language without a voice, a voice that there is not in this language.
   */
  readonly speak: Ask<Utterance, Spoken>
}

export interface Voice {
  readonly voice: string
  /** As in the definition: `en`, `zh`. */
  readonly language: string
}

export interface Utterance {
  readonly text: string
  readonly language: string
  /** Default: the first in `voices` for this language. */
  readonly voice?: string
}

export interface Spoken {
  /** Below the folder of prompts: a WAV file, mono, 8,000 Hz. */
  readonly file: string
  /** Whole ms, above 0; more for more text. */
  readonly lengthMs: number
}
