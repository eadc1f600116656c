/** What the switch plays, handed in: who made the prompts is none of its concern. */
import type { Sound } from '@callweave/core'

export interface SwitchSounds {
  /**
   * The samples of sounds, in order: mono, 8,000 Hz, 16 bits. At once where they are there, else a promise; both fail with a
   * CallweaveError `out-of-range` for what there is not. The same array object comes for the same sound.
   */
  find(sounds: readonly Sound[]): readonly Int16Array[] | Promise<readonly Int16Array[]>
}
