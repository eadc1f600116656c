/** What speaks: one of several behind a `Speech`. */
import type { Voice } from '@callweave/core'
import type { Pcm } from './sound/pcm.js'

export interface SpeechEngine {
  /** Part of what a prompt file is known by: `flite`, `espeak-ng`. */
  readonly name: string
  /** Best first. */
  readonly voices: readonly Voice[]
  /**
   * Speaks a text that has been cleaned by `spokenText`, of at most `mostCharacters`; `voice` and `language` are a pair of
   * `voices`. Sound without any word in it means that the voice has none for this text.
   *
   * @throws CallweaveError `peer-failed`: it is away, busy or took too long; `out-of-range`: it breaks at this text.
   */
  synthesize(text: string, voice: Voice): Promise<Pcm>
  close(): Promise<void>
}
