/** Sounds by number, each array once. Numbers only rise, so that two sides who count the same loads agree on them. */
import type { SoundId } from './media.js'

export class Sounds {
  readonly #samples = new Map<SoundId, Int16Array>()
  readonly #ids = new Map<Int16Array, SoundId>()
  #last = 0

  get size(): number {
    return this.#samples.size
  }

  idOf(samples: Int16Array): SoundId | undefined {
    return this.#ids.get(samples)
  }

  /** A new number, of an array that has none. */
  add(samples: Int16Array): SoundId {
    this.#last += 1
    this.#samples.set(this.#last, samples)
    this.#ids.set(samples, this.#last)
    return this.#last
  }

  get(id: SoundId): Int16Array | undefined {
    return this.#samples.get(id)
  }

  /** False where there is no such sound. */
  delete(id: SoundId): boolean {
    const samples = this.#samples.get(id)
    if (samples === undefined) return false
    this.#samples.delete(id)
    return this.#ids.delete(samples)
  }
}
