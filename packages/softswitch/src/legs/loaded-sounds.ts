/**
 * Sounds that the media know, the least recently played let go of first: texts that are spoken once would fill the memory in
 * time.
 */
import type { Media, SoundId } from '@callweave/rtp/engine'

/** Over an hour: the prompts of a center, and the latest texts. */
const defaultBytes = 64 * 2 ** 20

export interface LoadedSounds {
  /** What is ordered next may play all of them, whatever their size; those of calls before may be let go of. */
  load(samples: readonly Int16Array[]): readonly SoundId[]
  readonly sizeBytes: number
}

export const createLoadedSounds = (media: Pick<Media, 'load' | 'unload'>, mostBytes = defaultBytes): LoadedSounds => {
  /** In the order of their last use. */
  const loaded = new Map<Int16Array, SoundId>()
  let sizeBytes = 0

  const touch = (samples: Int16Array): SoundId => {
    const known = loaded.get(samples)
    const id = known ?? media.load(samples)
    if (known === undefined) sizeBytes += samples.byteLength
    else loaded.delete(samples)
    loaded.set(samples, id)
    return id
  }

  const letGo = (wanted: ReadonlySet<Int16Array>): void => {
    for (const [samples, id] of loaded) {
      if (sizeBytes <= mostBytes || wanted.has(samples)) return
      loaded.delete(samples)
      sizeBytes -= samples.byteLength
      media.unload(id)
    }
  }

  return {
    load: (samples) => {
      const ids = samples.map(touch)
      letGo(new Set(samples))
      return ids
    },
    get sizeBytes() {
      return sizeBytes
    },
  }
}
