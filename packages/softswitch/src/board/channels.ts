/** The channels of a trunk group: taken from the lowest free one up, as a hunting group does. */
export class Channels {
  readonly trunk: string
  readonly count: number
  /** Free ones; the last is handed out next. */
  readonly #free: number[]

  constructor(trunk: string, count: number) {
    this.trunk = trunk
    this.count = count
    this.#free = Array.from({ length: count }, (_, i) => count - i)
  }

  get busy(): number {
    return this.count - this.#free.length
  }

  /** A channel from 1 up, or 0 when all are busy. */
  take(): number {
    return this.#free.pop() ?? 0
  }

  release(channel: number): void {
    const at = this.#free.findLastIndex((each) => each > channel)
    this.#free.splice(at + 1, 0, channel)
  }
}
