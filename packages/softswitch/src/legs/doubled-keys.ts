/**
 * Phones may send a key twice, in their media and by INFO. Each press is one: a key that came the other way too, and not
 * long ago, has been told.
 */

export type KeyWay = 'media' | 'info'

/** Longer than any phone takes from one to the other, shorter than two presses of a slow hand matter. */
const withinMs = 1_000
const mostWaiting = 8

interface Waiting {
  readonly key: string
  readonly way: KeyWay
  readonly atMs: number
}

export class DoubledKeys {
  /** Keys whose double has not come, oldest first. */
  #waiting: Waiting[] = []

  /** Whether this is a press of its own. */
  isNew(key: string, way: KeyWay, nowMs: number): boolean {
    this.#waiting = this.#waiting.filter(({ atMs }) => nowMs - atMs < withinMs)
    const at = this.#waiting.findIndex((each) => each.key === key && each.way !== way)
    if (at >= 0) {
      this.#waiting.splice(at, 1)
      return false
    }
    if (this.#waiting.length === mostWaiting) this.#waiting.shift()
    this.#waiting.push({ key, way, atMs: nowMs })
    return true
  }
}
